"""`sanad watch`: a folder followed, the index kept in step with it."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.harmless import harmless
from ui.cli.options import PATH, overrides_of, store_option

if TYPE_CHECKING:
    from ingest.sync import Report


@click.command()
@click.argument("folder", required=False, type=PATH)
@click.option(
    "--quiet",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    help="Read a file once it hasn't changed for so many seconds.",
)
@click.option(
    "--every",
    type=click.FloatRange(min=1),
    default=60.0,
    show_default=True,
    help="Look through the folder every so many seconds, too.",
)
@store_option
def watch(folder: Path | None, quiet: float, every: float, store: Path | None) -> None:
    """Follow FOLDER: read what comes or changes in it, and ask the saved questions again.

    Ctrl-C ends it.
    """
    from ingest.sync import sync
    from ingest.watch import Pace, follow
    from rag.models.loading import embedder_identity
    from ui.cli.commands.questions import print_news
    from ui.cli.library import open_library

    gc.enable()  # `ui.cli.main` switches it off for short commands
    library = open_library(overrides_of(folder, store))
    settings = library.settings
    corpus = settings.corpus.expanduser()

    def read(unsettled: Collection[str]) -> Report:
        return sync(
            corpus,
            library.store,
            embedder_identity(settings),
            lambda: library.embedder,
            unsettled=unsettled,
            say=_say,
        )

    for number in (signal.SIGTERM, signal.SIGINT):  # which a shell's background jobs ignore
        signal.signal(number, signal.default_int_handler)
    _say(f"following {corpus}; Ctrl-C ends it")
    try:
        follow(
            corpus,
            read,
            stop=threading.Event(),
            told=_say,
            pace=Pace(quiet_s=quiet, sweep_s=every),
            done=lambda _report: print_news(library),
        )
    except KeyboardInterrupt:
        _say("ended")
    finally:
        library.close()


def _say(line: str) -> None:
    click.echo(harmless(line))
