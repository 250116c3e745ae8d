"""`sanad eval …`: the commands and their options; `ui.cli.run_evals` does the work."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
NEW = click.Path(path_type=Path, dir_okay=False)

out_option = click.option("--out", type=NEW, help="Write the report as JSON.")
html_option = click.option("--html", type=NEW, help="Write the report as one page to read.")
corpus_option = click.option(
    "--corpus", type=FOLDER, help="Documents [corpus/ beside the cases, else SANAD_CORPUS]."
)
sample_option = click.option(
    "--sample", type=click.IntRange(1), help="Take so many, spread evenly over the file."
)


@click.group("eval")
def eval_group() -> None:
    """Measure how grounded the answers are; the same input gives the same figures."""


@eval_group.command()
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
    from ui.cli.run_evals import run_cases_command

    run_cases_command(file, corpus, out, html, sample, brief, without)


@eval_group.command()
@click.argument("folder", type=FOLDER)
@out_option
@html_option
@sample_option
def retrieval(folder: Path, out: Path | None, html: Path | None, sample: int | None) -> None:
    """Score the search on a BEIR FOLDER, each row of its corpus one passage."""
    from ui.cli.run_evals import run_retrieval_command

    run_retrieval_command(folder, out, html, sample)


@eval_group.command()
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
    from ui.cli.run_evals import run_claims_command

    run_claims_command(file, threshold_from, corpus, out, html, halves=halves, search=search)


@eval_group.command()
@click.argument("file", type=FILE)
@corpus_option
@out_option
def followups(file: Path, corpus: Path | None, out: Path | None) -> None:
    """Score follow-up questions in FILE (YAML): in full, as the rules put them, as typed."""
    from ui.cli.run_followups import run_followups_command

    run_followups_command(file, corpus, out)


@eval_group.command()
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
    from ui.cli.run_evals import run_answers_command

    run_answers_command(answers_file, cases_file, corpus, out, html)


@eval_group.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option("--fail-on-regression", is_flag=True, help="Exit with 1 when B is worse than A.")
def compare(a: Path, b: Path, fail_on_regression: bool) -> None:
    """Compare report B with report A, item by item."""
    from ui.cli.run_evals import run_compare_command

    run_compare_command(a, b, fail_on_regression)


@eval_group.command()
@click.argument("report", type=FILE)
@click.option("-n", "number", default=50, show_default=True, type=click.IntRange(1))
@click.option("--out", type=NEW, help="Write the sheet there instead of printing it.")
@click.option("--marks", type=FILE, help="A sheet that was filled in: print the agreement.")
def audit(report: Path, number: int, out: Path | None, marks: Path | None) -> None:
    """Draw a blind sheet of statements from REPORT for a person to mark, or read one back."""
    from ui.cli.run_evals import run_audit_command

    run_audit_command(report, number, out, marks)
