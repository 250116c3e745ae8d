"""`sanad find`: where words stand that somebody half remembers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rag.types import Query, Scope
from ui.cli.console import console_for, echo, waiting
from ui.cli.harmless import json_text
from ui.cli.options import ingest_option, json_option, library_options, scope_options
from ui.cli.printing import about_text, searched_text

if TYPE_CHECKING:
    from rag.checking.find_quote import Finds, Match


@click.command()
@click.argument("words")
@json_option
@scope_options
@ingest_option
@library_options
def find(
    words: str,
    as_json: bool,
    scope: Scope,
    ingest: bool,
    overrides: dict[str, Path],
) -> None:
    """Find where WORDS that you half remember stand: exactly, then nearly, with what differs."""
    from rag.checking.find_quote import find as found
    from ui.cli.library import open_library
    from ui.schema import finds_json

    library = open_library(overrides, read_first=ingest)
    with waiting("Looking through the documents"):
        finds = found(Query(words, scope), library)
    if as_json:
        echo(json_text(finds_json(finds)))
    else:
        print_finds(finds, console_for())


def print_finds(finds: Finds, console: Console) -> None:
    """Print exact matches, then near ones, each with its place, its context and what differs."""
    _print("Word for word", finds.exact, finds.words, console)
    _print("Nearly", finds.near, finds.words, console)
    if not finds.exact and not finds.near:
        console.print(Text("These words aren’t in the documents, not even nearly.", "bold"))
    console.print(searched_text(finds.searched), highlight=False)


def _print(title: str, matches: Sequence[Match], words: str, console: Console) -> None:
    if matches:
        console.print(Text(title, "bold"))
    for match in matches:
        citation = match.citation
        console.print(Text(about_text(citation)), highlight=False)
        console.print(Text(f"    {citation.file}", "dim"), highlight=False)
        context = Text(_line(match.before)) + Text(_line(citation.quote), "bold green")
        context += Text(_line(match.after), "not bold")
        console.print(Padding(context, (0, 0, 0, 4), expand=False), highlight=False)
        for said, found in _differences(match, words):
            console.print(Text(f"    you: “{said}”, there: “{found}”", "yellow"), highlight=False)
        console.print()


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _differences(match: Match, words: str) -> list[tuple[str, str]]:
    """Give what differs as pairs of words: those looked for, and those that stand there."""
    start = match.citation.start
    quote = match.citation.quote
    return [
        (words[said.start : said.end], quote[found.start - start : found.end - start])
        for said, found in match.located.differences
    ]
