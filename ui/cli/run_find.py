"""What `sanad find` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rag.find import Finds, Match, find
from rag.types import Query, Scope
from ui.cli.harmless import json_text
from ui.cli.run import console_for, open_library, waiting
from ui.display import authors_text, count_text, date_text, place_text
from ui.schema import finds_json


def run_find(
    words: str,
    as_json: bool,
    documents: Sequence[str],
    read_first: bool,
    overrides: dict[str, Path],
) -> None:
    """Find some words on stdout. That they're nowhere is a result: exit code 0."""
    library = open_library(overrides, read_first=read_first)
    with waiting("Looking through the documents"):
        finds = find(Query(words, Scope(documents=tuple(documents))), library)
    if as_json:
        click.echo(json_text(finds_json(finds)))
    else:
        print_finds(finds, console_for())


def print_finds(finds: Finds, console: Console) -> None:
    """Print exact matches, then near ones, each with its place, its context and what differs."""
    _print("Word for word", finds.exact, finds.words, console)
    _print("Nearly", finds.near, finds.words, console)
    passages = count_text(finds.searched.passages, "passage")
    documents = count_text(finds.searched.documents, "document")
    if not finds.exact and not finds.near:
        console.print(Text("These words aren’t in the documents, not even nearly.", "bold"))
    console.print(f"Searched {passages} of {documents}.", highlight=False)


def _print(title: str, matches: Sequence[Match], words: str, console: Console) -> None:
    if matches:
        console.print(Text(title, "bold"))
    for match in matches:
        citation = match.citation
        about = f"{authors_text(citation.source)}, {citation.title}, {date_text(citation.source)}"
        console.print(Text(f"{about}; {place_text(citation)}"), highlight=False)
        console.print(Text(f"    {citation.file}", "dim"), highlight=False)
        context = Text(_line(match.before)) + Text(_line(citation.quote), "bold green")
        context += Text(_line(match.after), "not bold")
        console.print(Padding(context, (0, 0, 0, 4), expand=False), highlight=False)
        for said, found in differences_text(match, words):
            console.print(Text(f"    you: “{said}”, there: “{found}”", "yellow"), highlight=False)
        console.print()


def _line(text: str) -> str:
    return text.replace("\n", " ")


def differences_text(match: Match, words: str) -> list[tuple[str, str]]:
    """Give what differs as pairs of words: those looked for, and those that stand there."""
    start = match.citation.start
    quote = match.citation.quote
    return [
        (words[said.start : said.end], quote[found.start - start : found.end - start])
        for said, found in match.located.differences
    ]
