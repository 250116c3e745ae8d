"""Figures in a table's row: what the heads over their columns say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.answer_candidates import Filler
from rag.answerability.answer_patterns import DAY, MONTH, YEAR
from rag.english.word_lists import words
from rag.question.question_type import Slot
from rag.text.content_words import words_of

BAR = "|"
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_YEAR = re.compile(r"\W{0,2}(?:1[5-9]|20)\d\d\W{0,2}")
_ALL = re.compile(rf"(?:{'|'.join(words('judgement', 'counts_all'))})\W*(?:of\W*)?", re.IGNORECASE)


def under_heads(slot: Slot, fillers: Sequence[Filler], row: str, heads: str) -> list[Filler]:
    """Give the fillers of a row that can answer, each counting what is said over it.

    ``heads`` is what stands over the row: the table's caption, and a line for the heads of its
    columns. Where the question names a figure that is the head of a column (a year), only what
    stands in that column is left: an empty cell isn't filled from the next.
    """
    if not heads:
        return list(fillers)
    nouns = tuple(words_of(heads))
    asked = _columns_named(slot, heads)
    return [
        replace(filler, nouns=(*(n for n in filler.nouns if not n[0].isdigit()), *nouns))
        for filler in fillers
        if not asked or row.count(BAR, 0, filler.start) in asked
    ]


def is_silent(slot: Slot, row: str, heads: str) -> bool:
    """Say whether a row is empty in every column that the question names by its figure."""
    cells = row.split(BAR)
    asked = _columns_named(slot, heads) if heads else set()
    return bool(asked) and not any(cells[at].strip() for at in asked if at < len(cells))


def _columns_named(slot: Slot, heads: str) -> set[int]:
    """Give the columns, from 0, whose head is one of the question's figures."""
    return {
        column
        for line in heads.replace(" / ", "\n").splitlines()
        if BAR in line
        for column, cell in enumerate(line.split(BAR))
        if column and cell.strip() in slot.numbers
    }


def is_figure(text: str) -> bool:
    """Say whether a cell is more figure than words."""
    return any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) <= len(text) / 2


def is_day(text: str) -> bool:
    """Say whether a cell is a date in figures."""
    return _DATE.fullmatch(text.strip()) is not None


def holds_date(text: str) -> bool:
    """Say whether a date, or a part of one, stands in a cell."""
    return any(form.search(text) for form in (_DATE, DAY, MONTH, YEAR))


def holds_figure(text: str) -> bool:
    """Say whether a figure stands in a cell, be it among words, that is no date."""
    return any(map(str.isdigit, _DATE.sub("", text)))


def is_amount(text: str) -> bool:
    """Say whether a cell is a figure that counts or measures, and no date."""
    return is_figure(text) and not _DATE.fullmatch(text.strip())


_AMOUNT = re.compile(
    r"[^\w\s(–\u2212-]{0,2}(?P<sign>[–\u2212-]?)[^\w\s(]{0,2}(?P<figure>\d[\d,]*(?:\.\d+)?)"
    r"\s?(?P<unit>%|[a-zA-Z]{0,3})[^\w\s]{0,2}[¹²³⁴-⁹]{0,2}"
)


def amount_of(text: str) -> tuple[float, str] | None:
    """Read the one figure that a cell is, with what stands behind it; None for any other cell."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or not counts(text):
        return None
    amount = float(match["figure"].replace(",", ""))
    return (-amount if match["sign"] else amount), match["unit"].lower()


def counts(text: str) -> bool:
    """Say whether a cell is an amount, and no year."""
    return is_amount(text) and not _YEAR.fullmatch(text.strip())


def counts_all(head: str) -> bool:
    """Say whether a column's head says no more than that it counts: "Totals", "No. of"."""
    return _ALL.fullmatch(head.strip(" *")) is not None
