"""What the commands do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.sources import read_examples
from ingest.sync import Report, sync
from rag.ask import ask
from rag.errors import StoreLocked
from rag.library import Library
from rag.models import embedder_identity
from rag.settings import Settings, load_settings
from rag.topic import everything
from rag.types import Everything, Query, Scope
from ui.cli.progress import named_bar
from ui.cli.show import print_answer, print_everything
from ui.display import authors_text, date_text
from ui.schema import answer_json, everything_json


def run_ask(
    question: str,
    as_json: bool,
    documents: Sequence[str],
    as_of: date | None,
    read_first: bool,
    overrides: dict[str, Path],
    *,
    all_passages: bool = False,
) -> None:
    """Answer one question on stdout, or list all passages on its topic.

    A refusal is an answer: exit code 0.
    """
    library = open_library(overrides, read_first=read_first)
    query = Query(question, Scope(documents=tuple(documents)), as_of)
    with waiting("Looking through the documents"):
        found = everything(query, library) if all_passages else ask(query, library)
    if as_json:
        made = everything_json(found) if isinstance(found, Everything) else answer_json(found)
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    elif isinstance(found, Everything):
        print_everything(found, console_for())
    else:
        print_answer(found, console_for())


def run_ingest(rebuild: bool, overrides: dict[str, Path]) -> None:
    """Read a folder into the index and end with a table. Exit code 1 if nothing could be read."""
    settings = load_settings(**overrides)
    library = Library(settings)
    report = _ingest(settings, library, rebuild=rebuild)
    _print_report(report, library)
    if not library.store.entries():
        sys.exit(1)


def run_sources(overrides: dict[str, Path]) -> None:
    """List what is in the index."""
    library = Library(load_settings(**overrides))
    library.check()
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "file", "title", "author", "date", "passages"):
        table.add_column(heading, overflow="fold")
    cautions = []
    for entry in library.store.entries():
        source = entry.source
        cells = (entry.id, entry.file, source.title, authors_text(source), date_text(source))
        table.add_row(*map(escape, cells), str(entry.passages))
        if source.caution:
            cautions.append(f"{entry.id}: {source.caution}")
    console = console_for()
    console.print(table)
    for caution in cautions:
        console.print(f"\n[yellow]Caution[/] {escape(caution)}", highlight=False)


def run_serve(
    host: str, port: int, open_browser: bool, read_first: bool, overrides: dict[str, Path]
) -> None:
    """Open the chat page and stay until interrupted."""
    library = open_library(overrides, read_first=read_first)
    library.check()
    from ui.web.serve import serve

    examples = read_examples(library.settings.corpus.expanduser())
    with waiting("Loading the model"):
        library.embedder.embed_question("ready")
    serve(library, host=host, port=port, open_browser=open_browser, examples=examples)


def open_library(overrides: dict[str, Path], *, read_first: bool) -> Library:
    """Open the library that the settings name, new documents read first if asked for."""
    settings = load_settings(**overrides)
    library = Library(settings)
    if read_first:
        try:
            report = _ingest(settings, library, rebuild=False)
        except StoreLocked as error:
            click.echo(f"sanad: {error} (going on with what is in the index)", err=True)
        else:
            _print_changes(report)
    return library


def _ingest(settings: Settings, library: Library, *, rebuild: bool) -> Report:
    identity = embedder_identity(settings)
    with named_bar("Reading documents") as tell:
        return sync(
            settings.corpus.expanduser(),
            library.store,
            identity,
            lambda: library.embedder,
            rebuild=rebuild,
            progress=tell,
        )


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on stderr that something takes a while."""
    with _stderr().status(f"{what} …"):
        yield


def _print_report(report: Report, library: Library) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("document", "pages", "passages", "outcome", "why"):
        table.add_column(heading, overflow="fold")
    for row in report.rows:
        skipped = row.outcome == "skipped"
        counts = ("", "") if skipped else (str(row.pages or "–"), str(row.passages))
        table.add_row(escape(row.file), *counts, row.outcome, escape("; ".join(row.notes)))
    console = console_for()
    console.print(table)
    entries = library.store.entries()
    tally = {"documents": len(entries), "passages": sum(e.passages for e in entries)}
    tally |= {"embedded now": report.embedded}
    for outcome in ("unchanged", "removed", "skipped"):
        tally[outcome] = sum(row.outcome == outcome for row in report.rows)
    line = ", ".join(f"{count} {name}" for name, count in tally.items())
    console.print(f"\n{line}", highlight=False)


def _print_changes(report: Report) -> None:
    """One line a file that isn't simply unchanged, on stderr: stdout belongs to the answer."""
    for row in report.rows:
        if row.outcome != "unchanged":
            why = f" ({'; '.join(row.notes)})" if row.notes else ""
            click.echo(f"{row.file}: {row.outcome}{why}", err=True)


def console_for() -> Console:
    """Give a console on stdout."""
    return Console(**_width(sys.stdout))


def _stderr() -> Console:
    return Console(stderr=True, **_width(sys.stderr))


def _width(stream: TextIO) -> dict[str, Any]:
    """Don't fold lines in files and pipes: tools read them by the line."""
    return {} if stream.isatty() else {"width": 500, "soft_wrap": True}
