"""One figure is one word, however it is written; another figure, or a year, is another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.content_words import words_of
from rag.text.figure_words import as_word, figure_words, same_figure, writings


@pytest.mark.parametrize(
    "text",
    [
        "2500",
        "2,500",
        "two thousand five hundred",
        "2.5 thousand",
        "25 hundred",
        "Rs 2,500",
        "£2.5k",
    ],
)
def test_a_figure_is_one_word_however_it_is_written(text: str) -> None:
    said = [same_figure(word.lower()) for word in words_of(f"a fee of {text} for wells")]
    assert "2,500" in said


def test_south_asian_figures_are_read() -> None:
    assert [one.word for one in figure_words("2.5 lakh wells, 3 crore trees")] == [
        "250,000",
        "30,000,000",
    ]
    assert same_figure("2,50,000") == "250,000"


def test_a_count_is_no_year() -> None:
    assert "2012" in words_of("begun in 2012")
    assert "2,012" in words_of("a fee of 2012 rupees")
    assert same_figure("2012") == "2012" != same_figure("2,012")


def test_a_year_before_what_happened_in_it_stays_one() -> None:
    assert "2012" in words_of("the 2012 elections")


def test_figures_apart_stay_apart() -> None:
    assert same_figure("2,500") != same_figure("2,900")
    assert words_of("five wells") == ["five", "wells"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("a fee of 2500 rupees", {"2,500", "2.5 thousand", "two thousand five hundred"}),
        ("six thousand wells", {"6000", "6,000", "6 thousand"}),
        ("ten per cent", {"10"}),
        ("250000 people", {"250,000", "2,50,000", "250 thousand"}),
        ("in 2012", set()),
        ("the third of them", set()),
    ],
)
def test_a_figure_is_searched_for_in_its_other_writings(text: str, others: set[str]) -> None:
    assert set(writings(text)) == others


@given(st.integers(min_value=2, max_value=10**14))
def test_every_writing_of_a_figure_is_that_figure(value: int) -> None:
    for way in (str(value), *writings(f"all {value:,} of them")):
        (word,) = words_of(f"{way}") if figure_words(way) else (way,)
        assert 1500 <= value <= 2099 or same_figure(word.lower()) == as_word(value), way


@given(st.text(max_size=60))
def test_nothing_raises_whatever_the_text(text: str) -> None:
    writings(text)
    words_of(text)
    same_figure(text.lower())
