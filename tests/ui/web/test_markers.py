"""Markers survive the way through the browser, and forged ones do nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.web.pages import cite_words, make_document
from ui.web.markers import Marker, marker_of, parse_marker

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


MARKERS = st.builds(
    Marker,
    turn=st.integers(0, 999_999),
    kind=st.sampled_from(["source", "nearest", "document", "link"]),
    number=st.integers(0, 999_999),
    document_id=NAMES,
    start=st.integers(0, 10**9),
    end=st.integers(0, 10**9),
    digest=st.just("0123456789abcdef"),
)


@given(MARKERS)
def test_a_marker_comes_back_as_it_went(marker: Marker) -> None:
    assert parse_marker(marker.id) == marker
    assert re.fullmatch(r"[A-Za-z0-9_-]+", marker.id)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "c-",
        "c-1-s1-",
        "c-1-s1-%%%",
        "c-1-x1-YQ",
        "c-1-s1-YQ",
        "c-1-s1-_____w",
        "c-1-s1-" + "A" * 9999,
    ],
)
def test_what_we_did_not_write_is_not_read(forged: str) -> None:
    assert parse_marker(forged) is None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    parse_marker(text)
    parse_marker(f"c-1-s1-{text}")


def test_a_marker_knows_whether_its_words_still_stand_there() -> None:
    document = make_document("People are fed up.")
    marker = marker_of(cite_words(document, "fed up"), turn=1, number=1)
    assert marker.agrees_with(document)
    assert not marker.agrees_with(make_document("Nobody is fed up."))
    assert not Marker(1, "source", 1, "brief", -5, -1, marker.digest).agrees_with(document)
