from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.quote_matching import exact, fold, occurrences, quoted

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


def test_every_place_is_found() -> None:
    text = "The goats ran. The hens sat. The goats ran off."
    assert [text[s.start : s.end] for (s,) in occurrences("The goats ran", text)] == [
        "The goats ran",
        "The goats ran",
    ]
    assert len(list(occurrences("The … ran", text))) == 3


def test_quotations_in_a_statement() -> None:
    text = "She called it “the final punch of all” and “kill”."
    (span,) = quoted(text)
    assert text[span.start : span.end] == "the final punch of all"
