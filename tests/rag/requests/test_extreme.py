"""The rows of a table with the highest or lowest figures of a column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.extreme import extreme
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import request

COUNTIES = """<html><body><h1>Public libraries of the islands</h1>
<p>The libraries report in March. The northern counties have the older houses.</p>
<h2>Table 1. Loans per resident by county, 2019</h2>
<table>
<tr><td>County</td><td>Loans per resident</td><td>County</td><td>Loans per resident</td></tr>
<tr><td>All islands</td><td>9.0</td><td>Orrin</td><td>4.1</td></tr>
<tr><td>Aldmoor</td><td>5.2</td><td>Penhale</td><td>11.8</td></tr>
<tr><td>Brackwater</td><td>10.4</td><td>Quarnside</td><td>3.9</td></tr>
</table>
<h2>Table 2. Houses and staff of the libraries</h2>
<table>
<tr><td>County / District</td><td>Houses</td><td>Staff</td><td>Visits a week</td></tr>
<tr><td>Aldmoor</td><td>12</td><td>31</td><td>4,100</td></tr>
<tr><td>Brackwater</td><td>7</td><td>44</td><td>980</td></tr>
<tr><td>Orrin</td><td>12</td><td>9</td><td>n.a.</td></tr>
<tr><td>Penhale</td><td>3</td><td>8</td><td>600</td></tr>
<tr><td>Total</td><td>34</td><td>92</td><td>5,680</td></tr>
</table>
<p>The visits are those of the first week of May.</p></body></html>"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("counties")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "counties.html").write_text(COUNTIES, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


def rows(question: str, library: Library) -> list[tuple[str, str]]:
    """Give the first cell of each row that is shown, and what is marked in it."""
    draft = extreme(request(question, library))
    found = [one for part in draft.parts for one in part.evidence] if draft else []
    return [
        (one.text.split(" | ")[0], one.text[one.answer.start : one.answer.end])
        for one in found
        if one.answer
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which county had the most loans per resident in 2019?", [("Aldmoor", "Penhale")]),
        ("which county has the fewest loans per resident", [("Brackwater", "Quarnside")]),
        ("What was the highest number of loans per resident?", [("Aldmoor", "11.8")]),
        ("Which county has the largest staff?", [("Brackwater", "Brackwater")]),
        ("which county has the least visits a week", [("Penhale", "Penhale")]),
        ("which county has most houses", [("Aldmoor", "Aldmoor"), ("Orrin", "Orrin")]),
        (
            "the top two counties by staff",
            [("Brackwater", "44"), ("Aldmoor", "31")],
        ),
    ],
)
def test_the_row_of_the_most_or_least(
    question: str, expected: list[tuple[str, str]], counties: Library
) -> None:
    assert rows(question, counties) == expected


def test_it_says_among_how_many(counties: Library) -> None:
    draft = extreme(request("Which county has the largest staff?", counties))
    assert draft is not None
    assert "highest of the 4 figures read under “Staff”" in draft.parts[0].note
    assert "Left out: 1 of totals" in draft.parts[0].note


@pytest.mark.parametrize(
    "question",
    [
        "Which county bought the most books?",  # no column of that
        "Which parish has the largest staff?",  # rows of something else
        "Which county is the largest?",  # no column is asked for
        "At most how many houses has a county?",
    ],
)
def test_no_column_is_guessed(question: str, counties: Library) -> None:
    assert rows(question, counties) == []


def test_rows_that_are_not_the_most_are_no_answer(counties: Library) -> None:
    assert ask(Query("Which county is the largest?"), counties).status != "answered"
    assert ask(Query("Which county bought the most books?"), counties).status != "answered"


FELLINGS = """<html><body><h1>Felling notices</h1>
<p>Notices of Emmerby foresters, in the order of their receipt.</p>
<table>
<tr><th>Received</th><th>Forester</th><th>No. Of</th><th>Felling/Thinning</th></tr>
<tr><td>03/02/2016</td><td>Ash and Sons</td><td>40</td><td>Felling</td></tr>
<tr><td>03/05/2016</td><td>Birchwood Trust</td><td>60</td><td>Felling</td></tr>
<tr><td>03/09/2016</td><td>Cedar Works</td><td>25</td><td>Thinning</td></tr>
<tr><td>03/11/2016</td><td>Dell Company</td><td>7</td><td>Felling</td></tr>
</table></body></html>"""


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("biggest single felling in the Emmerby felling notices?", 1),
        ("what is the largest felling in the felling notices", 1),
        ("biggest single felling in the Skarvik felling notices?", 0),
    ],
)
def test_a_row_that_begins_with_a_day_is_called_by_its_first_words(
    question: str, shown: int, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "fellings.html").write_text(FELLINGS, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    draft = extreme(request(question, library))
    notes = [part.note for part in draft.parts] if draft else []
    assert len(notes) == shown
    assert all("“Birchwood Trust”" in note and "4 figures" in note for note in notes)
