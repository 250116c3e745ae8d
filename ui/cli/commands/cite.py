"""`sanad cite`: a citation of the words at an address, for one's own writing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.errors import CiteError
from ui.cli.console import echo
from ui.cli.harmless import harmless
from ui.cli.options import library_options, style_option

if TYPE_CHECKING:
    from rag.citations.styles import Form, Format

FORMS = ("footnote", "entry", "inline")
FORMATS = ("text", "html", "markdown", "bibtex", "biblatex", "ris", "csl-json")


@click.command()
@click.argument("address")
@style_option
@click.option("--form", type=click.Choice(FORMS), default="footnote", show_default=True)
@click.option("--format", "to", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--quote/--no-quote", "quoted", default=True, help="Put the quote before it.")
@click.option("--sic", is_flag=True, help="Put [sic] behind the quote.")
@library_options
def cite(
    address: str,
    style: str,
    form: Form,
    to: Format,
    quoted: bool,
    sic: bool,
    overrides: dict[str, Path],
) -> None:
    """Cite the words at ADDRESS (or a passage's id) in a style, with page or paragraph."""
    from rag.citations.permalink import open_address
    from rag.citations.styles import cite as citation_text
    from rag.citations.styles import warnings_of
    from ui.cli.library import open_library

    opened = open_address(address, open_library(overrides))
    citation, resolved = opened.citation, opened.resolved
    if citation is None:
        raise CiteError(f"{resolved.reason} Nothing is cited; `sanad show` says more")
    made = citation_text(citation, style, form, to, quoted=quoted, sic=sic)
    echo(harmless(made.rstrip("\n")))
    cautions = warnings_of(citation, f"`sanad sources confirm {citation.file}`")
    for warning in (*([resolved.reason] if resolved.reason else []), *cautions):
        echo(harmless(f"Caution: {warning}"), err=True)
    if citation.source.caution and not sic:
        echo("Caution: --sic puts [sic] behind the quote.", err=True)
