"""`sanad show`: the words at an address and where they stand now, or a document as it was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from rag.types import Page
from ui.cli.console import console_for, echo
from ui.cli.harmless import json_text
from ui.cli.options import json_option, library_options
from ui.cli.printing import print_citations
from ui.display import count_text

if TYPE_CHECKING:
    from rag.citations.permalink import Opened
    from rag.types import Document


@click.command()
@click.argument("address", metavar="ADDRESS|FILE")
@json_option
@library_options
def show(address: str, as_json: bool, overrides: dict[str, Path]) -> None:
    """Print the words at ADDRESS (or a passage's id) and where they stand now.

    A document's id or file in its place prints its whole text as it was read, with its pages
    and the kinds of its blocks: a file that isn't in the index is read for it.
    """
    from rag.citations.permalink import open_address
    from ui.as_read import document_json, find_document
    from ui.cli.library import open_library
    from ui.schema import opened_json

    library = open_library(overrides)
    if found := find_document(address, library):
        if as_json:
            echo(json_text(document_json(*found)))
        else:
            _print_document(*found, console_for())
        return
    opened = open_address(address, library)
    shown = opened_json(opened)
    if as_json:
        echo(json_text(shown))
    else:
        _print(opened, shown, console_for())


def _print(opened: Opened, shown: dict[str, object], console: Console) -> None:
    """Print whether the words are as they were, what has changed, and where they stand.

    That words are gone is a result, not an error.
    """
    resolved = opened.resolved
    if resolved.reason:
        console.print(Text(resolved.reason, "bold yellow"))
    if resolved.address.quote and resolved.status in ("changed", "gone"):
        was = Text(f"\nIt was: “{resolved.address.quote}”", "none")
        for ours, _ in resolved.differences:
            was.stylize("bold red", ours.start + 10, ours.end + 10)
        console.print(was, highlight=False)
    if opened.citation:
        print_citations("Stands at", [opened.citation], console, quotes=True)
        console.print(Text(f"\nAddress: {shown['address']}"), highlight=False, soft_wrap=True)
        if shown["link"]:
            console.print(Text(f"Web: {shown['link']}"), highlight=False, soft_wrap=True)
    if opened.nearest:
        print_citations("Most like it", [opened.nearest], console, quotes=True)


def _print_document(document: Document, note: str, console: Console) -> None:
    """Print a document's whole text, a line a block under its page, and what was found in it."""
    from ui.as_read import kind_text, page_mark, pieces

    pages = len({page.number for page in document.source_map.pages})
    counts = f"{count_text(pages, 'page')}, {count_text(len(document.text), 'character')}"
    console.print(Text(f"{document.file}: {counts}", "bold"), highlight=False)
    if note:
        console.print(Text(note, "yellow"), highlight=False)
    for piece in pieces(document):
        if isinstance(piece, Page):
            line = Text(f"\n— {page_mark(piece, document.file)} —", "bold cyan")
        else:
            line = Text(f"[{kind_text(piece)}] ", "dim") + Text(piece.text, "not dim")
        console.print(line, highlight=False, soft_wrap=True)
    for finding in document.findings:
        place = f" (page {finding.page})" if finding.page else ""
        console.print(Text(f"\n{finding.message}{place}", "yellow"), highlight=False)
