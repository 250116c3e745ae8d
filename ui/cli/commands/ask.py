"""`sanad ask`: an answer from the documents, or every passage on a topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rag.types import Answer, Everything, Query, Scope
from ui.cli.console import console_for, echo, waiting
from ui.cli.harmless import json_text
from ui.cli.options import (
    NEW,
    ingest_option,
    json_or_schema_option,
    library_options,
    schema_option,
    scope_options,
    style_option,
    zotero_option,
)
from ui.cli.printing import print_answer, print_everything

if TYPE_CHECKING:
    from rag.library import Library


@click.command()
@click.argument("question", required=False)
@click.option("--all", "everything", is_flag=True, help="List every passage on the topic instead.")
@json_or_schema_option
@schema_option
@scope_options
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day the answer is for.")
@click.option(
    "--export", "target", type=NEW, help="Write it (.docx, .odt, .html, .md, .txt, .jsonld)."
)
@click.option("--bibliography", type=NEW, help="Also write what it cites (.json, .bib or .ris).")
@style_option
@zotero_option
@click.option("--record", "record_to", type=NEW, help="Write all it was made from (JSON).")
@click.option("--strict", is_flag=True, help="Of a language model, show only what is verified.")
@click.option("--withheld", is_flag=True, help="Also print what failed its check, and why.")
@ingest_option
@library_options
def ask(
    question: str | None,
    everything: bool,
    as_json: bool,
    schema: bool,
    scope: Scope,
    as_of: datetime | None,
    target: Path | None,
    bibliography: Path | None,
    style: str,
    zotero: bool,
    record_to: Path | None,
    strict: bool,
    withheld: bool,
    ingest: bool,
    overrides: dict[str, Any],
) -> None:
    """Answer QUESTION from the documents, with cited passages, or say why not."""
    if schema:
        _print_schema(everything)
        return
    if question is None:
        raise click.UsageError("Missing argument 'QUESTION'.")
    if record_to and everything:
        raise click.UsageError("--record writes an answer: leave --all out.")
    if bibliography and not target:
        raise click.UsageError("--bibliography goes with --export.")
    if zotero and not target:
        raise click.UsageError("--zotero goes with --export.")
    if target:
        from ui.cli.export import check_export

        check_export(target, style, bibliography, zotero=zotero)
    if strict:
        overrides = {**overrides, "strict": True}
    query = Query(question, scope, as_of.date() if as_of else None)
    found = _found(
        query,
        overrides,
        everything=everything,
        record_to=record_to,
        ingest=ingest,
        offered=not as_json,
    )
    if target:
        from ui.cli.export import write_export

        write_export((found,), target, style, bibliography, zotero=zotero)
    _print(found, as_json=as_json, withheld=withheld)


def _print_schema(everything: bool) -> None:
    from ui.schema import everything_schema_text, schema_text

    echo(everything_schema_text() if everything else schema_text())


def _found(
    query: Query,
    overrides: Mapping[str, Any],
    *,
    everything: bool,
    record_to: Path | None,
    ingest: bool,
    offered: bool,
) -> Answer | Everything:
    """Answer one question, or list all passages on its topic.

    ``offered`` asks for what the documents do answer where they don't answer this.
    """
    from rag.answering.all_passages import everything as everything_on
    from rag.ask import ask as answer_of
    from rag.offers import offers
    from ui.cli.library import open_library

    if record_to:
        from ui.record import check_record

        check_record(record_to)
    library = open_library(overrides, read_first=ingest)
    with waiting("Looking through the documents"):
        if everything:
            return everything_on(query, library)
        if record_to:
            return _recorded(query, library, record_to)
        answer = answer_of(query, library)
        if offered and (near := offers(answer, library)):
            answer = replace(answer, suggestions=near)
        return answer


def _recorded(query: Query, library: Library, path: Path) -> Answer:
    """Answer a question, and write down what the answer was made from."""
    from ui.record import record, write_record

    answer, made = record(query, library)
    write_record(made, path)
    return answer


def _print(found: Answer | Everything, *, as_json: bool, withheld: bool) -> None:
    """Print on stdout. A refusal is an answer: exit code 0."""
    if as_json:
        from ui.schema import answer_json, everything_json

        shown = everything_json(found) if isinstance(found, Everything) else answer_json(found)
        echo(json_text(shown))
    elif isinstance(found, Everything):
        print_everything(found, console_for())
    else:
        print_answer(found, console_for(), withheld=withheld)
