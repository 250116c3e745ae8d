"""`sanad check`: the quotations and claims of a draft, compared with the documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.errors import SanadError, SettingsError
from rag.types import Scope
from ui.cli.console import bar, console_for
from ui.cli.harmless import harmless, json_text
from ui.cli.options import (
    NEW,
    ingest_option,
    json_or_schema_option,
    library_options,
    schema_option,
    scope_options,
)

if TYPE_CHECKING:
    from rag.checking.findings import Reported, Review
    from ui.draft.read import OpenDraft

PROBLEMS, FAILED = 1, 2
"""Exit codes, as grep has them: something to change, and something that went wrong."""


@click.command()
@click.argument("draft", required=False, type=NEW)
@json_or_schema_option
@schema_option
@click.option("--html", type=NEW, help="Write a report to read.")
@click.option("--comments", type=NEW, help="Write a copy of a Word draft with comments in it.")
@scope_options
@ingest_option
@library_options
def check(
    draft: Path | None,
    as_json: bool,
    schema: bool,
    html: Path | None,
    comments: Path | None,
    scope: Scope,
    ingest: bool,
    overrides: dict[str, Path],
) -> None:
    """Check the quotations and claims of DRAFT (.docx, .md, .txt) against the documents.

    Exit code 0: nothing to change; 1: something is; 2: it couldn't be checked.
    """
    from ui.draft.report import review_json, schema_text

    if schema:
        click.echo(schema_text())
        return
    if draft is None:
        raise click.UsageError("Missing argument 'DRAFT'.")
    try:
        review = _checked(draft, overrides, html, comments, scope, ingest=ingest)
        if as_json:
            click.echo(json_text(review_json(review, draft.name)))
        else:
            _print(review, console_for())
    except SanadError as error:
        click.echo(harmless(f"sanad: {error}"), err=True)
        sys.exit(FAILED)
    sys.exit(PROBLEMS if review.problems else 0)


def _checked(
    draft: Path,
    overrides: dict[str, Path],
    html: Path | None,
    comments: Path | None,
    scope: Scope,
    *,
    ingest: bool,
) -> Review:
    """Check a draft and write the reports that were asked for."""
    from rag.checking.draft import check_draft
    from ui.cli.library import open_library
    from ui.draft.read import read_draft

    for target in (html, comments):
        _refuse_target(target, draft)
    opened = read_draft(draft)
    if comments and opened.word is None:
        raise SettingsError("--comments needs a Word draft (.docx); use --html for this one")
    library = open_library(overrides, read_first=ingest)
    with bar("Checking the draft") as tell:
        review = check_draft(opened.draft, library, scope, tell=tell)
    _write(review, opened, draft.name, html, comments)
    return review


def _refuse_target(target: Path | None, draft: Path) -> None:
    if target is not None and target.exists() and target.samefile(draft):
        raise SettingsError(f"{target} is the draft itself; name another file to write")


def _write(
    review: Review, opened: OpenDraft, name: str, html: Path | None, comments: Path | None
) -> None:
    """Write the reports that were asked for. Raises `SettingsError` where that can't be done."""
    from ui.draft.comments import with_comments
    from ui.draft.report import review_html
    from ui.draft.words import comment_lines, is_worth_a_comment

    made: list[tuple[Path, bytes]] = []
    if html is not None:
        made.append((html, review_html(review, name).encode("utf-8", "replace")))
    if comments is not None and opened.word is not None:
        told = [(one, comment_lines(one)) for one in review.findings if is_worth_a_comment(one)]
        made.append((comments, with_comments(opened.word, told)))
    for path, data in made:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise SettingsError(f"{path} can't be written ({error.strerror})") from error


def _print(review: Review, console: Console) -> None:
    """Print a table of what to look at, and how much of the rest is right."""
    from ui.draft.words import by_urgency, change_text, is_worth_a_comment, summary_text

    table = Table(box=None, pad_edge=False, show_edge=False)
    for column in ("where", "finding", "words in the draft", "why"):
        table.add_column(column, overflow="fold")
    for _, finding in by_urgency(review):
        if is_worth_a_comment(finding):
            table.add_row(*_row(review, finding))
    if table.row_count:
        console.print(table, highlight=False)
        console.print()
    console.print(summary_text(review), highlight=False)
    colour = "red" if review.problems else "yellow" if table.row_count else "green"
    console.print(Text(f"{change_text(review)}.", f"bold {colour}"))
    for note in review.notes:
        console.print(Text(f"Note: {note}.", "yellow"))


def _row(review: Review, finding: Reported) -> tuple[Text, ...]:
    from ui.draft.words import label_text, place_in_draft, reason_text, source_text

    words = Text(" ".join(finding.text.split())[:300])
    why = reason_text(finding)
    if finding.corrected:
        why += f" Cite {finding.corrected}."
    shown = (*finding.citations, *finding.opposing, *finding.nearest)[:1]
    why += "".join(f" [{source_text(one)}]" for one in shown)
    if finding.sort == "compare":
        why += "".join(f" “{' '.join(one.quote.split())[:300]}”" for one in shown)
    style = "bold red" if finding.is_problem else "cyan" if finding.sort == "compare" else "yellow"
    label = Text(label_text(finding), style)
    return Text(place_in_draft(review, finding)), label, words, Text(why)
