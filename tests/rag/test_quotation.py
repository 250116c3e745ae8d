from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.quotation import exact, find_quotation, fold, quoted
from tests.rag.fakes import made_document

TEXT = (
    "The board argued that geo-economics is “more\nimportant” than geo-politics. Another   "
    "member said no; counter-\nterror plans failed in 2014-15."
)


def parts(quote: str) -> list[str]:
    return [TEXT[span.start : span.end] for span in exact(quote, TEXT)]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Another member said no", ["Another   member said no"]),
        ('geo- economics is "more important"', ["geo-economics is “more\nimportant”"]),
        ("counterterror plans failed in 2014–15", ["counter-\nterror plans failed in 2014-15"]),
        ("The board argued … said no", ["The board argued", "said no"]),
        ("The board argued [...] said no", ["The board argued", "said no"]),
        ("[t]he board argued that", ["he board argued that"]),
        ("Another member [of the board] said no", ["Another   member", "said no"]),
        ("Another member [sic] said no", ["Another   member", "said no"]),
    ],
)
def test_what_makes_no_difference(quote: str, found: list[str]) -> None:
    assert parts(quote) == found


@pytest.mark.parametrize(
    "quote",
    [
        "the board argued",  # another letter
        "oard argued that",  # a word cut
        "said no … The board argued",  # the other way about
        "plans failed in 201415",  # a hyphen between digits says something
        "Another member said yes",
        "…",
        "",
    ],
)
def test_what_does(quote: str) -> None:
    assert parts(quote) == []


@given(st.text(max_size=60))
def test_folding_knows_where_each_character_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    if folded.text:
        span = folded.span(0, len(folded.text))
        assert fold(text[span.start : span.end]).text.strip() == folded.text.strip()


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 60))
def test_a_slice_between_words_is_found_where_it_stands(start: int, length: int) -> None:
    words = TEXT[start : start + length].split(" ")[1:-1]
    quote = " ".join(words).strip(" -\n")
    if quote and "-" not in (quote[0], quote[-1]):
        assert parts(quote)


def test_the_document_that_it_is_really_from(tmp_path: Path) -> None:
    mill, _, _ = made_document(tmp_path, "The mill burned down in May 1990.\n", "mill")
    well, _, _ = made_document(tmp_path, "The well ran dry in June 1991.\n", "well")
    (found,) = find_quotation("well ran dry", (mill, well))
    assert (found.document_id, found.exact) == ("well", True)
    assert well.text[found.start : found.end] == "well ran dry"


def test_a_near_match_says_in_what_it_differs(tmp_path: Path) -> None:
    mill, _, _ = made_document(tmp_path, "The mill burned down in May 1990.\n", "mill")
    quote = "The mill burned down in June 1990."
    (found,) = find_quotation(quote, (mill,))
    assert not found.exact
    ((ours, theirs),) = found.differences
    assert quote[ours.start : ours.end] == "June"
    assert mill.text[theirs.start : theirs.end] == "May"
    assert find_quotation("Nobody has ever seen such goats.", (mill,)) == ()


def test_quotations_in_a_statement() -> None:
    text = "She called it “the final punch of all” and “kill”."
    (span,) = quoted(text)
    assert text[span.start : span.end] == "the final punch of all"
