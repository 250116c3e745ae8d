"""`sanad serve`: the chat page on this machine."""

from __future__ import annotations

import contextlib
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.errors import SanadError, StoreEmpty
from ui.cli.console import waiting
from ui.cli.options import ingest_option, library_options
from ui.cli.team_options import TeamOptions, serve_collections, team_options

if TYPE_CHECKING:
    from rag.library import Library


def _offered(library: Library) -> tuple[str, ...]:
    """Questions that the documents do answer: what a greeting is answered with."""
    from rag.ask import ask
    from rag.types import Query

    try:
        return ask(Query("Hello"), library).suggestions
    except SanadError:  # said when something is asked; the page opens all the same
        return ()


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Others than loopback only with --server.",
)
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
@click.option("--background", is_flag=True, help="Give the terminal back; `sanad stop` ends it.")
@click.option("--log", is_flag=True, help="Write a line of JSON on stderr for each request.")
@team_options
@ingest_option
@library_options
def serve(
    host: str,
    port: int,
    open_browser: bool,
    background: bool,
    log: bool,
    ingest: bool,
    overrides: dict[str, Path],
    team: TeamOptions,
) -> None:
    """Open the chat page on this machine, or with --server to a team.

    While it is open, `sanad ask`, `find`, `cite`, `show` and `check-claim` have it do their work
    when their settings are the same, which is many times as fast.
    """
    if team.server is not None and background:
        raise click.UsageError("--background doesn't go with --server: have the system start it.")
    opened = team.opened(host, port)
    if log and not background:
        from ui.api.telemetry import log_requests

        log_requests()
    if opened is not None:
        serve_collections(team, opened, overrides, host, port, ingest=ingest)
        return
    if background:
        from ui.cli.background import start

        url = start(host, port, overrides, ingest=ingest, log=log)
        click.echo(f"Sanad is open at {url} (`sanad stop` ends it)")
        if open_browser:
            webbrowser.open(url)
        return
    from ingest.sources import read_examples
    from rag.ask import make_ready
    from ui.cli.library import open_library

    library = open_library(overrides, read_first=ingest)
    with contextlib.suppress(StoreEmpty):  # the page says how to add documents
        library.check()
    _ = library.llm  # what is wrong with its setting is said now, not at the first question
    from rag.llm.proxies import without_proxies

    with without_proxies():
        from ui.web.serve import serve as open_page
    from ui.cli.command_route import CommandRoute

    with waiting("Loading the model"):
        library.embedder.embed_question("ready")
        examples = read_examples(library.settings.corpus.expanduser()) or _offered(library)
    # What else the first question would wait for is loaded while the page is opened.
    threading.Thread(target=make_ready, args=(library,), daemon=True).start()
    open_page(
        library,
        host=host,
        port=port,
        open_browser=open_browser,
        examples=examples,
        beside=CommandRoute(library, click.get_current_context().find_root().command),
    )
