"""Writes the reference in docs/reference/ from the code, so that it can't say anything else.

    python -m tests.docs.reference

Commands come from click, settings from pydantic, JSON from the published schemas, addresses from
the OpenAPI description, errors from `rag.errors`, Python's from `sanad.py`. A test compares.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, cast

import click

import rag.errors
import sanad
from rag.errors import SanadError
from rag.settings import LLM_KEY, Settings
from tests.conftest import ROOT
from tests.docs.over_http import addresses, json_forms
from tests.docs.tables import cell, code, table
from ui.api import problems
from ui.cli.group import cli
from ui.server_folder import SERVER

FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `python -m tests.docs.reference`; changes belong into the code. -->"
_REFUSED = re.compile(r"""\b([45]\d\d), "([a-z-]+)",""")
_ELSEWHERE = (
    (LLM_KEY, "Key for an OpenAI-compatible server."),
    ("OPENAI_API_KEY, ANTHROPIC_API_KEY", "Keys of these services."),
    (SERVER, "Folder of a team's server, for commands that work on one."),
)


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written().items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")


def written() -> dict[str, str]:
    """Give the pages by file name."""
    made = {
        "commands.md": commands(),
        "settings.md": settings(),
        "json.md": json_forms(),
        "http.md": addresses(),
        "errors.md": errors(),
        "python.md": python(),
    }
    return {name: f"{NOTE}\n\n{text.rstrip()}\n" for name, text in made.items()}


def commands() -> str:
    """Describe every command."""
    head = (
        "# Commands\n\nWhere Sanad was set up by `start.py`, type `python start.py` for `sanad`: "
        "`python start.py ask` and `python start.py serve` then read new documents first.\n\n"
    )
    told = [_command(context) for context in _contexts(click.Context(cli, info_name="sanad"))]
    return head + "\n\n".join(told)


def _contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None and not command.hidden:
                yield from _contexts(click.Context(command, info_name=name, parent=context))


def _command(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    told = [f"## {context.command_path}", f"`{usage}`", inspect.cleandoc(command.help or "")]
    records = (one.get_help_record(context) for one in command.get_params(context))
    rows = [(code(name), cell(what)) for name, what in filter(None, records)]
    rows = [row for row in rows if row[1] and "--help" not in row[0]]
    if rows:
        told.append(table(("option", "what it does"), rows))
    return "\n\n".join(filter(None, told))


def settings() -> str:
    """Describe every setting."""
    rows = [
        (
            f"`SANAD_{name.upper()}`",
            f"`{name}`",
            cell(field.description or ""),
            _default(field.default),
        )
        for name, field in Settings.model_fields.items()
    ]
    others = [(f"`{name}`", what) for name, what in _ELSEWHERE]
    return "\n\n".join(
        [
            "# Settings",
            "A command's option goes before a variable, a variable before a line in `sanad.toml` "
            "where Sanad is started, and that before what is in the last column. A name that "
            "isn't known is an error. `sanad settings` shows what holds.",
            table(("variable", "in `sanad.toml`", "what it is", "else"), rows),
            "## Read from the environment alone",
            table(("variable", "what it is"), others),
        ]
    )


def _default(value: object) -> str:
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def errors() -> str:
    """Describe the errors: in Python, over HTTP, and as exit codes."""
    known = {kind: (status, name) for kind, status, name in problems._KINDS}
    rows = []
    for kind in _errors(SanadError):
        status, name = next((known[one] for one in kind.__mro__ if one in known), (500, "error"))
        rows.append((f"`{kind.__name__}`", cell(_first(kind)), f"{status}, `{name}`"))
    refusals = {found for text in _sources() for found in _REFUSED.findall(text)}
    others = sorted({("429", "busy"), ("500", "unforeseen"), *refusals})
    return "\n\n".join(
        [
            "# Errors",
            "Each says what failed, on what, and what to do next: in the terminal on one line "
            "behind `sanad:`. Refusing to answer is a result, not an error.",
            table(("in Python (`rag.errors`)", "when", "over HTTP"), rows),
            "## Over HTTP",
            "A problem as RFC 9457 has it (`application/problem+json`), its kind in `type` as "
            "`urn:sanad:problem:KIND`. Whoever gets 429 or 503 finds in `Retry-After` when to "
            "try again. Besides those above:",
            table(("status", "kind"), [(status, f"`{kind}`") for status, kind in others]),
            "## Exit codes",
            table(
                ("code", "when"),
                [
                    ("0", "it's done; also where the documents don't answer"),
                    ("1", "an error; something to change (`check`), to mend (`doctor`), or that "
                     "differs (`replay`, `eval compare`)"),
                    ("2", "an option or argument that isn't one; a draft that can't be checked"),
                    ("130", "ended by Ctrl-C"),
                ],
            ),
        ]
    )  # fmt: skip


def _errors(kind: type[SanadError]) -> Iterator[type[SanadError]]:
    yield kind
    for one in kind.__subclasses__():
        if one.__module__ == rag.errors.__name__:
            yield from _errors(one)


def _sources() -> Iterator[str]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        yield path.read_text("utf-8")


def python() -> str:
    """Describe what the module `sanad` offers."""
    told = [
        "# In Python",
        "What `import sanad` gives; [how it is used](../serving.md#from-python).",
    ]
    for name in sanad.__all__:
        one = getattr(sanad, name)
        if inspect.isclass(one) and one.__module__ == sanad.__name__:
            told += [f"## sanad.{name}", _first(one)]
            for method, function in inspect.getmembers(one, inspect.isfunction):
                if not method.startswith("_") and method in one.__dict__:
                    told += [f"### {name}.{method}", _signature(method, function), _doc(function)]
        elif inspect.isfunction(one):
            told += [f"## sanad.{name}", _signature(name, one), _doc(one)]
        else:
            told += [f"## sanad.{name}", _first(one)]
    return "\n\n".join(filter(None, told))


def _signature(name: str, function: object) -> str:
    made = str(inspect.signature(cast(Any, function))).replace("'", "")
    return f"`{name}{made}`"


def _doc(one: object) -> str:
    return cell(inspect.getdoc(one) or "", lines=True)


def _first(one: object) -> str:
    return (inspect.getdoc(one) or "").split("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    main()
