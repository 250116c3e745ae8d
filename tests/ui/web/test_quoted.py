"""Quoted words as HTML: every character of them, and nothing else, is the element's text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Span
from ui.web.quoted import quote_html


class _Read(HTMLParser):
    """What a browser reads of a piece of HTML: its text, what is marked, and the cells' heads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.marked, self.heads = "", "", list[str]()
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "strong"
        self.heads += [value or "" for name, value in attrs if name == "label"]

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._inside else ""


_WORDS = st.text(st.sampled_from("ab |“”\"'<&>\n‘’"), max_size=40)


@given(_WORDS, st.integers(0, 40), st.integers(0, 40), st.lists(_WORDS, max_size=4))
def test_the_text_is_the_quote_whatever_stands_in_it(
    quote: str, start: int, size: int, heads: list[str]
) -> None:
    read = _Read(quote_html(quote, marked=[Span(start, start + size)], heads=heads))
    assert read.text == quote
    assert read.marked in quote[start : start + size] or " | " in quote


def test_a_row_stands_under_its_heads() -> None:
    row = "Bay Bread | 09/25/2015 | 121"
    html = quote_html(row, marked=[Span(12, 22)], heads=("", 'Effective <b>"', "No. of"))
    read = _Read(html)
    assert html.startswith('<q class="quoted row">')
    assert read.text == row
    assert read.marked == "09/25/2015"
    assert read.heads == ['Effective <b>"', "No. of"]
    assert "<b>" not in html


def test_heads_of_another_width_are_no_heads() -> None:
    assert _Read(quote_html("a | b | c", heads=("x", "y"))).heads == []


@pytest.mark.parametrize(
    ("quote", "look"),
    [
        ("“All of it is theirs.”", "quoted own"),
        ('"Theirs, typed."', "quoted own"),
        ("“Half of it”, she said.", "quoted edged"),
        ("“One” and “another”", "quoted edged"),
        ("She said “no”", "quoted edged"),
        ("Nobody spoke.", "quoted"),
    ],
)
def test_marks_of_its_own_arent_doubled(quote: str, look: str) -> None:
    assert quote_html(quote).startswith(f'<q class="{look}">')
