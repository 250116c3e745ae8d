"""Reads the README and the pages in docs/ for what they show: examples, commands, links.

A comment on the line above a fence says what becomes of it:

    <!-- run -->                its commands are run, in a folder with the tutorial's papers;
                                "run: exit 1" where they give another exit code than 0
    <!-- shows -->              what the fence before it prints ("…" alone: lines left out);
                                "shows: NAME.docx" what stands in the notes of that file
    <!-- tested: FILE -->       this test reads the page and does it
    <!-- not run: WHY -->       nobody does

Commands in the text (`sanad …`) and in fences that aren't run are looked up, with their options.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.conftest import ROOT
from tests.docs import reference
from ui.cli.group import cli
from ui.setup.commands import DEVELOP

DOCS = ROOT / "docs"
OWN = ("help", "setup", "clean", *DEVELOP)
"""Commands of `start.py` that aren't `sanad`'s."""
COMMANDS = ("sh", "powershell", "python")
"""Languages of fences that a reader may type in."""
START = ("python", "start.py")
_MARK = re.compile(r"<!--\s*(run|shows|tested|not run)(?::\s*(.+?))?\s*-->\s*$")
_markdown = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code on a page, and what its mark says of it."""

    page: Path
    line: int
    language: str
    text: str
    mark: str
    said: str

    @property
    def where(self) -> str:
        """Give the page and the line."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def lines(self) -> list[str]:
        """Give the commands, those that go on behind a backslash whole."""
        joined = self.text.replace("\\\n", " ")
        return [line for line in map(str.strip, joined.splitlines()) if line and line[0] != "#"]


def pages(*, generated: bool = False) -> list[Path]:
    """List what people wrote, and the reference where it is asked for."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
    return [one for one in found if generated or one.parent != reference.FOLDER]


def fences(page: Path) -> list[Fence]:
    """List a page's blocks of code."""
    found, before = [], ""
    for token in _tokens(page):
        if token.type == "fence":
            mark = _MARK.search(before)
            line = token.map[0] + 1 if token.map else 0
            kind, said = (mark[1], mark[2] or "") if mark else ("", "")
            found.append(Fence(page, line, token.info.strip(), token.content, kind, said))
        before = token.content if token.type == "html_block" else ""
    return found


def in_the_text(page: Path) -> Iterator[str]:
    """Give what stands as code within the text."""
    for token in _tokens(page):
        for child in token.children or ():
            if child.type == "code_inline":
                yield child.content


def links(page: Path) -> Iterator[str]:
    """Give the addresses that a page links to or shows as pictures."""
    for token in _tokens(page):
        for child in token.children or ():
            address = child.attrGet("href") or child.attrGet("src")
            if address:
                yield str(address)


def anchors(page: Path) -> set[str]:
    """Give the names of a page's headings, as they stand behind # in an address."""
    tokens = _tokens(page)
    titles = (tokens[i + 1].content for i, one in enumerate(tokens) if one.type == "heading_open")
    return {slug(title) for title in titles}


def slug(title: str) -> str:
    """Write a heading as it stands in an address; GitHub and the site do it alike."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def command_problem(line: str) -> str:
    """Say what is wrong with a command line of ours; nothing where nothing is, or it isn't one."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        return str(error)
    while words and re.match(r"[A-Z_]+=", words[0]):
        del words[0]
    if words[:1] == ["make"]:
        return _unknown([one for one in words[1:2] if "=" not in one], _targets())
    if tuple(words[:2]) == START:
        if not words[2:] or words[2] in OWN:
            return ""
        return _sanad_problem(words[2:])
    if words[:2] == ["python", "-m"] and len(words) > 2:
        return "" if _is_there(words[2]) else f"there is no module {words[2]}"
    name = Path(words[0]).name if words else ""
    return _sanad_problem(words[1:]) if name == "sanad" and len(words) > 1 else ""


def _sanad_problem(words: Sequence[str]) -> str:
    command: click.Command = cli
    path = "sanad"
    context = click.Context(cli, info_name="sanad")
    options = {"--help", "-h"}
    for word in words:
        options |= {name for one in command.params for name in one.opts + one.secondary_opts}
        if word.startswith("-") and len(word) > 1:
            if word.partition("=")[0].rstrip(",.") not in options:
                return f"`{path}` has no {word}"
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z][a-z-]*", word):
            found = command.get_command(context, word)
            if found is None and not _valued(words, word):
                return f"`{path}` has no command {word}"
            command, path = found or command, f"{path} {word}" if found else path
    return ""


def _valued(words: Sequence[str], word: str) -> bool:
    at = list(words).index(word)
    return at > 0 and words[at - 1] in ("--collection", "--server", "--store", "--corpus")


def _unknown(names: Sequence[str], known: set[str]) -> str:
    return next((f"make has no {name}" for name in names if name not in known), "")


def _targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    plain = re.search(r"^PLAIN = (.+)$", text, re.MULTILINE)
    assert plain is not None
    return {"help", "serve", "ask", *plain[1].split()}


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@cache
def _tokens(page: Path) -> list[Token]:
    return _markdown.parse(page.read_text("utf-8"))
