"""`sanad compare`: what differs between two versions of a document."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ui.cli.console import console_for, waiting
from ui.cli.harmless import harmless, json_text
from ui.cli.options import NEW, json_option, library_options

if TYPE_CHECKING:
    from rag.library import Library
    from rag.types import Document
    from rag.versions.compare import Change, Comparison

STYLES = {"same": "", "gone": "red strike", "new": "bold green"}


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--out", "target", type=NEW, help="Write it (.docx, .html, .md or .json).")
@json_option
@library_options
def compare(
    old: str, new: str | None, target: Path | None, as_json: bool, overrides: dict[str, Any]
) -> None:
    """Compare two versions of a document, sentence by sentence.

    OLD and NEW are documents of the index, by id or file, or any two files. Without NEW the
    document is compared with the one that it supersedes, or that supersedes it. A Word file
    that is written has the differences as tracked changes.
    """
    from rag.errors import CiteError
    from rag.versions.compare import compare_versions
    from ui.cli.library import open_library
    from ui.versions.report import ENDINGS, write_comparison
    from ui.versions.words import comparison_json

    if target and target.suffix.lower().lstrip(".") not in ENDINGS:
        raise CiteError(f"can't write {target}; take a name ending in .{', .'.join(ENDINGS)}")
    library = open_library(overrides)
    with waiting("Comparing"):
        found = compare_versions(*_documents(old, new, library))
    if target:
        made = write_comparison(found, target.suffix.lower().lstrip("."), datetime.now(UTC))
        try:
            target.write_bytes(made)
        except OSError as error:
            raise CiteError(f"{target} can't be written ({error.strerror})") from error
        click.echo(harmless(f"sanad: written to {target}"), err=True)
    if as_json:
        click.echo(json_text(comparison_json(found)))
    else:
        print_comparison(found, console_for())


def _documents(old: str, new: str | None, library: Library) -> tuple[Document, Document]:
    from rag.errors import LoadError, QueryError
    from rag.versions.proposed import proposals
    from ui.as_read import find_document

    names = [old, new]
    if new is None:
        pairs = proposals(library.store.entries())
        fitting = [pair for pair in pairs if any(old in (one.id, one.file) for one in pair)]
        if len(fitting) != 1:
            many = "several documents" if fitting else "no document"
            raise QueryError(
                f"{many} supersede {old}, or are superseded by it, by sources.yaml; name both"
            )
        names = [one.id for one in fitting[0]]
    found = [find_document(str(name), library) for name in names]
    for name, one in zip(names, found, strict=True):
        if one is None:
            raise LoadError(f"there is no document {name!r}; `sanad sources` lists them")
        if one[1]:
            click.echo(harmless(f"sanad: {name}: {one[1]}"), err=True)
    first, second = (one[0] for one in found if one)
    return first, second


def print_comparison(found: Comparison, console: Console) -> None:
    """Print what differs, heading by heading: what is gone struck out, what is new in bold."""
    from ui.versions.words import about_texts, by_section, summary_text

    for label, about in zip(("Old: ", "New: "), about_texts(found), strict=True):
        console.print(Text(label, "bold") + Text(about, "not bold"), highlight=False)
    console.print(summary_text(found), highlight=False)
    for section, some in by_section(found):
        console.print(Text(f"\n{section or 'At the beginning'}", "bold cyan"), highlight=False)
        for number, change in some:
            _print(number, change, found, console)


def _print(number: int, change: Change, found: Comparison, console: Console) -> None:
    from ui.versions.report import places_text
    from ui.versions.words import callout_text, label_text, pieces_of

    head = Text(f"{number}. {label_text(change)} ", "bold")
    console.print(head + Text(f"({places_text(change, found)})", "not bold dim"), highlight=False)
    said = Text()
    for piece in pieces_of(change, found):
        # Pipes have no colours: there what is gone and new stands in brackets.
        plain = piece.op != "same" and not console.is_terminal
        opening, closing = {"gone": ("[-", "-]"), "new": ("{+", "+}")}.get(piece.op, ("", ""))
        text = f"{opening}{piece.text}{closing}" if plain else piece.text
        said.append(text, STYLES[piece.op] or None)
    console.print(Padding(said, (0, 0, 0, 4), expand=False))
    if change.callouts:
        told = "; ".join(callout_text(one) for one in change.callouts)
        console.print(Text(f"    {told}", "yellow"), highlight=False)
