"""`sanad ingest`: the documents of a folder, read into the index."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ui.cli.console import console_for, named_bar
from ui.cli.options import NEW, PATH, overrides_of, store_option

if TYPE_CHECKING:
    from ingest.sync import Report
    from rag.library import Library
    from rag.types import Document

SECOND_READING_S = 300
"""For each file."""


@click.command()
@click.argument("folder", required=False, type=PATH)
@click.option("--rebuild", is_flag=True, help="Throw the index away and build it anew.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--report", "report_file", type=NEW, help="Write a health report (.html or .json).")
@click.option("--allow-empty", is_flag=True, help="Forget all documents if the folder is empty.")
@click.option("--ask-again", is_flag=True, help="Then ask the saved questions again.")
@click.option(
    "--ray",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value="local",
    help="Read and embed on Ray: started here, or of the cluster at HOST:PORT.",
)
@store_option
def ingest(
    folder: Path | None,
    rebuild: bool,
    dry_run: bool,
    report_file: Path | None,
    allow_empty: bool,
    ask_again: bool,
    ray: str | None,
    store: Path | None,
) -> None:
    """Read the documents in FOLDER into the index; what hasn't changed is skipped."""
    if dry_run and (report_file or ask_again):
        option = "--report" if report_file else "--ask-again"
        raise click.UsageError(f"{option} needs the documents read: leave --dry-run out.")
    from ui.cli.library import open_library, read_documents
    from ui.health import check_name

    if report_file is not None:
        check_name(report_file)
    library = open_library(overrides_of(folder, store))
    report = read_documents(
        library, rebuild=rebuild, dry_run=dry_run, allow_empty=allow_empty, ray=ray
    )
    _print_report(report, library, console_for())
    if report_file is not None:
        _write_health(report, library, report_file)
    if ask_again:
        from ui.cli.commands.questions import print_news

        print_news(library, say_none=True)
    if not dry_run and not allow_empty and not library.store.entries():
        sys.exit(1)


def _print_report(report: Report, library: Library, console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("document", "pages", "passages", "outcome", "why"):
        table.add_column(heading, overflow="fold")
    for row in report.rows:
        counts = (str(row.pages or "–"), str(row.passages)) if row.passages else ("", "")
        table.add_row(escape(row.file), *counts, row.outcome, escape("; ".join(row.notes)))
    console.print(table)
    if report.dry_run:
        console.print("\nNothing was read or written: this was a dry run.", highlight=False)
        return
    entries = library.store.entries()
    tally = {"documents": len(entries), "passages": sum(e.passages for e in entries)}
    tally |= {"embedded now": report.embedded}
    for outcome in ("unchanged", "duplicate", "removed", "skipped"):
        tally[outcome] = sum(row.outcome == outcome for row in report.rows)
    if unread := sum(entry.unread for entry in entries):
        tally["pages unread"] = unread
    line = ", ".join(f"{count} {name}" for name, count in tally.items())
    console.print(f"\n{line}", highlight=False)


def _write_health(report: Report, library: Library, path: Path) -> None:
    from ingest.health import health_report
    from ingest.reader import Reader
    from ui.health import health_html, health_json

    # Which takes as long as the ingest itself, and so is done for a report alone.
    with named_bar("Reading again") as tell, Reader(total_s=SECOND_READING_S) as reader:

        def again(document: Document) -> list[str | None]:
            file = document.file
            return reader.read_again(report.folder / file, lambda at, of: tell(file, at, of))

        parts = health_report(report.rows, library.documents(), again)
    if path.suffix.lower() == ".json":
        text = json.dumps(health_json(parts), ensure_ascii=False, indent=2) + "\n"
    else:
        text = health_html(parts, str(report.folder))
    path.write_text(text, "utf-8", errors="replace")
