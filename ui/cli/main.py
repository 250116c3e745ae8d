"""The commands and their options. What they do is imported when they run: help must be quick."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ui.cli.cite import cite, show, style_option
from ui.cli.evals import NEW, eval_group
from ui.cli.options import corpus_option, overrides, store_option
from ui.cli.sources import sources_group

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Set before any library is imported: none of them may call home or chat on the terminal."""

ingest_option = click.option("--ingest", is_flag=True, help="Read new and changed documents first.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sanad", message="%(prog)s %(version)s")
def cli() -> None:
    """Ask policy documents, and get answers in their own words.

    Every quote is verbatim and leads back to its place; without evidence there is no answer.
    """


@cli.command()
@click.argument("question", required=False)
@click.option("--all", "everything", is_flag=True, help="List every passage on the topic instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (see --schema).")
@click.option("--schema", is_flag=True, help="Print the JSON schema of --json and stop.")
@click.option("--document", "documents", multiple=True, help="Search only this one (repeatable).")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day the answer is for.")
@click.option("--export", "target", type=NEW, help="Write it (.docx, .odt, .html, .md or .txt).")
@click.option("--bibliography", type=NEW, help="Also write what it cites (.json, .bib or .ris).")
@style_option
@click.option("--record", "record_to", type=NEW, help="Write all it was made from (JSON).")
@click.option("--strict", is_flag=True, help="Of a language model, show only what is verified.")
@click.option("--withheld", is_flag=True, help="Also print what failed its check, and why.")
@ingest_option
@corpus_option
@store_option
def ask(
    question: str | None,
    everything: bool,
    as_json: bool,
    schema: bool,
    documents: tuple[str, ...],
    as_of: datetime | None,
    target: Path | None,
    bibliography: Path | None,
    style: str,
    record_to: Path | None,
    strict: bool,
    withheld: bool,
    ingest: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Answer QUESTION from the documents, with cited passages, or say why not."""
    if schema:
        from ui.schema import everything_schema_text, schema_text

        click.echo(everything_schema_text() if everything else schema_text())
        return
    if question is None:
        raise click.UsageError("Missing argument 'QUESTION'.")
    if record_to and everything:
        raise click.UsageError("--record writes an answer: leave --all out.")
    if bibliography and not target:
        raise click.UsageError("--bibliography goes with --export.")
    from ui.cli.run import run_ask

    day = as_of.date() if as_of else None
    settings: dict[str, Any] = dict(overrides(corpus, store))
    if strict:
        settings["strict"] = True
    run_ask(
        question,
        as_json,
        documents,
        day,
        ingest,
        settings,
        all_passages=everything,
        export_to=target,
        bibliography=bibliography,
        style=style,
        record_to=record_to,
        withheld=withheld,
    )


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--ask-again", is_flag=True, help="Ask the language model anew.")
@corpus_option
@store_option
def replay(
    file: Path, as_json: bool, ask_again: bool, corpus: Path | None, store: Path | None
) -> None:
    """Answer the question of a record (`sanad ask --record FILE`) again; show what changed.

    The language model's recorded replies are used where it gets the same prompt. Exit code 0:
    nothing is otherwise; 1: something is.
    """
    from ui.cli.run_replay import run_replay

    run_replay(file, overrides(corpus, store), as_json=as_json, ask_again=ask_again)


@cli.command("check-claim")
@click.argument("statement")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--document", "documents", multiple=True, help="Search only this one (repeatable).")
@ingest_option
@corpus_option
@store_option
def check_claim(
    statement: str,
    as_json: bool,
    documents: tuple[str, ...],
    ingest: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Check whether the documents say STATEMENT, with the passages for and against it."""
    from ui.cli.run_check import run_check_claim

    run_check_claim(statement, as_json, documents, ingest, overrides(corpus, store))


@cli.command()
@click.argument("draft", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (see --schema).")
@click.option("--schema", is_flag=True, help="Print the JSON schema of --json and stop.")
@click.option("--html", type=NEW, help="Write a report to read.")
@click.option("--comments", type=NEW, help="Write a copy of a Word draft with comments in it.")
@click.option("--document", "documents", multiple=True, help="Compare with this one (repeatable).")
@ingest_option
@corpus_option
@store_option
def check(
    draft: Path | None,
    as_json: bool,
    schema: bool,
    html: Path | None,
    comments: Path | None,
    documents: tuple[str, ...],
    ingest: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Check the quotations and claims of DRAFT (.docx, .md, .txt) against the documents.

    Exit code 0: nothing to change; 1: something is; 2: it couldn't be checked.
    """
    if schema:
        from ui.draft.report import schema_text

        click.echo(schema_text())
        return
    if draft is None:
        raise click.UsageError("Missing argument 'DRAFT'.")
    from ui.cli.run_draft import run_check_draft

    run_check_draft(
        draft,
        overrides(corpus, store),
        as_json=as_json,
        html=html,
        comments=comments,
        documents=documents,
        read_first=ingest,
    )


@cli.command()
@click.argument("words")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--document", "documents", multiple=True, help="Search only this one (repeatable).")
@ingest_option
@corpus_option
@store_option
def find(
    words: str,
    as_json: bool,
    documents: tuple[str, ...],
    ingest: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Find where WORDS that you half remember stand: exactly, then nearly, with what differs."""
    from ui.cli.run_find import run_find

    run_find(words, as_json, documents, ingest, overrides(corpus, store))


@cli.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Throw the index away and build it anew.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--report", type=NEW, help="Write a health report (.html or .json).")
@click.option("--allow-empty", is_flag=True, help="Forget all documents if the folder is empty.")
@store_option
def ingest(
    folder: Path | None,
    rebuild: bool,
    dry_run: bool,
    report: Path | None,
    allow_empty: bool,
    store: Path | None,
) -> None:
    """Read the documents in FOLDER into the index; what hasn't changed is skipped."""
    if dry_run and report:
        raise click.UsageError("--report needs the documents read: leave --dry-run out.")
    from ui.cli.run import console_for
    from ui.cli.run_ingest import run_ingest

    run_ingest(
        overrides(folder, store),
        console_for(),
        rebuild=rebuild,
        dry_run=dry_run,
        allow_empty=allow_empty,
        report_file=report,
    )


@cli.command()
@corpus_option
@store_option
def doctor(corpus: Path | None, store: Path | None) -> None:
    """Check model, store, corpus and versions; name each problem and its remedy."""
    from ui.cli.doctor import run_doctor

    run_doctor(overrides(corpus, store))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback addresses only.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
@ingest_option
@corpus_option
@store_option
def serve(
    host: str,
    port: int,
    open_browser: bool,
    ingest: bool,
    corpus: Path | None,
    store: Path | None,
) -> None:
    """Open the chat page on this machine."""
    from ui.cli.run import run_serve

    run_serve(host, port, open_browser, ingest, overrides(corpus, store))


@cli.command()
@click.argument("cases", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--reset", is_flag=True, help="Go back to the calibration that Sanad comes with.")
@click.option("--judge", is_flag=True, help="Measure the language model as a judge instead.")
@corpus_option
@store_option
def calibrate(
    cases: Path | None, reset: bool, judge: bool, corpus: Path | None, store: Path | None
) -> None:
    """Fit the probability of an answer to your own questions in CASES (see `sanad eval cases`).

    With --judge: ask the language model 24 questions with known answers, to see how far its
    opinion on what is answered can be trusted.
    """
    if [cases is not None, reset, judge].count(True) != 1:
        raise click.UsageError("Name a file of cases, or give --reset or --judge.")
    from ui.cli.run_calibrate import run_calibrate, run_judge

    if judge:
        run_judge(overrides(corpus, store))
        return

    run_calibrate(cases, overrides(corpus, store))


cli.add_command(cite)
cli.add_command(show)
cli.add_command(eval_group)
cli.add_command(sources_group)


def main() -> None:
    """Run the command line; errors meant for users are one line on stderr and exit code 1."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from rag.errors import SanadError

    try:
        cli(prog_name="sanad")
    except SanadError as error:
        from ui.cli.harmless import harmless

        click.echo(harmless(f"sanad: {error}"), err=True)
        sys.exit(1)
