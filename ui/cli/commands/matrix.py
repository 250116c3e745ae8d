"""`sanad matrix`: questions or claims down, documents across, each cell quoted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.types import Scope
from ui.cli.console import bar, console_for
from ui.cli.harmless import harmless, json_text
from ui.cli.options import (
    NEW,
    ingest_option,
    json_option,
    library_options,
    scope_options,
    style_option,
    zotero_option,
)

if TYPE_CHECKING:
    from rag.library import Library
    from rag.matrix.matrix import Cell, Matrix, Plan, Row

SIDE_BY_SIDE = 4
"""Documents up to which a terminal shows them in columns."""
OLD = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("questions", nargs=-1)
@click.option("--claim", "claims", multiple=True, help="A statement to be checked (repeatable).")
@click.option("--from", "file", type=OLD, help='Questions, one a line; "Claim: …" for a claim.')
@scope_options
@click.option("--out", "target", type=NEW, help="Write it (.xlsx, .docx, .md or .csv).")
@style_option
@zotero_option
@click.option("--page", metavar="URL", help="With .md: properties, and links to Sanad’s page.")
@json_option
@ingest_option
@library_options
def matrix(
    questions: tuple[str, ...],
    claims: tuple[str, ...],
    file: Path | None,
    scope: Scope,
    target: Path | None,
    style: str,
    zotero: bool,
    page: str | None,
    as_json: bool,
    ingest: bool,
    overrides: dict[str, Any],
) -> None:
    """Ask each of the QUESTIONS of each document, and show the answers side by side.

    Ctrl-C stops it and shows what was filled so far.
    """
    from rag.citations.styles import style_file
    from rag.errors import CiteError
    from rag.matrix.export import ENDINGS, export
    from rag.matrix.matrix import planned
    from rag.store.chosen_documents import by_name, resolved
    from ui.cli.library import open_library
    from ui.matrix import matrix_json

    if target:
        style_file(style)
        if target.suffix.lower().lstrip(".") not in ENDINGS:
            raise CiteError(f"can't write {target}; take a name ending in .{', .'.join(ENDINGS)}")
    if zotero and (target is None or target.suffix.lower() != ".docx"):
        raise CiteError("--zotero goes with --out and a name ending in .docx")
    rows = _rows(questions, claims, file)
    library = open_library(overrides, read_first=ingest)
    entries = library.store.entries()
    chosen = by_name(resolved(scope, entries), entries).documents
    made = _filled(planned(rows, chosen, library), library)
    if target:
        ending = target.suffix.lower().lstrip(".")
        now = datetime.now(UTC)
        _write(target, export(made, ending, style, made_at=now, zotero=zotero, page=page or ""))
    if as_json:
        click.echo(json_text(matrix_json(made)))
    else:
        print_matrix(made, console_for())


def _rows(
    questions: tuple[str, ...], claims: tuple[str, ...], file: Path | None
) -> tuple[Row, ...]:
    from rag.errors import QueryError
    from rag.matrix.matrix import Row, rows_of

    listed: tuple[Row, ...] = ()
    if file:
        try:
            listed = rows_of(file.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file} can't be read as text in UTF-8") from error
    typed = [*(Row(one) for one in questions), *(Row(one, "claim") for one in claims)]
    return tuple(dict.fromkeys((*listed, *typed)))


def _filled(plan: Plan, library: Library) -> Matrix:
    from rag.matrix.matrix import cells, gathered

    done: list[Cell] = []
    try:
        with bar("Filling the table") as tell:
            tell(0, plan.size)
            for cell in cells(plan, library):
                done.append(cell)
                tell(len(done), plan.size)
    except KeyboardInterrupt:
        click.echo(f"sanad: stopped after {len(done):,} of {plan.size:,} cells", err=True)
    return gathered(plan, done)


def _write(path: Path, made: bytes) -> None:
    from rag.errors import CiteError

    try:
        path.write_bytes(made)
    except OSError as error:
        raise CiteError(f"{path} can't be written ({error.strerror})") from error
    click.echo(harmless(f"sanad: written to {path}"), err=True)


def print_matrix(made: Matrix, console: Console) -> None:
    """Print the table; of many documents, row by row."""
    documents = made.plan.documents
    if len(documents) > SIDE_BY_SIDE:
        for row in made.plan.rows:
            console.print(Text(f"\n{row.text}", "bold"), highlight=False)
            for name, source in documents:
                said = Text(f"  {source.title}: ", "cyan") + _text(made.cell(row, name))
                console.print(said, highlight=False)
        return
    table = Table(show_lines=True)
    table.add_column("")
    for _, source in documents:
        table.add_column(Text(source.title), overflow="fold")
    for row in made.plan.rows:
        cells = (_text(made.cell(row, name)) for name, _ in documents)
        table.add_row(Text(row.text, "bold"), *cells)
    console.print(table, highlight=False)


def _text(cell: Cell | None) -> Text:
    from rag.matrix.export import UNFILLED
    from ui.matrix import cell_words

    if cell is None:
        return Text(UNFILLED, "dim")
    label, said, place = cell_words(cell)
    lead = f"{label}. " if label and said else label
    made = Text(lead, "yellow" if cell.citations else "dim") + Text(" ".join(said.split()))
    if cell.answer:
        quote = cell.citations[0].quote
        start = len(lead) + 1 + len(" ".join(f"{quote[: cell.answer.start]}x".split())) - 1
        inside = " ".join(quote[cell.answer.start : cell.answer.end].split())
        made.stylize("bold", start, start + len(inside))
    return made + Text(f" ({place})", "dim") if place else made
