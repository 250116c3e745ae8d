"""`sanad eval claims`: the verifier on claims with evidence, or on sentences about documents."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.commands.evals.options import FILE, corpus_option, html_option, out_option
from ui.cli.commands.evals.report import finish, open_measured
from ui.cli.console import bar


@click.command()
@click.argument("file", type=FILE)
@click.option("--threshold-from", type=FILE, help="Take the thresholds from these claims.")
@click.option(
    "--halves", is_flag=True, help="Take them from one half of FILE, measure on the other."
)
@click.option(
    "--search", is_flag=True, help="Check against passages that are searched (YAML only)."
)
@corpus_option
@out_option
@html_option
def claims(
    file: Path,
    threshold_from: Path | None,
    halves: bool,
    search: bool,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
) -> None:
    """Score the check of claims on FILE, with the verifier that is set.

    JSON Lines hold claims with their evidence, YAML sentences about pieces of the documents.
    """
    if halves and threshold_from:
        raise click.UsageError("Give --halves or --threshold-from, not both.")
    from evals.suites.claims import claims_report
    from evals.suites.library import eval_settings, measured_verifier
    from evals.suites.pairs import pairs_report
    from rag.models.loading import load_embedder
    from rag.verification.closeness import Comparing

    if file.suffix.lower() in (".yaml", ".yml"):
        library = open_measured(file, corpus)
        with bar("Checking") as tell:
            report = pairs_report(file, library, search=search, progress=tell)
    else:
        settings = eval_settings(None)
        verifier = Comparing(measured_verifier(), load_embedder(settings))
        with bar("Checking") as tell:
            report = claims_report(
                file, verifier, threshold_from=threshold_from, halves=halves, progress=tell
            )
    finish(report, out, html)
