"""A table's row is of the measure that is asked for, or of another."""

from __future__ import annotations

import pytest

from rag.answerability.measure_asked import of_another_measure
from rag.question.question_type import parse

CAPTIONED = "Table 2. Boats inspected in 1998 / Harbour | Trawlers | Ferries"
BARE = "Harbour | Trawlers | Ferries"
ROW = "Skarvik | 41 | 7"


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("How many boats were inspected at Skarvik?", False),
        ("How many boats were sunk at Skarvik?", True),
        ("How many lorries were inspected at Skarvik?", True),
        ("How many trawlers are there at Skarvik?", False),
        ("How many trawlers were reported at Skarvik?", False),
        ("How many trawlers did Skarvik build?", False),  # Skarvik's doing isn't the table's
        ("How many workers were affected by boats at Skarvik?", False),
        ("How many workers are there at Skarvik?", True),
        ("Why were boats inspected at Skarvik?", False),
        ("How many wooden boats were inspected at Skarvik?", True),
        ("How many different boats were inspected at Skarvik?", False),
        ("How many Skarvik boats were inspected?", False),
        ("How many trawlers carry boats at Skarvik?", False),  # "carry" narrows no boats
        ("boats inspected Skarvik", False),
        ("boats scrapped Skarvik", True),
    ],
)
def test_what_is_counted_must_stand_over_the_row(question: str, another: bool) -> None:
    assert of_another_measure(parse(question), ROW, CAPTIONED, "Harbours", ()) is another


def test_the_title_speaks_for_a_table_without_a_caption() -> None:
    slot = parse("How many trawlers were repaired at Skarvik?")
    assert not of_another_measure(slot, ROW, BARE, "Boats repaired", ())
    assert of_another_measure(slot, ROW, CAPTIONED, "Boats repaired", ())


def test_a_note_says_what_the_figures_do_not_stand_for() -> None:
    slot = parse("How many boats were inspected at Skarvik?")
    note = "The figures do not represent the number of boats inspected twice."
    other = "The figures do not include rowing boats."
    assert of_another_measure(slot, ROW, CAPTIONED, "Harbours", [note])
    assert not of_another_measure(slot, ROW, CAPTIONED, "Harbours", [other])
