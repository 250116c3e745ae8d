"""`sanad replay`: a recorded answer made again, and what is otherwise."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.text import Text

from rag.errors import SettingsError
from ui.cli.console import console_for, waiting
from ui.cli.harmless import json_text
from ui.cli.options import NEW, json_option, library_options

if TYPE_CHECKING:
    from rag.library import Library
    from ui.record import Change, Record

SHOWN = 300
"""Characters of a value that changed."""


@click.command()
@click.argument("file", type=NEW)
@json_option
@click.option("--ask-again", is_flag=True, help="Ask the language model anew.")
@library_options
def replay(file: Path, as_json: bool, ask_again: bool, overrides: dict[str, Path]) -> None:
    """Answer the question of a record (`sanad ask --record FILE`) again; show what changed.

    The language model's recorded replies are used where it gets the same prompt. Exit code 0:
    nothing is otherwise; 1: something is.
    """
    from ui.record import changes, read_record, record, with_llm_of

    before = read_record(file)
    library = _library(before, overrides, ask_again=ask_again)
    with waiting("Asking again"):
        _, now = record(before.query, library)
    found = changes(before, now if ask_again else with_llm_of(before, now))
    if as_json:
        listed = [{"what": one.what, "before": one.before, "now": one.now} for one in found]
        made = {"schema": 1, "question": before.question, "changes": listed, "now": now.answer}
        click.echo(json_text(made))
    else:
        _print(found, console_for())
    sys.exit(1 if found else 0)


def _library(before: Record, overrides: Mapping[str, Any], *, ask_again: bool) -> Library:
    """Open the library as it was set for a record.

    A record may come from anyone: it names no model that is loaded, and no server that is
    asked, or given a key. With ``ask_again`` that is the user's own.
    """
    from rag.library import Library
    from rag.llm.providers import names_llm
    from rag.settings import BUNDLED, load_settings
    from ui.record import harmless_settings_of, recorded_model

    settings = load_settings(**{**harmless_settings_of(before), **overrides, "llm_cache": None})
    if not ask_again:
        own = BUNDLED if names_llm(settings.verifier) else settings.verifier
        settings = settings.model_copy(update={"llm": None, "verifier": own})
    elif settings.llm is None:
        raise SettingsError("no language model is set to ask again; set SANAD_LLM")
    return Library(settings, llm=None if ask_again else recorded_model(before))


def _print(found: Sequence[Change], console: Console) -> None:
    if not found:
        console.print("Nothing has changed: the same passages, the same answer.")
    for one in found:
        console.print(Text(one.what, "bold"), highlight=False)
        for sign, value in (("-", one.before), ("+", one.now)):
            if value is not None:
                text = " ".join(value.split())
                cut = f"{text[:SHOWN]}…" if len(text) > SHOWN else text
                console.print(Text(f"  {sign} {cut}"), highlight=False)
