"""`sanad mcp`: the documents as tools for an assistant, over its standard input and output."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from ui.cli.options import ingest_option, library_options


@click.command()
@ingest_option
@library_options
def mcp(ingest: bool, overrides: dict[str, Path]) -> None:
    """Serve the Model Context Protocol on standard input and output, for an assistant.

    Over HTTP the same stands at /mcp while `sanad serve` runs.
    """
    from rag.ask import make_ready
    from ui.api.app import AT_ONCE, WAITING
    from ui.api.gate import Gate
    from ui.api.mcp_server import build_server
    from ui.cli.library import open_library

    library = open_library(overrides, read_first=ingest)
    library.check()
    # Clients wait a minute for a tool; on a busy machine loading the models alone takes that.
    threading.Thread(target=make_ready, args=(library,), daemon=True).start()
    build_server(library, Gate(AT_ONCE, WAITING)).run("stdio")
