"""Questions about a folder of real documents, and quotes as a person sees them on the page.

    python -m evals.suites.documents FOLDER [--list]

FOLDER holds the documents and ``questions.jsonl``, an object a line: ``document`` (null where no
document answers), ``question``, ``answerable``, ``gold_quote`` as it stands on the page,
``printed_page`` and ``physical_page`` (null where there is none). A question is right if it's
answered and one quote of the answer holds the gold letter for letter, but for white space, quote
marks, hyphens and the bars between a table's cells. "In the text" says that one block of the
document as read holds it, whatever was answered.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import BaseModel, ConfigDict

from evals.suites.library import eval_library
from evals.suites.rows import read_jsonl, validated
from rag.ask import ask
from rag.library import Library
from rag.types import Answer, Document, Query

IGNORED = re.compile(r"[\s|\"“”„«»'’‘\u2010-\u2015-]")


class Asked(BaseModel):
    """One question, and what a person found on the page."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    document: str | None = None
    question: str
    answerable: bool
    gold_quote: str | None = None
    printed_page: str | int | None = None
    physical_page: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one question. ``label`` and ``number`` say whether they are the page's."""

    asked: Asked
    outcome: str
    in_text: bool = False
    label: bool | None = None
    number: bool | None = None
    quote: str = ""


def main() -> None:
    """Ask every question and write the counts."""
    parser = argparse.ArgumentParser(prog="python -m evals.suites.documents", description=__doc__)
    parser.add_argument("folder", type=Path, help="documents, and questions.jsonl")
    parser.add_argument("--list", action="store_true", help="write each question that isn't right")
    options = parser.parse_args()
    path = options.folder / "questions.jsonl"
    rows = [row for _, row in validated(read_jsonl(path, "question"), Asked, path)]
    library = eval_library(path, options.folder, say=click.echo)
    documents = {document.file: document for document in _documents(library)}
    found = [_ask(row, library, documents) for row in rows]
    for one in found if options.list else ():
        if one.outcome not in ("right", "declined") or one.label is False or one.number is False:
            click.echo(_line(one))
    click.echo(_summary(found))


def _documents(library: Library) -> Iterable[Document]:
    for entry in library.store.entries():
        if document := library.store.document(entry.id):
            yield document


def _ask(asked: Asked, library: Library, documents: dict[str, Document]) -> Found:
    answer = ask(Query(asked.question), library)
    quotes = [citation.quote for citation in answer.citations]
    said = answer.status == "answered"
    if not asked.answerable or asked.gold_quote is None:
        return Found(asked, "answered" if said else "declined", quote=" // ".join(quotes))
    gold = bare(asked.gold_quote)
    text = documents.get(asked.document or "")
    in_text = text is not None and any(
        gold in bare(text.text[block.start : block.end]) for block in text.blocks
    )
    if not said:
        return Found(asked, answer.status, in_text, quote=" // ".join(quotes))
    right = any(gold in bare(quote) for quote in quotes)
    label, number = _pages(asked, answer, gold) if right else (None, None)
    outcome = "right" if right else "beside the point"
    return Found(asked, outcome, in_text, label, number, " // ".join(quotes))


def _pages(asked: Asked, answer: Answer, gold: str) -> tuple[bool | None, bool | None]:
    """Say whether the right quote's page has the label and the number that a person saw."""
    page = next(c.page for c in answer.citations if gold in bare(c.quote))
    if asked.physical_page is None:
        return None, None
    printed = None if asked.printed_page is None else str(asked.printed_page)
    number = page is not None and page.number == asked.physical_page
    return page is not None and page.label == printed, number


def bare(text: str) -> str:
    """Leave out what a quote may be set otherwise in: white space, quote marks, hyphens, bars."""
    return IGNORED.sub("", text)


def _line(one: Found) -> str:
    place = f"{one.asked.document or 'no document'} p. {one.asked.physical_page}"
    flags = [name for name, value in (("label", one.label), ("page", one.number)) if value is False]
    known = "in the text" if one.in_text else "not in the text"
    what = f"wrong {' and '.join(flags)}" if flags else f"{one.outcome}, {known}"
    return f"{what}: {place}: {one.asked.question}\n    {one.quote[:300]}"


def _summary(found: Iterable[Found]) -> str:
    rows = list(found)
    answerable = [one for one in rows if one.asked.answerable]
    outcomes = Counter(one.outcome for one in answerable)
    declined = [one.outcome == "declined" for one in rows if not one.asked.answerable]
    labels = [one.label for one in answerable if one.label is not None]
    numbers = [one.number for one in answerable if one.number is not None]
    pages = f"printed page {sum(labels)} of {len(labels)}, physical page {sum(numbers)}"
    return "\n".join(
        (
            f"answerable {len(answerable)}: "
            + ", ".join(f"{name} {count}" for name, count in outcomes.most_common()),
            f"gold quote in one block of the text: {sum(one.in_text for one in answerable)}",
            f"of those right: {pages} of {len(numbers)}",
            f"without an answer {len(declined)}: declined {sum(declined)}",
        )
    )


if __name__ == "__main__":
    main()
