"""`sanad show`: the words at an address, and where they stand now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from ui.cli.console import console_for
from ui.cli.harmless import json_text
from ui.cli.options import json_option, library_options
from ui.cli.printing import print_citations

if TYPE_CHECKING:
    from rag.citations.permalink import Opened


@click.command()
@click.argument("address")
@json_option
@library_options
def show(address: str, as_json: bool, overrides: dict[str, Path]) -> None:
    """Print the words at ADDRESS (or a passage's id) and where they stand now."""
    from rag.citations.permalink import open_address
    from ui.cli.library import open_library
    from ui.schema import opened_json

    opened = open_address(address, open_library(overrides))
    shown = opened_json(opened)
    if as_json:
        click.echo(json_text(shown))
    else:
        _print(opened, shown, console_for())


def _print(opened: Opened, shown: dict[str, object], console: Console) -> None:
    """Print whether the words are as they were, what has changed, and where they stand.

    That words are gone is a result, not an error.
    """
    resolved = opened.resolved
    if resolved.reason:
        console.print(Text(resolved.reason, "bold yellow"))
    if resolved.address.quote and resolved.status in ("changed", "gone"):
        was = Text(f"\nIt was: “{resolved.address.quote}”", "none")
        for ours, _ in resolved.differences:
            was.stylize("bold red", ours.start + 10, ours.end + 10)
        console.print(was, highlight=False)
    if opened.citation:
        print_citations("Stands at", [opened.citation], console, quotes=True)
        console.print(Text(f"\nAddress: {shown['address']}"), highlight=False, soft_wrap=True)
        if shown["link"]:
            console.print(Text(f"Web: {shown['link']}"), highlight=False, soft_wrap=True)
    if opened.nearest:
        print_citations("Most like it", [opened.nearest], console, quotes=True)
