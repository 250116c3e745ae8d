from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.find_quote import Finds, find
from rag.errors import QueryError
from rag.library import Library
from rag.text.fuzzy_matching import nearest
from rag.text.quote_matching import occurrences
from rag.types import Query, Scope

PUNCH = "The group argued that military should be the final punch against militancy"


def differing(finds: Finds, library: Library) -> list[tuple[str, str]]:
    located = finds.near[0].located
    document = library.store.document(located.document_id)
    assert document is not None
    return [
        (finds.words[said.start : said.end], document.text[found.start : found.end])
        for said, found in located.differences
    ]


def test_exact_words_come_with_page_and_context(library: Library) -> None:
    finds = find(Query(PUNCH), library)
    (match,) = finds.exact
    assert match.citation.quote == PUNCH
    assert match.citation.page is not None
    assert match.citation.page.number == 4
    assert match.before.endswith("provide input on the policy. ")
    assert match.after.startswith(", not the first line of defence.")


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        (PUNCH.replace("final", "last"), ("last", "final")),
        (PUNCH.replace("should be", "should not be"), ("not", "")),
        (PUNCH.replace("military should", "should"), ("", "military")),
        ("The group was … told that the cabinet had once, in 2015, announced", ("2015", "2014")),
        ("releases a list of 171 proscribed outfits", ("releases", "released")),
        ("there are 8,400 people in Schedule 4", ("8,400", "8,300")),
    ],
)
def test_near_words_say_what_differs(
    words: str, differs: tuple[str, str], library: Library
) -> None:
    finds = find(Query(words), library)
    assert not finds.exact
    assert differing(finds, library) == [differs]


def test_every_place_is_listed(library: Library) -> None:
    finds = find(Query("first line of defense"), library)
    assert len(finds.exact) == 1
    assert "defence" in [there for _, there in differing(finds, library)]
    twice = find(Query("exploring how to address internal security challenges"), library)
    assert len(twice.exact) == 2
    assert len({match.citation.start for match in twice.exact}) == 2


def test_what_nobody_wrote_is_not_found(library: Library) -> None:
    finds = find(Query("a choir of goats sang in the old theatre of Verona"), library)
    assert (finds.exact, finds.near) == ((), ())
    assert finds.searched.documents == 2


def test_a_scope_holds(library: Library) -> None:
    finds = find(Query(PUNCH, Scope(documents=("rumi-2015",))), library)
    assert not finds.exact


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_what_is_no_quotation_is_refused(words: str, library: Library) -> None:
    with pytest.raises(QueryError):
        find(Query(words), library)


TEXT = "The mill burned down in May 1990, and the well ran dry. The mill burned down once more."


def test_occurrences_are_all_found() -> None:
    found = occurrences("the mill burned down", TEXT.lower())
    assert [spans[0].start for spans in found] == [0, 56]


@given(st.text(max_size=80))
def test_ranges_lie_within_both_texts(quote: str) -> None:
    near = nearest(quote, TEXT)
    if near is not None:
        assert 0 <= near.likeness <= 1
        for span in near.spans:
            assert 0 <= span.start < span.end <= len(TEXT)
        for said, found in near.differences:
            assert 0 <= said.start <= said.end <= len(quote)
            assert 0 <= found.start <= found.end <= len(TEXT)


@given(st.integers(0, 16), st.sampled_from(["goat", "1991", "not"]))
def test_one_exchanged_word_is_the_difference(index: int, word: str) -> None:
    words = TEXT.split()
    words[index] = word
    quote = " ".join(words)
    near = nearest(quote, TEXT)
    assert near is not None
    assert [quote[said.start : said.end] for said, _ in near.differences] == [word]
