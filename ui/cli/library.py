"""Opening the library that a command works on, new documents read first where that is asked for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from rag.errors import StoreLocked
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from ui.cli.console import named_bar
from ui.cli.harmless import harmless
from ui.cli.served import served

if TYPE_CHECKING:
    from ingest.pipeline import Elsewhere
    from ingest.sync import Report


def open_library(overrides: Mapping[str, Any], *, read_first: bool = False) -> Library:
    """Open the library that the settings name, new documents read first if asked for."""
    if made_for := served():
        return made_for.library_for(overrides, read_first=read_first)
    library = Library(load_settings(**overrides))
    if read_first:
        try:
            report = read_documents(library)
        except StoreLocked as error:
            line = f"sanad: {error} (going on with what is in the index)"
            click.echo(harmless(line), err=True)
        else:
            print_changes(report)
    return library


def read_documents(
    library: Library,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
    ray: str | None = None,
) -> Report:
    """Bring the index in line with the folder, with a bar on stderr; ``ray`` is an address."""
    from ingest.sync import sync

    gc.enable()  # `ui.cli.main` switches it off for short commands, and this may take hours
    settings = library.settings
    workers: Callable[[], AbstractContextManager[Elsewhere]] | None = None
    if ray is not None:
        from ingest.ray_workers import check_address, ray_workers

        check_address(ray)
        workers = partial(ray_workers, ray, settings, lambda: library.embedder)
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
            workers=workers,
        )


def print_changes(report: Report) -> None:
    """One line a file that isn't simply unchanged, on stderr: stdout belongs to the answer."""
    for row in report.rows:
        if row.outcome not in ("unchanged", "duplicate"):
            why = f" ({'; '.join(row.notes)})" if row.notes else ""
            click.echo(harmless(f"{row.file}: {row.outcome}{why}"), err=True)
