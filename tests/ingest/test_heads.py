"""Tests for telling a table's column heads, and where they go."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.heads import count_heads, tables_in
from ingest.load.html.reader import load_html
from ingest.load.raw import Reading
from ingest.split import split
from rag.types import Citation, Source


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (["District | Wells", "Upper | 12", "Lower | 9"], 1),
        (["District | 2018 | 2019", "Upper | | 7.9", "Lower | 9.1"], 1),
        (["| Wells | Wells", "District | dug | lost", "Upper | 12 | 3", "Lower | 9 | 1"], 2),
        (["Upper | 12", "Lower | 9", "Mill | 4"], 0),
        (["Minister | Office", "The warden | Wells", "The miller | Flour"], 0),
        (["Year | Rain", "2018 | 1,204 mm", "2019 | 988 mm"], 1),
        (["Name | Share", "Upper | 12 %", "Lower | (3)"], 1),
        (["District | Wells", "Upper | 12"], 0),
        (["Wells of the valley", "District | Wells", "Upper | 12", "Lower | 9"], 2),
        (["Upper valley", "Mill | 12", "Bridge | 9"], 0),
    ],
)
def test_heads_are_rows_of_words_above_figures(rows: list[str], count: int) -> None:
    assert count_heads(rows) == count


TABLE = """<html><body><h1>Water of the valley</h1><h2>Table 3: Rain and wells</h2><table>
<tr><td>Place</td><td>Rain in spring</td><td>Wells sunk</td></tr>
<tr><td>Upper bridge</td><td>310</td><td>4</td></tr>
<tr><td>Lower bridge</td><td>287</td><td>11</td></tr></table>
<p>The count was made in the summer by two wardens of each side of the valley.</p></body></html>"""


def test_heads_and_caption_belong_to_each_row() -> None:
    document = build_document("rain.html", load_html(TABLE.encode(), Reading()), Source("rain"))
    passages = {passage.text: passage for passage in split(document)}
    rows = next(text for text in passages if text.startswith("Upper bridge"))
    assert passages[rows].heading_path[-2:] == (
        "Table 3: Rain and wells",
        "Place | Rain in spring | Wells sunk",
    )
    assert "Wells sunk" in passages[rows].text_with_heads
    assert not any(text.startswith("Place |") for text in passages)
    last = next(text for text in passages if text.startswith("The count"))
    assert passages[last].heading_path[-1] == "Table 3: Rain and wells"
    assert passages[last].text_with_heads == last


def test_another_table_begins_where_the_columns_change() -> None:
    rows = [
        "Place | Rain",
        "Upper | 310",
        "Lower | 287",
        "Year | Wells | Pumps",
        "2018 | 4 | 7",
        "2019 | 1 | 3",
    ]
    assert [len(table) for table in tables_in(list(enumerate(rows)))] == [3, 3]
    assert [len(table) for table in tables_in(list(enumerate(rows[:3])))] == [3]
    assert list(tables_in([])) == []


def test_a_quoted_row_says_what_stands_over_it() -> None:
    document = build_document("rain.html", load_html(TABLE.encode(), Reading()), Source("rain"))
    row, words = (document.text.index(text) for text in ("Upper bridge |", "The count"))
    made = [
        Citation(
            key="1",
            document_id="rain",
            file="rain.html",
            content_hash="",
            title="",
            passage_id="",
            start=block.start,
            end=block.end,
            quote=document.text[block.start : block.end],
            source=document.source,
            heading_path=block.heading_path,
        )
        for block in map(document.block_at, (row, words))
        if block
    ]
    assert [citation.table_heads for citation in made] == [
        "Place | Rain in spring | Wells sunk",
        "",
    ]


def test_heads_that_the_page_tells_need_no_figures_below() -> None:
    html = (
        "<h1>Wardens of the valley</h1>"
        "<table><tr><th>Office<th>Holder<th>Seat<tr><td>Warden<td>Ada Lund<td>Mill"
        "<tr><td>Reeve<td>Jon Berg<td>Bridge</table>"
        "<table><thead><tr><td>Well<td>Keeper</thead><tr><td>Upper<td>Ole</table>"
        "<table><tr><th>Lower<th>Per</table>"
        "<p>So they were chosen.</p><table><tr><th>Upper<td>dry<tr><th>Lower<td>deep</table>"
    )
    document = build_document("w.html", load_html(html.encode(), Reading()), Source("w"))
    rows = [one for one in document.blocks if one.kind == "table"]
    told = [(document.text[one.start : one.end], one.level, one.heading_path[1:]) for one in rows]
    assert told == [
        ("Office | Holder | Seat", 1, ()),
        ("Warden | Ada Lund | Mill", 0, ("Office | Holder | Seat",)),
        ("Reeve | Jon Berg | Bridge", 0, ("Office | Holder | Seat",)),
        ("Well | Keeper", 1, ()),
        ("Upper | Ole", 0, ("Well | Keeper",)),
        ("Lower | Per", 0, ()),
        ("Upper | dry", 0, ()),
        ("Lower | deep", 0, ()),
    ]


@pytest.mark.parametrize(("told", "count"), [(1, 1), (2, 2), (3, 0), (4, 0)])
def test_heads_that_are_told_stand_over_rows(told: int, count: int) -> None:
    assert count_heads(["Office | Holder", "held | by", "Warden | Ada"], told=told) == count
