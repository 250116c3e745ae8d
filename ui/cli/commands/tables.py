"""Tables of documents: `sanad commitments`, `timeline`, `positions`, `figures`, `terms`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rag.types import Scope
from ui.cli.console import console_for, echo, waiting
from ui.cli.harmless import harmless, json_text
from ui.cli.options import (
    NEW,
    ingest_option,
    json_or_schema_option,
    library_options,
    schema_option,
    scope_options,
    style_option,
    zotero_option,
)
from ui.display import count_text, place_text

if TYPE_CHECKING:
    from rag.library import Library
    from rag.tables.exported import Exported
    from rag.tables.lines import Line, Skipped, Step
    from rag.tables.listing import Compared
    from rag.tables.row import Table

ABOUT = {
    "commitments": "Who must, shall, should, may or will do what, by when.",
    "timeline": "Every date that the documents state, with what is said to happen.",
    "positions": "Who said what, and how it is introduced.",
    "figures": "Every number, with its unit, of what, when and where.",
    "terms": "What the documents define and spell out.",
}
COLOURS = ("bold green", "bold cyan", "bold yellow", "bold magenta", "bold blue")


def _command(name: str) -> click.Command:
    @click.command(name, help=f"{ABOUT[name]}\n\nEach row is a sentence of a document, verbatim.")
    @scope_options
    @click.option(
        "--where",
        multiple=True,
        metavar="COLUMN=WORDS",
        help="Only rows with these words there, or anywhere; != leaves them out (repeatable).",
    )
    @click.option("--sort", default="", metavar="COLUMN", help="Sort by this; -COLUMN: last first.")
    @click.option("--compare", "side_by_side", is_flag=True, help="Show what belongs side by side.")
    @click.option("--limit", type=click.IntRange(min=1), help="Only so many rows.")
    @click.option(
        "--export", "target", type=NEW, help="Write it (.xlsx, .docx, .md, .csv or .json)."
    )
    @style_option
    @zotero_option
    @click.option("--page", default="", metavar="URL", help="Where Sanad’s page is, for links.")
    @json_or_schema_option
    @schema_option
    @ingest_option
    @library_options
    def command(
        scope: Scope,
        where: tuple[str, ...],
        sort: str,
        side_by_side: bool,
        limit: int | None,
        target: Path | None,
        style: str,
        zotero: bool,
        page: str,
        as_json: bool,
        schema: bool,
        ingest: bool,
        overrides: dict[str, Any],
    ) -> None:
        from rag.errors import CiteError
        from rag.tables.exported import exported
        from rag.tables.kinds import table_of
        from rag.tables.listing import choice_of, compared, gathered, listed
        from ui.cli.library import open_library
        from ui.tables import listing_json, table_schema_text

        if schema:
            echo(table_schema_text())
            return
        ending, table = _ending(target, style), table_of(name)
        if zotero and ending != "docx":
            raise CiteError("--zotero goes with --export and a name ending in .docx")
        choice = choice_of(table, scope, where, sort)
        library = open_library(overrides, read_first=ingest)
        steps = _limited(listed(table, choice, library), limit)
        if not (target or as_json or side_by_side):
            print_rows(table, steps, library, console_for(), by_document=not sort)
            return
        with waiting("Looking through the documents"):
            made = gathered(table, steps, choice.where)
            groups = tuple(compared(table, made.lines)) if side_by_side else None
        if target:
            of = exported(made, library, groups or (), page)
            _write(target, _file(of, ending, style, library, zotero=zotero))
        if as_json:
            echo(json_text(listing_json(made, library, groups=groups)))
        elif groups is not None:
            print_groups(table, groups, library, console_for())
        if not as_json:
            print_end(made.skipped, len(made.lines), len(made.read), console_for())

    return command


COMMANDS = tuple(map(_command, ABOUT))


def _ending(target: Path | None, style: str) -> str:
    from rag.citations.styles import style_file
    from rag.errors import CiteError
    from rag.tables.export import ENDINGS

    if target is None:
        return ""
    style_file(style)
    ending = target.suffix.lower().lstrip(".")
    if ending not in (*ENDINGS, "json"):
        known = ", .".join((*ENDINGS, "json"))
        raise CiteError(f"can't write {target}; take a name ending in .{known}")
    return ending


def _limited(steps: Iterable[Step], limit: int | None) -> Iterator[Step]:
    """Stop behind so many rows."""
    from rag.tables.lines import Line

    count = 0
    for step in steps:
        yield step
        count += isinstance(step, Line)
        if limit and count >= limit:
            return


def _file(of: Exported, ending: str, style: str, library: Library, *, zotero: bool) -> bytes:
    from rag.tables.export import export
    from ui.tables import listing_json

    if ending == "json":
        return json_text(listing_json(of.listing, library, groups=of.groups or None)).encode()
    return export(of, ending, style, made_at=datetime.now(UTC), zotero=zotero)


def _write(path: Path, made: bytes) -> None:
    from rag.errors import CiteError

    try:
        path.write_bytes(made)
    except OSError as error:
        raise CiteError(f"{path} can't be written ({error.strerror})") from error
    echo(harmless(f"sanad: written to {path}"), err=True)


def print_rows(
    table: Table, steps: Iterable[Step], library: Library, console: Console, *, by_document: bool
) -> None:
    """Print rows as they are found, each document's under its name where they come in order."""
    from rag.tables.lines import Line, Read

    skipped: list[Skipped] = []
    rows, last, documents = 0, "", set[str]()
    for step in steps:
        if isinstance(step, Line):
            if by_document and step.document.id != last:
                _print_document(step, console)
            last = step.document.id
            documents.add(last)
            rows += _print_row(step, table, library, console, named=not by_document)
        elif isinstance(step, Read):
            documents.add(step.document_id)
        else:
            skipped.append(step)
    print_end(skipped, rows, len(documents), console)


def print_groups(
    table: Table, groups: Sequence[Compared], library: Library, console: Console
) -> None:
    """Print what stands side by side, and what is to be said of it."""
    for group in groups:
        console.print(Text(f"\n{group.label}", "bold"), highlight=False)
        if group.remark:
            console.print(Text(f"  {group.remark}", "yellow"), highlight=False)
        for line in group.lines:
            _print_row(line, table, library, console, named=True)
    if not groups:
        console.print(Text("Nothing here belongs side by side.", "bold"))


def print_end(skipped: Sequence[Skipped], rows: int, documents: int, console: Console) -> None:
    """Say how much there was, and what was left out."""
    from rag.tables.export import skipped_text

    for one in skipped:
        console.print(Text(skipped_text(one), "yellow"), highlight=False)
    said = f"{count_text(rows, 'row')}; {count_text(documents, 'document')} looked through."
    console.print(Text(said, "dim"), highlight=False)


def _print_document(line: Line, console: Console) -> None:
    from rag.citations.publication import authors_text, date_text

    source = line.document.source
    about = f"{authors_text(source)}, {source.title}, {date_text(source)}"
    console.print(Text(f"\n{about}", "bold"), highlight=False)
    console.print(Text(line.document.file, "dim"), highlight=False)


def _print_row(
    line: Line, table: Table, library: Library, console: Console, *, named: bool
) -> bool:
    """Print a row, what it marks in colour; say whether it could be shown."""
    from rag.tables.lines import cited

    citation = cited(line, library)
    if citation is None:
        return False
    place = f"{citation.title}, {place_text(citation)}" if named else place_text(citation)
    console.print(Text(f"  {place}", "cyan"), highlight=False)
    console.print(Padding(_marked(line, table), (0, 0, 0, 4), expand=False), highlight=False)
    cells = Text("; ").join(
        Text(f"{column.title}: ", "dim") + Text(cell, "not dim")
        for column, cell in zip(table.columns, line.cells, strict=True)
        if cell
    )
    console.print(Padding(cells, (0, 0, 0, 4), expand=False), highlight=False)
    return True


def _marked(line: Line, table: Table) -> Text:
    """Give a row's words with what fills its columns in colour, a colour each."""
    said, start = Text("“" + line.words.replace("\n", " ") + "”"), line.row.span.start
    for column, colour in zip(table.columns, cycle(COLOURS)):
        for mark in line.row.marked(column.name):
            if mark.where == "here":
                said.stylize(colour, mark.span.start - start + 1, mark.span.end - start + 1)
    return said
