"""`sanad cite` and `sanad show`: what an address leads to, for one's own writing."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import corpus_option, overrides, store_option

FORMS = ("footnote", "entry", "inline")
FORMATS = ("text", "html", "markdown", "bibtex", "biblatex", "ris", "csl-json")
STYLE_HELP = "chicago, apa, mla, harvard, oscola, another style's name, or a .csl file."

style_option = click.option("--style", default="chicago", show_default=True, help=STYLE_HELP)


@click.command()
@click.argument("address")
@style_option
@click.option("--form", type=click.Choice(FORMS), default="footnote", show_default=True)
@click.option("--format", "to", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--quote/--no-quote", "quoted", default=True, help="Put the quote before it.")
@click.option("--sic", is_flag=True, help="Put [sic] behind the quote.")
@corpus_option
@store_option
def cite(
    address: str,
    style: str,
    form: str,
    to: str,
    quoted: bool,
    sic: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Cite the words at ADDRESS (or a passage's id) in a style, with page or paragraph."""
    from ui.cli.run_cite import run_cite

    run_cite(address, style, form, to, overrides(corpus, store), quoted=quoted, sic=sic)


@click.command()
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@corpus_option
@store_option
def show(address: str, as_json: bool, corpus: Path | None, store: Path | None) -> None:
    """Print the words at ADDRESS (or a passage's id) and where they stand now."""
    from ui.cli.run_cite import run_show

    run_show(address, as_json, overrides(corpus, store))
