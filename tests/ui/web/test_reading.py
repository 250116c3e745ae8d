"""Reading on in a document: nothing is left out or shown twice, and places are where they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Block, Document, Page, SourceMap
from tests.ui.web.pages import make_document, read
from ui.web.document_text import View, text_html
from ui.web.markers import Marker
from ui.web.page_boxes import boxes_of
from ui.web.reading import (
    PART_CHARS,
    about_json,
    found_json,
    part_after,
    part_around,
    part_before,
    part_json,
)
from ui.web.table_text import cells_of

LONG = replace(
    make_document(*[f"Paragraph {number}. " + "word " * 90 for number in range(150)]),
    source_map=SourceMap("utf-8", ()),
)


def test_the_parts_of_a_document_leave_nothing_out_and_repeat_nothing() -> None:
    at, seen = 0, ""
    while at < len(LONG.text):
        low, high = part_after(LONG, at)
        assert low == at < high <= at + PART_CHARS
        seen += read(str(part_json(LONG, low, high, (0, 0))["html"])).text
        at = high
    assert "".join(seen.split()) == "".join(LONG.text.split())


def test_parts_are_the_same_backwards() -> None:
    at, lows = len(LONG.text), []
    while at:
        low, high = part_before(LONG, at)
        assert low < high == at
        assert high - low <= PART_CHARS
        lows.append(low)
        at = low
    ends = {0, *(block.end for block in LONG.blocks)}
    assert set(lows) <= ends


@given(st.integers(0, len(LONG.text)))
def test_the_part_around_a_place_holds_it(at: int) -> None:
    low, high = part_around(LONG, at)
    assert low <= at <= high
    assert high - low <= 2 * PART_CHARS + 1_000


def test_one_endless_block_comes_in_parts_too() -> None:
    document = make_document("word " * 10_000)
    at, parts = 0, 0
    while at < len(document.text):
        low, at = part_after(document, at)
        assert low < at
        assert document.text[at - 1 : at + 1] != "or"
        parts += 1
    assert parts < 2 + len(document.text) / (PART_CHARS - 100)
    low, _ = part_before(document, len(document.text))
    assert document.text[low:].startswith("word")


def test_every_piece_of_text_says_which_characters_it_is() -> None:
    html = str(part_json(LONG, 0, 2_000, (30, 60))["html"])
    pairs = [value for name, value in read(html).attributes if name in ("data-at", "data-to")]
    pieces = [(int(a or 0), int(b or 0)) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]
    assert [LONG.text[a:b] for a, b in pieces] == [
        LONG.text[block.start : min(block.end, 2_000)]
        for block in LONG.blocks
        if block.start < 2_000
    ]
    assert read(html).marked == [LONG.text[30:60]]


def test_a_later_part_names_only_the_pages_that_begin_in_it() -> None:
    pages = tuple(Page(n + 1, 5_000 * n, 5_000 * (n + 1)) for n in range(12))
    document = replace(LONG, source_map=replace(LONG.source_map, pages=pages))
    low, high = part_after(document, part_after(document, 0)[1])
    seen = read(str(part_json(document, low, high, (0, 0))["html"])).text
    named = [page.number for page in pages if f"p. {page.number}" in seen]
    assert named == [page.number for page in pages if low < page.start < high]


def make_table(*rows: str, heads: int = 1) -> Document:
    document = make_document(*rows)
    blocks = tuple(
        replace(block, kind="table", level=1 if at < heads else 0)
        for at, block in enumerate(document.blocks[1:])
    )
    return replace(document, blocks=(document.blocks[0], *blocks))


def test_a_table_is_a_table() -> None:
    document = make_table("Year | Levy", "2019 | 20", "2020 | 30", "A note on all of it")
    start = document.text.index("2020 | 30")
    marker = Marker(1, "source", 1, "brief", start, start + 9)
    seen = read(text_html(View(document, marker, 0, len(document.text))))
    assert [seen.tags.count(tag) for tag in ("table", "tr", "th", "td")] == [1, 4, 2, 5]
    assert seen.marked == ["2020", "30"]
    assert ("colspan", "2") in seen.attributes
    assert "|" not in seen.text


def test_lines_of_one_cell_are_no_table() -> None:
    seen = read(text_html(View(make_table("one", "two"), Marker(0, "document", 0, "brief"), 0, 30)))
    assert "table" not in seen.tags
    assert "two" in seen.text


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("a | b", ["a", "b"]),
        ("| 2006 | 2007", ["", "2006", "2007"]),
        ("a | | c", ["a", "", "c"]),
        ("a | b |", ["a", "b", ""]),
        ("a|b | c", ["a|b", "c"]),
        ("alone", ["alone"]),
        ("", [""]),
    ],
)
def test_cells(row: str, cells: list[str]) -> None:
    text = f"x {row} y"
    found = [text[cell.start : cell.end] for cell in cells_of(text, 2, 2 + len(row))]
    assert found == cells


def test_what_is_known_of_a_document() -> None:
    pages = (Page(1, 0, 9, "iv"), Page(2, 9, 30))
    document = make_document("The levy rose.", file="a.pdf")
    document = replace(document, source_map=SourceMap("utf-8", (), pages))
    told = about_json(document)
    assert told["pages"] == [[1, "iv", 0, "p. iv (PDF p. 1)"], [2, None, 9, "PDF p. 2"]]
    assert told["outline"] == [[0, 1, "A brief"]]


def test_words_are_found_in_any_case_and_over_line_ends() -> None:
    document = make_document("The “Levy” rose.\nThe levy  rose again, and the well-known one.")
    text = document.text
    assert found_json(document, "  LEVY ")["hits"] == [
        [at, at + 4, []] for at in (text.index("Levy"), text.index("levy"))
    ]
    hits = found_json(document, "rose. the levy rose")["hits"]
    assert isinstance(hits, list)
    [[start, end, _]] = hits
    assert text[start:end] == "rose.\nThe levy  rose"
    for words in ('"levy"', "well\u2011known"):
        assert len(found_json(document, words)["hits"]) == 1  # type: ignore[arg-type]
    for words in ("", "  ", ".*", "(", "tax"):
        assert found_json(document, words) == {"hits": [], "more": False}


def test_the_boxes_of_a_quote_and_whether_it_has_them() -> None:
    document = make_document("Alpha beta gamma.", title="T")
    at = [document.text.index(word) for word in ("Alpha", "beta", "gamma.")]
    words = (at[0], at[0] + 5, 10, 10, 60, 22, at[1], at[1] + 4, 70, 10, 110, 22)
    placed = replace(
        document, source_map=SourceMap("utf-8", (), (Page(3, 0, len(document.text)),), words=words)
    )
    both = boxes_of(placed, at[0], at[1] + 4)
    assert both.placed == "all"
    assert both.values() == [[3, 1.0, 1.0, 11.0, 2.2]]
    assert boxes_of(placed, at[0], at[2] + 6).placed == "some"
    assert boxes_of(placed, at[2], at[2] + 6) == boxes_of(document, at[0], at[2])
    assert boxes_of(document, at[0], at[2]).placed == "none"


def test_blocks_that_overrun_the_document_do_no_harm() -> None:
    wrong = replace(LONG, blocks=(Block("paragraph", 0, 10**9),))
    assert abs(part_after(wrong, 0)[1] - PART_CHARS) < 80
    assert abs(part_before(wrong, 20_000)[0] - 12_000) < 80
