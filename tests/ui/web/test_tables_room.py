"""What the room "Tables" is told by the program: rows in pieces, and nothing for other pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from rag.library import Library
from rag.tables.lines import Line
from rag.tables.listing import Compared
from rag.tables.row import Column, Mark, Row, Table
from rag.types import Span
from tests.rag.tables.shelf import DUTIES, shelf
from tests.ui.web.pages import make_document
from ui.web.markers import parse_marker
from ui.web.tables_room import MOST_TOGETHER, add_table_routes, group_told, pieces

TEXT = "The board must <b>light</b> the quays."
DOCUMENT = make_document(TEXT)
START = DOCUMENT.text.index(TEXT)
COLUMNS = tuple(Column(name, name) for name in "abc")
TABLE = Table("made", "Made", COLUMNS, lambda _document: iter(()))
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
    lambda ends: ends[0] < ends[1]
)
MARKS = st.lists(st.tuples(st.sampled_from("abcd"), SPANS), max_size=5)


def line(*marks: tuple[str, tuple[int, int]]) -> Line:
    made = tuple(Mark(name, Span(START + a, START + b)) for name, (a, b) in marks)
    row = Row(DOCUMENT.id, Span(START, START + len(TEXT)), made)
    return Line(row, DOCUMENT, ("", "", ""))


@given(MARKS)
def test_pieces_are_the_row_s_words_each_of_its_innermost_mark(
    marks: list[tuple[str, tuple[int, int]]],
) -> None:
    at = 0
    known = [(name, span) for name, span in marks if name != "d"]
    for text, column in pieces(line(*marks), TABLE):
        assert TEXT.startswith(text, at)
        over = [(b - a, "abc".index(name)) for name, (a, b) in known if a <= at < b]
        assert column == (min(over)[1] if over else -1)
        at += len(text)
    assert at == len(TEXT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"))
    yield library
    library.close()


@pytest.fixture(scope="module")
def client(small: Library) -> TestClient:
    app = FastAPI()
    add_table_routes(app, small)
    return TestClient(app)


def test_rows_lead_to_their_words(client: TestClient, small: Library) -> None:
    told = client.get("/tables/commitments", params={"documents": ["bells.md"]}).text
    rows = [
        json.loads(one.partition("data: ")[2])
        for one in told.split("\n\n")
        if one.startswith("event: row")
    ]
    document = small.store.document("bells.md")
    assert rows
    assert document
    for row in rows:
        marker = parse_marker(row["marker"])
        assert marker
        said = "".join(text for text, _ in row["pieces"])
        assert document.text[marker.start : marker.end] == said
        assert marker.agrees_with(document)


def test_another_site_s_page_is_refused(client: TestClient) -> None:
    for path in ("/tables/commitments", "/tables/commitments/file"):
        got = client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert got.status_code == 403


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("http://127.0.0.1:7860/", True),
        ("https://sanad.example/c/levies/", True),
        ("javascript:alert(1)/", False),
        ("http://a.example/?x=/", False),
        ("", False),
    ],
)
def test_links_of_a_file_lead_to_a_page(client: TestClient, page: str, kept: bool) -> None:
    got = client.get("/tables/commitments/file", params={"format": "csv", "page": page})
    assert got.status_code == 200
    link = (page if kept else "http://testserver/") + "?cite="
    assert link in got.text


def test_what_cannot_be_given_is_told(client: TestClient) -> None:
    assert client.get("/tables/nothing").status_code == 404
    got = client.get("/tables/commitments", params={"sort": "nobody"})
    assert got.status_code == 422
    assert "no column" in got.json()["detail"]


def test_of_many_rows_side_by_side_the_first_are_shown(small: Library) -> None:
    document = small.store.document("quays.md")
    assert document
    row = next(DUTIES.rows(document))
    many = Compared("One", "", (Line(row, document, ("", "", "", "")),) * (MOST_TOGETHER + 2))
    told = group_told(many, DUTIES, small)
    assert len(told["rows"]) == MOST_TOGETHER  # type: ignore[arg-type]
    assert told["more"] == 2
    assert group_told(replace(many, lines=many.lines[:1]), DUTIES, small)["more"] == 0
