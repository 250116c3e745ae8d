"""What `sanad check-claim` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from rag.check import Checked, check_claim
from rag.types import Citation, Query, Scope
from ui.cli.harmless import json_text
from ui.cli.run import console_for, open_library, waiting
from ui.cli.show import print_citations
from ui.display import count_text
from ui.schema import checked_json

VERDICTS = {
    "verbatim": ("Verbatim", "bold green"),
    "supported": ("Supported", "bold green"),
    "contradicted": ("Contradicted", "bold red"),
    "not verified": ("Not verified", "bold yellow"),
}


def run_check_claim(
    statement: str,
    as_json: bool,
    documents: Sequence[str],
    read_first: bool,
    overrides: dict[str, Path],
) -> None:
    """Check one sentence on stdout. Any verdict is a result: exit code 0."""
    library = open_library(overrides, read_first=read_first)
    with waiting("Looking through the documents"):
        checked = check_claim(Query(statement, Scope(documents=tuple(documents))), library)
    if as_json:
        click.echo(json_text(checked_json(checked)))
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
    _print("Bears it out", checked.supporting, console)
    _print("Speaks against it", checked.opposing, console)
    _print("Closest", checked.nearest, console)
    passages = count_text(checked.searched.passages, "passage")
    documents = count_text(checked.searched.documents, "document")
    console.print(f"\nSearched {passages} of {documents}.", highlight=False)


def _print(title: str, citations: Sequence[Citation], console: Console) -> None:
    if citations:
        print_citations(title, citations, console, quotes=True)


def _sentence(reason: str) -> str:
    end = "" if reason.endswith((".", "”.")) else "."
    return reason[:1].upper() + reason[1:] + end
