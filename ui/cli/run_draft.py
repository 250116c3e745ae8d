"""What `sanad check` does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from rag.draft import check_draft
from rag.errors import SanadError, SettingsError
from rag.review import Reported, Review
from rag.types import Scope
from ui.cli.harmless import harmless, json_text
from ui.cli.run import console_for, open_library
from ui.draft.comments import with_comments
from ui.draft.read import OpenDraft, read_draft
from ui.draft.report import review_html, review_json
from ui.draft.words import (
    comment_lines,
    is_worth_a_comment,
    label_text,
    place_in_draft,
    reason_text,
    source_text,
    summary_text,
)

PROBLEMS, FAILED = 1, 2
"""Exit codes, as grep has them: something to change, and something that went wrong."""


def run_check_draft(
    path: Path,
    overrides: dict[str, Path],
    *,
    as_json: bool = False,
    html: Path | None = None,
    comments: Path | None = None,
    documents: Sequence[str] = (),
    read_first: bool = False,
) -> None:
    """Check a draft; exit code 0 if nothing is to change, 1 if something is, 2 for an error."""
    try:
        problems = _run(path, overrides, as_json, html, comments, documents, read_first)
    except SanadError as error:
        click.echo(harmless(f"sanad: {error}"), err=True)
        sys.exit(FAILED)
    sys.exit(PROBLEMS if problems else 0)


def _run(
    path: Path,
    overrides: dict[str, Path],
    as_json: bool,
    html: Path | None,
    comments: Path | None,
    documents: Sequence[str],
    read_first: bool,
) -> int:
    for target in (html, comments):
        _refuse_target(target, path)
    opened = read_draft(path)
    if comments and opened.word is None:
        raise SettingsError("--comments needs a Word draft (.docx); use --html for this one")
    library = open_library(overrides, read_first=read_first)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Checking the draft", total=None)
        review = check_draft(
            opened.draft,
            library,
            Scope(documents=tuple(documents)),
            tell=lambda done, total: progress.update(task, completed=done, total=total),
        )
    _write(review, opened, path.name, html, comments)
    if as_json:
        click.echo(json_text(review_json(review, path.name)))
    else:
        print_review(review, console_for())
    return review.problems


def _refuse_target(target: Path | None, draft: Path) -> None:
    if target is not None and target.exists() and target.samefile(draft):
        raise SettingsError(f"{target} is the draft itself; name another file to write")


def _write(
    review: Review, opened: OpenDraft, name: str, html: Path | None, comments: Path | None
) -> None:
    """Write the reports that were asked for. Raises `SettingsError` where that can't be done."""
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


def print_review(review: Review, console: Console) -> None:
    """Print a table of what to look at, and how much of the rest is right."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    for column in ("where", "finding", "words in the draft", "why"):
        table.add_column(column, overflow="fold")
    for finding in review.findings:
        if is_worth_a_comment(finding):
            table.add_row(*_row(review, finding))
    if table.row_count:
        console.print(table, highlight=False)
        console.print()
    console.print(summary_text(review), highlight=False)
    change = f"{review.problems} to change." if review.problems else "Nothing to change."
    console.print(Text(change, "bold red" if review.problems else "bold green"))
    for note in review.notes:
        console.print(Text(f"Note: {note}.", "yellow"))


def _row(review: Review, finding: Reported) -> tuple[Text, ...]:
    words = Text(" ".join(finding.text.split())[:300])
    why = reason_text(finding)
    if finding.corrected:
        why += f" Cite {finding.corrected}."
    shown = (*finding.citations, *finding.opposing, *finding.nearest)[:1]
    why += "".join(f" [{source_text(one)}]" for one in shown)
    style = "bold red" if finding.is_problem else "yellow"
    label = Text(label_text(finding), style)
    return Text(place_in_draft(review, finding)), label, words, Text(why)
