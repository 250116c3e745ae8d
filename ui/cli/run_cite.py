"""What `sanad cite` and `sanad show` do."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
from rich.console import Console
from rich.text import Text

from rag.cite import Form, Format, cite, warnings_of
from rag.errors import CiteError
from rag.permalink import Opened, open_address
from ui.cli.harmless import harmless, json_text
from ui.cli.run import console_for, open_library
from ui.cli.show import print_citations
from ui.schema import opened_json


def run_cite(
    address: str,
    style: str,
    form: str,
    to: str,
    overrides: dict[str, Path],
    *,
    quoted: bool,
    sic: bool,
) -> None:
    """Print one citation on stdout, and what to keep in mind on stderr.

    Raises `CiteError` when the words aren't in the document any more.
    """
    opened = open_address(address, open_library(overrides, read_first=False))
    citation, resolved = opened.citation, opened.resolved
    if citation is None:
        raise CiteError(f"{resolved.reason} Nothing is cited; `sanad show` says more")
    made = cite(citation, style, cast(Form, form), cast(Format, to), quoted=quoted, sic=sic)
    click.echo(harmless(made.rstrip("\n")))
    for warning in (*([resolved.reason] if resolved.reason else []), *warnings_of(citation)):
        click.echo(harmless(f"Caution: {warning}"), err=True)
    if citation.source.caution and not sic:
        click.echo("Caution: --sic puts [sic] behind the quote.", err=True)


def run_show(address: str, as_json: bool, overrides: dict[str, Path]) -> None:
    """Print what an address leads to on stdout. That words are gone is a result: exit code 0."""
    opened = open_address(address, open_library(overrides, read_first=False))
    if as_json:
        click.echo(json_text(opened_json(opened)))
    else:
        print_opened(opened, console_for())


def print_opened(opened: Opened, console: Console) -> None:
    """Print whether the words are as they were, what has changed, and where they stand."""
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
        shown = opened_json(opened)
        console.print(Text(f"\nAddress: {shown['address']}"), highlight=False, soft_wrap=True)
        if shown["link"]:
            console.print(Text(f"Web: {shown['link']}"), highlight=False, soft_wrap=True)
    if opened.nearest:
        print_citations("Most like it", [opened.nearest], console, quotes=True)
