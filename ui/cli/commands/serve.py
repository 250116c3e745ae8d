"""`sanad serve`: the chat page on this machine."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.errors import SanadError, StoreEmpty
from ui.cli.console import waiting
from ui.cli.options import ingest_option, library_options

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
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback addresses only.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
@ingest_option
@library_options
def serve(
    host: str, port: int, open_browser: bool, ingest: bool, overrides: dict[str, Path]
) -> None:
    """Open the chat page on this machine."""
    from ingest.sources import read_examples
    from ui.cli.library import open_library

    library = open_library(overrides, read_first=ingest)
    with contextlib.suppress(StoreEmpty):  # the page says how to add documents
        library.check()
    _ = library.llm  # what is wrong with its setting is said now, not at the first question
    from ui.web.proxies import without_proxies

    with without_proxies():
        from ui.web.serve import serve as open_page

    with waiting("Loading the model"):
        library.embedder.embed_question("ready")
        examples = read_examples(library.settings.corpus.expanduser()) or _offered(library)
    open_page(library, host=host, port=port, open_browser=open_browser, examples=examples)
