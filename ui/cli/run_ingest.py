"""What `sanad ingest` and `sanad sources` do."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.describe import add_source
from ingest.health import health_report
from ingest.sync import Report, sync
from rag.library import Library
from rag.models import embedder_identity
from rag.settings import Settings, load_settings
from ui.cli.harmless import harmless
from ui.cli.progress import named_bar
from ui.display import authors_text, date_text
from ui.health import check_name, health_html, health_json


def run_ingest(
    overrides: dict[str, Path],
    console: Console,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
    report_file: Path | None = None,
) -> None:
    """Read a folder into the index and end with a table. Exit code 1 if nothing could be read."""
    settings = load_settings(**overrides)
    if report_file is not None:
        check_name(report_file)
    library = Library(settings)
    report = ingest(settings, library, rebuild=rebuild, dry_run=dry_run, allow_empty=allow_empty)
    _print_report(report, library, console)
    if report_file is not None:
        _write_health(report, library, report_file)
    if not dry_run and not allow_empty and not library.store.entries():
        sys.exit(1)


def ingest(
    settings: Settings,
    library: Library,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
) -> Report:
    """Bring the index in line with the folder, with a bar on stderr."""
    with named_bar("Reading documents") as tell:
        return sync(
            settings.corpus.expanduser(),
            library.store,
            embedder_identity(settings),
            lambda: library.embedder,
            rebuild=rebuild,
            dry_run=dry_run,
            allow_empty=allow_empty,
            progress=tell,
            say=lambda line: click.echo(harmless(line), err=True),
        )


def print_changes(report: Report) -> None:
    """One line a file that isn't simply unchanged, on stderr: stdout belongs to the answer."""
    for row in report.rows:
        if row.outcome not in ("unchanged", "duplicate"):
            why = f" ({'; '.join(row.notes)})" if row.notes else ""
            click.echo(harmless(f"{row.file}: {row.outcome}{why}"), err=True)


def run_sources(overrides: dict[str, Path], console: Console) -> None:
    """List what is in the index."""
    library = Library(load_settings(**overrides))
    library.check()
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "file", "title", "author", "date", "passages", "known from"):
        table.add_column(heading, overflow="fold")
    cautions = []
    for entry in library.store.entries():
        source = entry.source
        cells = (entry.id, entry.file, source.title, authors_text(source), date_text(source))
        origins = ", ".join(dict.fromkeys(filter(None, source.origins.values())))
        table.add_row(*map(escape, cells), str(entry.passages), escape(origins))
        if source.caution:
            cautions.append(f"{entry.id}: {source.caution}")
    console.print(table)
    for caution in cautions:
        console.print(f"\n[yellow]Caution[/] {escape(caution)}", highlight=False)


def run_add_source(file: Path, fields: Mapping[str, object], overrides: dict[str, Path]) -> None:
    """Write what is known about a file into the corpus folder's ``sources.yaml``."""
    settings = load_settings(**overrides)
    new = add_source(settings.corpus.expanduser(), file, fields)
    done = "added" if new else "changed"
    click.echo(harmless(f"{file}: {done} in sources.yaml; run `sanad ingest` to have it used"))


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
    parts = health_report(report.rows, library.documents())
    if path.suffix.lower() == ".json":
        text = json.dumps(health_json(parts), ensure_ascii=False, indent=2) + "\n"
    else:
        text = health_html(parts, str(report.folder))
    path.write_text(text, "utf-8", errors="replace")
