"""Marks with both ends of Markdown's emphasis, or with none."""

from __future__ import annotations

import pytest

from rag.tables.commitments import rows
from rag.tables.emphasis import whole
from rag.types import Span
from tests.rag.tables.lines import filled, of_lines


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("*Nordfjell", "*Nordfjell", "Nordfjell"),
        ("*Nordfjell* sails", "*Nordfjell*", "Nordfjell"),
        ("**Nordfjell** sails", "**Nordfjell", "Nordfjell"),
        ("the *Nordfjell* sails", "the *Nordfjell", "the *Nordfjell*"),
        ("the _Nordfjell_ sails", "the _Nordfjell", "the _Nordfjell_"),
        ("• the ship", "• the ship", "the ship"),
        ("the hull_no of it", "the hull_no", "the hull_no"),
        ("paint it by *May*", "paint it by *", "paint it by "),
        ("*", "*", "*"),
    ],
)
def test_a_part_has_both_ends_of_an_emphasis_or_none(text: str, part: str, expected: str) -> None:
    span = whole(text, Span(0, len(part)))
    assert text[span.start : span.end] == expected


def test_the_marks_of_a_duty_are_whole() -> None:
    said = "The master of *Nordfjell* shall log each *fire drill*."
    document = of_lines(("paragraph", said))
    (row,) = [filled(one, document) for one in rows(document)]
    assert (row["actor"], row["action"], row["object"]) == (
        "The master of *Nordfjell*", "log each *fire drill*", "each *fire drill*",
    )  # fmt: skip
