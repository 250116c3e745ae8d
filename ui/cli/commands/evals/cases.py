"""`sanad eval cases`: our answers to question cases, scored."""

from __future__ import annotations

from pathlib import Path

import click

from rag.errors import SettingsError
from ui.cli.commands.evals.options import (
    FILE,
    corpus_option,
    html_option,
    out_option,
    sample_option,
)
from ui.cli.commands.evals.report import finish, open_measured
from ui.cli.console import bar


@click.command()
@click.argument("file", type=FILE)
@corpus_option
@out_option
@html_option
@sample_option
@click.option("--brief", is_flag=True, help="Leave the retrieved passages out of the report.")
@click.option("--without", multiple=True, help="Leave this stratum out (repeatable).")
def cases(
    file: Path,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
    sample: int | None,
    brief: bool,
    without: tuple[str, ...],
) -> None:
    """Ask the questions in FILE (JSON Lines or YAML) and score the answers."""
    from evals.suites.case_report import case_report
    from evals.suites.cases import read_cases
    from evals.suites.rows import spread
    from evals.suites.run import run_cases

    every = read_cases(file)
    if unknown := set(without) - {case.stratum for case in every}:
        raise SettingsError(f"{file} has no stratum {min(unknown)!r}; mend --without")
    some = spread([case for case in every if case.stratum not in without], sample)
    library = open_measured(file, corpus)
    journal = None if out is None else out.with_name(out.name + ".journal")
    with bar("Asking") as tell:
        items = run_cases(some, library, journal=journal, progress=tell)
    more: dict[str, object] = {"without": sorted(without)} if without else {}
    if library.settings.reranker:
        more["reranker"] = library.settings.reranker
    report = case_report("cases", file, library, items, brief=brief, sample=sample, **more)
    finish(report, out, html)
