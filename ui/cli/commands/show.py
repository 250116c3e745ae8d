"""`sanad show`: the words at an address and where they stand now, or a document as it was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from rag.types import Page
from ui.cli.console import console_for, echo
from ui.cli.harmless import harmless, json_text
from ui.cli.options import NEW, json_option, library_options
from ui.cli.printing import print_citations
from ui.display import count_text

if TYPE_CHECKING:
    from rag.citations.permalink import Opened
    from rag.library import Library
    from rag.types import Document


@click.command()
@click.argument("address", metavar="ADDRESS|FILE")
@json_option
@click.option("--page-image", "image", type=NEW, help="Write the PDF's page as printed (.jpg).")
@click.option("--page", type=click.IntRange(min=1), help="Which page of the file; else the words'.")
@click.option("--width", default=1200, show_default=True, type=click.IntRange(100, 2400))
@library_options
def show(
    address: str,
    as_json: bool,
    image: Path | None,
    page: int | None,
    width: int,
    overrides: dict[str, Path],
) -> None:
    """Print the words at ADDRESS (or a passage's id) and where they stand now.

    A document's id or file in its place prints its whole text as it was read, with its pages
    and the kinds of its blocks: a file that isn't in the index is read for it. With --page-image
    the page on which the words stand is written as an image, the words marked on it.
    """
    from rag.citations.permalink import open_address
    from ui.as_read import document_json, find_document
    from ui.cli.library import open_library
    from ui.schema import opened_json

    library = open_library(overrides)
    found = find_document(address, library)
    if image:
        _write_page(image, found[0] if found else None, address, page, width, library)
        return
    if found:
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


def _write_page(
    target: Path,
    document: Document | None,
    address: str,
    page: int | None,
    width: int,
    library: Library,
) -> None:
    """Write a page of a document, or of the one that the words at an address stand in now."""
    from rag.citations.permalink import open_address
    from rag.errors import CiteError
    from ui.page_image import page_with_words

    start = end = 0
    if document is None:
        cited = open_address(address, library).citation
        document = library.store.document(cited.document_id) if cited else None
        if cited is None or document is None:
            raise CiteError("the words aren't there any more, so their page can't be shown")
        start, end = cited.start, cited.end
    number, made = page_with_words(document, start, end, library, page=page, width=width)
    try:
        target.write_bytes(made)
    except OSError as error:
        raise CiteError(f"{target} can't be written ({error.strerror})") from error
    click.echo(harmless(f"sanad: page {number} of {document.file} written to {target}"), err=True)


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
