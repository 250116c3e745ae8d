"""Tests for Markdown: numbers of items, struck-out words."""

from __future__ import annotations

from ingest.load.text.markdown import read


def texts(text: str) -> list[str]:
    blocks, _ = read(text)
    for block in blocks:
        for line in block.lines:
            assert text[line.start : line.end] == line.text == line.text.strip() != ""
    return [" ".join(line.text for line in block.lines) for block in blocks]


def test_the_number_of_an_item_is_text_where_a_page_shows_it() -> None:
    assert texts("3. a\n4. b\n   and b\n   1. c\n\n- d\n") == [
        *("3. a", "4. b and b", "1. c", "d"),
    ]
    assert texts("> 2) a\n> 3) b\n") == ["2) a", "3) b"]
    assert texts("1. a\n1. b\n1. c\n") == ["1. a", "b", "c"]


def test_struck_words_are_left_out_and_counted() -> None:
    text = (
        "The ~~old fee\nof five~~ fee is <del>nine</del> <ins>eight</ins> rupees.\n\n"
        "~~Boats may fish.~~\n\n- due ~~in June~~ in May\n\nUse `~~x~~` or ~ and ~~ alone.\n"
    )
    assert texts(text) == [
        "The fee is <ins>eight</ins> rupees.",
        "due in May",
        "Use `~~x~~` or ~ and ~~ alone.",
    ]
    _, (finding,) = read(text)
    assert finding.message == "left out: 10 words that are struck out"
    assert finding.text == "old fee of five nine Boats may fish. in June"
    assert read("Nothing ~5 of it~ is struck.")[1] == ()
