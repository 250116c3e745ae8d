"""`sanad eval answers`: any system's answers to the same cases, scored."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.commands.evals.options import FILE, corpus_option, html_option, out_option
from ui.cli.commands.evals.report import finish, open_measured


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FILE)
@click.option("--cases", "cases_file", type=FILE, required=True, help="The questions with gold.")
@corpus_option
@out_option
@html_option
def answers(
    answers_file: Path,
    cases_file: Path,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
) -> None:
    """Score any system's ANSWERS (JSON Lines: id, text, quotes) on the same cases."""
    from evals.suites.answers import items_of, read_answers
    from evals.suites.case_report import case_report
    from evals.suites.cases import read_cases

    library = open_measured(cases_file, corpus)
    cases, given = read_cases(cases_file), read_answers(answers_file)
    items = items_of(cases, given, library.documents(), library.settings.corpus)
    report = case_report("answers", cases_file, library, items, answers=answers_file.name)
    finish(report, out, html)
