"""`sanad eval retrieval`: the search over public data, scored."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.commands.evals.options import FOLDER, html_option, out_option, sample_option
from ui.cli.commands.evals.report import finish
from ui.cli.console import bar


@click.command()
@click.argument("folder", type=FOLDER)
@out_option
@html_option
@sample_option
def retrieval(folder: Path, out: Path | None, html: Path | None, sample: int | None) -> None:
    """Score the search on a BEIR FOLDER, each row of its corpus one passage."""
    from evals.suites.library import eval_settings
    from evals.suites.retrieval import retrieval_report
    from rag.library import Library

    library = Library(eval_settings(folder))
    with bar("Searching") as tell:
        report = retrieval_report(folder, library, tell, sample=sample)
    finish(report, out, html)
