"""Links to passages: opened where the words are now, or told what has become of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.ask import ask
from rag.citations.quote_address import Address, address_of
from rag.library import Library
from rag.types import Query
from tests.ui.web.pages import read
from tests.ui.web.test_events import BROKEN, CHECKS
from tests.ui.web.test_panel import OURS
from tests.ui.web.test_render import HOSTILE
from ui.web.showing import open_link


@pytest.fixture(scope="module")
def address(library: Library) -> Address:
    return address_of(ask(Query(CHECKS), library).citations[0])


def test_a_link_opens_its_words(library: Library, address: Address) -> None:
    seen = read(open_link(str(address), library))
    assert seen.marked == [address.quote]
    assert "Linked passage" in seen.text
    assert "changed" not in seen.text


def test_words_that_moved_are_found_and_told(library: Library, address: Address) -> None:
    moved = replace(address, content_hash="0" * 12, start=1, end=2)
    seen = read(open_link(str(moved), library))
    assert seen.marked == [address.quote]
    assert "The document has changed since; the words are the same." in seen.text


def test_words_that_changed_are_shown_as_they_were(library: Library, address: Address) -> None:
    was = address.quote.replace("common man", "poor woman")
    changed = replace(address, content_hash="0" * 12, quote=was)
    html = open_link(str(changed), library)
    seen = read(html)
    assert seen.marked == [address.quote]
    assert f"They were: {was}" in seen.text
    assert "<u>poor woman</u>" in html


def test_words_that_are_gone_are_told_with_what_is_nearest(
    library: Library, address: Address
) -> None:
    was = address.quote.replace("common man", "poor woman")
    gone = replace(address, content_hash="0" * 12, quote=was, before="Never so", after="Nor so")
    seen = read(open_link(str(gone), library))
    assert seen.marked == []
    assert "no longer in the document" in seen.text
    assert address.quote in seen.text
    assert len(seen.markers()) == 1


def test_a_document_that_left_is_told(library: Library, address: Address) -> None:
    seen = read(open_link(str(replace(address, document_id="unheard-of")), library))
    assert "no document unheard-of" in seen.text


@pytest.mark.parametrize("text", [*HOSTILE, "", "x" * 1_000_000])
def test_what_is_no_address_is_told_and_shown_as_itself(library: Library, text: str) -> None:
    html = open_link(text, library)
    seen = read(html)
    assert "This link can’t be followed" in seen.text
    assert set(seen.tags) <= OURS | {"code"}
    assert len(html) < 2_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_link_show_as_themselves(
    library: Library, address: Address, text: str
) -> None:
    hostile = replace(address, content_hash="0" * 12, quote=f"{address.quote} {text}")
    seen = read(open_link(str(hostile), library))
    assert set(seen.tags) <= OURS


def test_what_nobody_foresaw_is_told(address: Address) -> None:
    assert "secret" not in open_link(str(address), BROKEN)
