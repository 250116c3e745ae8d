"""`sanad eval compare`: two reports, item by item."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ui.cli.commands.evals.options import FILE


@click.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option("--fail-on-regression", is_flag=True, help="Exit with 1 when B is worse than A.")
def compare(a: Path, b: Path, fail_on_regression: bool) -> None:
    """Compare report B with report A, item by item."""
    from evals.reports.compare import compare as compared
    from evals.reports.comparison import comparison_text
    from evals.reports.report import read_report

    comparison = compared(read_report(a), read_report(b))
    click.echo(comparison_text(comparison))
    if fail_on_regression and comparison.failed:
        sys.exit(1)
