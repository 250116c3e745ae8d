"""Cells of tables, asked for by the label of their row and the head of their column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.answerability.cell_lookup import find_cells
from rag.answering.steps import asked, search
from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from ui.display import cells_text

HARBOURS = """<html><body><h1>Harbours of the northern coast</h1>
<p>The harbours report once a year. Landings are weighed at the quay.</p>
<h2>Table 3. Landings of herring, in tonnes</h2>
<table>
<tr><td>Harbour</td><td>1998</td><td>2004</td><td>2010</td></tr>
<tr><td>Skarvik</td><td>1,204</td><td>1,377</td><td>990</td></tr>
<tr><td>Lower Skarvik</td><td>310</td><td>288</td><td>301</td></tr>
<tr><td>Ostnes</td><td>4,118</td><td>3,905</td><td></td></tr>
</table>
<p>Prices are those of the first sale.</p>
<h2>Table 4. Boats and crews</h2>
<table>
<tr><td>Harbour</td><td>Boats</td><td>Crew members</td><td>Days at sea</td></tr>
<tr><td>Skarvik</td><td>41</td><td>163</td><td>118</td></tr>
<tr><td>Ostnes</td><td>77</td><td>402</td><td>131</td></tr>
</table>
<h2>Table 5. Depth of the quay, in metres</h2>
<table>
<tr><td>Harbour</td><td>Depth</td><td>Harbour</td><td>Depth</td></tr>
<tr><td>Vardnes</td><td>6</td><td>Molvik</td><td>11</td></tr>
<tr><td>Tindvik</td><td>not measured</td><td>Hafnes</td><td>14</td></tr>
</table>
<p>The depths do not represent what may be dredged.</p></body></html>"""

MILLS = """<html><body><h1>Mills of the valley</h1>
<h2>Table 1. Flour sold by kind of mill:</h2>
<p>1911</p>
<table>
<tr><td>Kind of mill</td><td>Flour sold (sacks)</td><td>Licence</td></tr>
<tr><td>Mills, total</td><td>8,120</td><td>all</td></tr>
<tr><td>Water mills</td><td>5,310</td><td>yearly</td></tr>
<tr><td>Windmills</td><td>2,810</td><td>none</td></tr>
</table>
<h2>Table 2. Inspections of mills in 1912</h2>
<table>
<tr><td>Opened</td><td>Parish</td><td>Spring</td><td>Autumn</td><td>Totals</td></tr>
<tr><td>03/04/1902</td><td>Aldmoor</td><td>4</td><td>9</td><td>13</td></tr>
<tr><td>11/10/1899</td><td>Brackwater</td><td>2</td><td>6</td><td>8</td></tr>
</table>
<h2>Table 3. Wages of millers</h2>
<table>
<tr><td>Opened</td><td>Parish</td><td>No. of</td></tr>
<tr><td>03/04/1902</td><td>Thornley millers</td><td>21</td></tr>
<tr><td>01/02/1899</td><td>Brackwater millers</td><td>17</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("mills")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "mills.html").write_text(MILLS, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("total flour sold by mills 1911", ("Mills, total", "8,120")),
        ("How much flour was sold by water mills in 1911?", ("Water mills", "5,310")),
        ("How many inspections of mills did Aldmoor have in 1912?", ("03/04/1902", "13")),
        ("How many Thornley millers were affected?", ("03/04/1902", "21")),
    ],
)
def test_totals_and_captions_of_two_lines_are_read(
    question: str, expected: tuple[str, str], mills: Library
) -> None:
    assert cells(question, mills) == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "total flour sold by mills 1924",  # no such year over the table
        "total flour sold by mills to bakers 1911",  # the row of totals is of nobody's share
    ],
)
def test_a_row_of_totals_answers_only_what_its_caption_covers(
    question: str, mills: Library
) -> None:
    assert cells(question, mills) == []


def test_rows_of_other_things_are_no_total(mills: Library) -> None:
    answer = ask(Query("What is the total of flour sold by bakers?"), mills)
    assert answer.status != "answered"


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("harbours")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "harbours.html").write_text(HARBOURS, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


def cells(question: str, library: Library) -> list[tuple[str, str]]:
    read = asked(Query(question), library)
    found = find_cells(read, search(read, library))
    return [
        (
            one.document.text[one.row.start : one.row.end].split(" | ")[0],
            one.document.text[one.cell.start : one.cell.end] if one.cell else "",
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many tonnes of herring were landed at Skarvik in 2004?", ("Skarvik", "1,377")),
        ("herring landings Lower Skarvik 1998", ("Lower Skarvik", "310")),
        ("What was the number of crew members at Ostnes?", ("Ostnes", "402")),
        ("how many boats did skarvik have", ("Skarvik", "41")),
    ],
)
def test_the_cell_is_found_by_label_and_head(
    question: str, expected: tuple[str, str], harbours: Library
) -> None:
    assert cells(question, harbours) == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "How many tonnes of herring were landed at Skarvik in 2007?",  # no such column
        "How many tonnes of herring were landed at Vestby in 2004?",  # no such row
        "Why are the landings of Ostnes weighed?",
        "Who was the harbour master of Skarvik when the quay burnt down?",
    ],
)
def test_what_no_row_and_column_say_is_not_found(question: str, harbours: Library) -> None:
    assert cells(question, harbours) == []


def test_the_row_is_the_answer_with_its_heads(harbours: Library) -> None:
    answer = ask(Query("How many boats did Ostnes have?"), harbours)
    assert answer.status == "answered"
    assert answer.citations[0].quote == "Ostnes | 77 | 402 | 131"
    assert "Boats" in answer.citations[0].table_heads


def test_an_empty_cell_is_no_answer(harbours: Library) -> None:
    answer = ask(Query("How many tonnes of herring were landed at Ostnes in 2010?"), harbours)
    assert answer.status != "answered"


def test_rows_that_are_named_side_by_side_are_both_found(harbours: Library) -> None:
    found = cells("herring landings 1998: Lower Skarvik vs Ostnes", harbours)
    assert found == [("Lower Skarvik", "310"), ("Ostnes", "4,118")]


def test_a_row_of_two_labels_has_a_cell_for_each(harbours: Library) -> None:
    assert cells("What is the depth of the quay at Tindvik?", harbours) == [
        ("Tindvik", "not measured")
    ]
    assert cells("What is the depth of the quay at Hafnes?", harbours) == [("Tindvik", "14")]


@pytest.mark.parametrize(
    "question",
    [
        "How many tonnes of herring were burnt at Skarvik in 2004?",
        "How many boats were stolen at Ostnes?",
        "How many metres were dredged at Hafnes?",
    ],
)
def test_a_row_of_another_measure_is_no_answer(question: str, harbours: Library) -> None:
    assert ask(Query(question), harbours).status != "answered"


def test_both_rows_of_a_comparison_answer(harbours: Library) -> None:
    answer = ask(Query("Days at sea of Skarvik vs Ostnes?"), harbours)
    assert [citation.quote for citation in answer.citations] == [
        "Skarvik | 41 | 163 | 118",
        "Ostnes | 77 | 402 | 131",
    ]


def test_a_figure_alone_asks_for_nothing(harbours: Library) -> None:
    assert ask(Query("and 118?"), harbours).status != "answered"


INNS = """<html><body><h1>Inns of the coast road</h1>
<h2>No. 7. Inns of the road: number and beds, 1890 to 1910</h2>
<table>
<tr><td></td><td>under 10</td><td>10,000</td><td>20,000</td></tr>
<tr><td>NUMBER</td></tr>
<tr><td>1890</td><td>41</td><td>30</td><td>11</td></tr>
<tr><td>1900</td><td>52</td><td>37</td><td>15</td></tr>
<tr><td>1910</td><td>58</td><td>40</td><td>18</td></tr>
<tr><td>BEDS</td></tr>
<tr><td>1890 (in hundreds)</td><td>7</td><td>5</td><td>2</td></tr>
<tr><td>1900 (in hundreds)</td><td>9</td><td>6</td><td>3</td></tr>
</table>
<h2>Notices of dismissal by the inns</h2>
<table>
<tr><td>Notice date</td><td>Inn</td><td>Place</td><td>No. of</td><td>Kind of layoff</td></tr>
<tr><td>03/04/1902</td><td>Grey Heron Ltd</td><td>Skarvik</td><td>14</td><td>for good</td></tr>
<tr><td>18/05/1902</td><td>Grey Heron Ltd</td><td>Skarvik</td><td>3</td><td>for good</td></tr>
<tr><td>21/05/1902</td><td>White Hart</td><td>Ostnes</td><td>6</td><td>for winter</td></tr>
</table>
<h2>Inns and stables</h2>
<table>
<tr><td>Parish</td><td>Number of inns</td><td>Inns, number of ostlers</td></tr>
<tr><td>Aldmoor</td><td>12</td><td>31</td></tr>
<tr><td>Brackwater</td><td>7</td><td>44</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def inns(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("inns")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "inns.html").write_text(INNS, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many inns of the road were there in 1900?", ["1900"]),
        ("What were the beds of the inns in 1900?", ["1900 (in hundreds)"]),
    ],
)
def test_rows_stand_under_the_line_before_them(
    question: str, expected: list[str], inns: Library
) -> None:
    assert [row for row, _ in cells(question, inns)] == expected


def test_all_rows_of_one_label_are_shown(inns: Library) -> None:
    question = "How many employees did Grey Heron lay off in Skarvik?"
    assert cells(question, inns) == [("03/04/1902", "14"), ("18/05/1902", "3")]
    answer = ask(Query(question), inns)
    assert [one.text.split(" | ")[0] for one in answer.statements] == ["03/04/1902", "18/05/1902"]


def test_a_head_that_counts_something_else_is_not_the_column(inns: Library) -> None:
    assert cells("How many inns were there in Aldmoor parish?", inns) == [("Aldmoor", "12")]


CLUBS = """<html><body><h1>Clubs of the valley in November 1931</h1>
<h2>Table 1. Members of the clubs</h2>
<table>
<tr><td>Club</td><td>Women</td><td>Men</td><td>Totals</td></tr>
<tr><td>Valley rambling society (VRS)</td><td>21</td><td>34</td><td>55</td></tr>
<tr><td>Bee keepers (each)</td><td>12</td><td>9</td><td>21</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def clubs(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("clubs")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "clubs.html").write_text(CLUBS, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("how many women were members of the VRS?", "21"),
        ("VRS members total nov 1931", "55"),
        ("bee keepers men 1931", "9"),
    ],
)
def test_a_row_is_met_by_its_initials_and_told_with_its_heads(
    text: str, marked: str, clubs: Library
) -> None:
    answer = ask(Query(text), clubs)
    assert answer.status == "answered"
    first, cited = answer.statements[0], answer.citations[0]
    assert first.answer is not None
    assert first.text[first.answer.start : first.answer.end] == marked
    assert cells_text(cited, first.answer).endswith(f": {marked}")
    assert cells_text(cited).startswith("Women: ")
