"""`sanad eval audit`: statements for a person to mark, and how far the figures agree."""

from __future__ import annotations

from pathlib import Path

import click

from rag.errors import SettingsError
from ui.cli.commands.evals.options import FILE
from ui.cli.options import NEW


@click.command()
@click.argument("report", type=FILE)
@click.option("-n", "number", default=50, show_default=True, type=click.IntRange(1))
@click.option("--out", type=NEW, help="Write the sheet there instead of printing it.")
@click.option("--marks", type=FILE, help="A sheet that was filled in: print the agreement.")
def audit(report: Path, number: int, out: Path | None, marks: Path | None) -> None:
    """Draw a blind sheet of statements from REPORT for a person to mark, or read one back."""
    from evals.reports.audit import agreement, make_sheet, read_sheet
    from evals.reports.report import read_report, write_whole

    content = read_report(report)
    if marks is None:
        sheet = make_sheet(content, number)
        if out is None:
            click.echo(sheet, nl=False)
        else:
            write_whole(out, sheet.encode("utf-8"))
        return
    try:
        text = marks.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{marks} can't be read ({error}); save it as UTF-8 CSV") from error
    for name, value in agreement(content, read_sheet(text)).items():
        click.echo(f"{name}: {'–' if value is None else value}")
