"""`sanad check-claim`: whether the documents say what somebody states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from rag.types import Citation, Query, Scope
from ui.cli.console import console_for, echo, waiting
from ui.cli.harmless import json_text
from ui.cli.options import ingest_option, json_option, library_options, scope_options
from ui.cli.printing import print_citations, searched_text

if TYPE_CHECKING:
    from rag.checking.check_claim import Checked

VERDICTS = {
    "verbatim": ("Verbatim", "bold green"),
    "supported": ("Supported", "bold green"),
    "compare": ("Compare", "bold cyan"),
    "contradicted": ("Contradicted", "bold red"),
    "not verified": ("Not verified", "bold yellow"),
}


@click.command("check-claim")
@click.argument("statement")
@json_option
@scope_options
@ingest_option
@library_options
def check_claim(
    statement: str,
    as_json: bool,
    scope: Scope,
    ingest: bool,
    overrides: dict[str, Path],
) -> None:
    """Check whether the documents say STATEMENT, with the passages for and against it."""
    from rag.checking.check_claim import check_claim as checked_claim
    from ui.cli.library import open_library
    from ui.schema import checked_json

    library = open_library(overrides, read_first=ingest)
    with waiting("Looking through the documents"):
        checked = checked_claim(Query(statement, scope), library)
    if as_json:
        echo(json_text(checked_json(checked)))
    else:
        print_checked(checked, console_for())


def print_checked(checked: Checked, console: Console) -> None:
    """Print the verdict with its reason, the statement with what differs, and the passages."""
    label, style = VERDICTS[checked.check.verdict]
    console.print(Text(f"{label}.", style) + Text(f" {_sentence(checked.check.reason)}", "none"))
    said = Text(f"    {checked.statement}")
    for difference in checked.check.differences:
        if difference.said is not None:
            said.stylize("bold red", difference.said.start + 4, difference.said.end + 4)
    console.print(said, highlight=False)
    _print("What supports it", checked.supporting, console)
    _print("Speaks against it", checked.opposing, console)
    _print("Closest", checked.nearest, console)
    console.print(f"\n{searched_text(checked.searched)}", highlight=False)


def _print(title: str, citations: Sequence[Citation], console: Console) -> None:
    if citations:
        print_citations(title, citations, console, quotes=True)


def _sentence(reason: str) -> str:
    end = "" if reason.endswith((".", "”.")) else "."
    return reason[:1].upper() + reason[1:] + end
