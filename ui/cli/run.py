"""What the commands do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console

from ingest.sources import read_examples
from rag.errors import StoreLocked
from rag.library import Library
from rag.settings import load_settings
from rag.topic import everything
from rag.types import Answer, Everything, Query, Scope
from ui.cli.harmless import HarmlessConsole, harmless, json_text
from ui.cli.run_export import check_export, write_export
from ui.cli.run_ingest import ingest, print_changes
from ui.cli.show import print_answer, print_everything
from ui.record import check_record, record, write_record
from ui.schema import answer_json, everything_json


def run_ask(
    question: str,
    as_json: bool,
    documents: Sequence[str],
    as_of: date | None,
    read_first: bool,
    overrides: Mapping[str, Any],
    *,
    all_passages: bool = False,
    export_to: Path | None = None,
    bibliography: Path | None = None,
    style: str = "chicago",
    record_to: Path | None = None,
    withheld: bool = False,
) -> None:
    """Answer one question on stdout, or list all passages on its topic.

    A refusal is an answer: exit code 0. An answer is also written to ``export_to``, and what
    it cites to ``bibliography`` and what it was made from to ``record_to``, if given.
    ``withheld`` prints what failed its check.
    """
    if export_to:
        check_export(export_to, style, bibliography)
    if record_to:
        check_record(record_to)
    library = open_library(overrides, read_first=read_first)
    query = Query(question, Scope(documents=tuple(documents)), as_of)
    with waiting("Looking through the documents"):
        if all_passages:
            found: Everything | Answer = everything(query, library)
        else:
            found, made = record(query, library)
            if record_to:
                write_record(made, record_to)
    if export_to:
        write_export((found,), export_to, style, bibliography)
    if as_json:
        shown = everything_json(found) if isinstance(found, Everything) else answer_json(found)
        click.echo(json_text(shown))
    elif isinstance(found, Everything):
        print_everything(found, console_for())
    else:
        print_answer(found, console_for(), withheld=withheld)


def run_serve(
    host: str, port: int, open_browser: bool, read_first: bool, overrides: dict[str, Path]
) -> None:
    """Open the chat page and stay until interrupted."""
    library = open_library(overrides, read_first=read_first)
    library.check()
    _ = library.llm  # what is wrong with its setting is said now, not at the first question
    from ui.web.serve import serve

    examples = read_examples(library.settings.corpus.expanduser())
    with waiting("Loading the model"):
        library.embedder.embed_question("ready")
    serve(library, host=host, port=port, open_browser=open_browser, examples=examples)


def open_library(overrides: Mapping[str, Any], *, read_first: bool) -> Library:
    """Open the library that the settings name, new documents read first if asked for."""
    settings = load_settings(**overrides)
    library = Library(settings)
    if read_first:
        try:
            report = ingest(settings, library)
        except StoreLocked as error:
            line = f"sanad: {error} (going on with what is in the index)"
            click.echo(harmless(line), err=True)
        else:
            print_changes(report)
    return library


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on stderr that something takes a while."""
    with _stderr().status(f"{what} …"):
        yield


def console_for() -> Console:
    """Give a console on stdout."""
    return HarmlessConsole(**_width(sys.stdout))


def _stderr() -> Console:
    return HarmlessConsole(stderr=True, **_width(sys.stderr))


def _width(stream: TextIO) -> dict[str, Any]:
    """Don't fold lines in files and pipes: tools read them by the line."""
    return {} if stream.isatty() else {"width": 500, "soft_wrap": True}
