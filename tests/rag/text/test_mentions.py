"""Which words a text has in some form. What stands there must never be called missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.mentions import Mentions


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("reject", "The board rejected the bid."),
        ("recommend", "Recommendations of the panel"),
        ("decide", "a decision on the dam"),
        ("acting", "an action for damages"),
        ("user", "the data that we use"),
        ("DAMS", "the dam's wall"),
        ("government", "the gov-\nernment of the day"),
        ("groundwater", "the ground water below"),
        ("well-being", "their wellbeing"),
        ("cooperate", "to co-operate with others"),
        ("2500", "a fee of 2,500 rupees"),
        ("2,500", "two thousand five hundred rupees"),
        ("1000000", "some 10⁶ cells"),
        ("nine", "all 9 members"),
        ("second", "the 2nd reading"),
        ("1980s", "begun in 1984"),
        ("2012", "on 3 May 2012"),
        ("Rs", "2,500 rupees"),
        ("US", "the U.S. law"),
        ("WHO", "the World Health Organization"),
        ("café", "a cafe by the sea"),
    ],
)
def test_a_word_is_there_in_any_form(word: str, text: str) -> None:
    assert Mentions([text]).has(word)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("bread", "take a break and write"),
        ("reject", "The board approved the bid."),
        ("2500", "a fee of 25 rupees"),
        ("1980s", "begun in 1994"),
        ("tax", "the text of the taxi rule"),
        ("whale", "on the whole"),
        ("fox", ""),
    ],
)
def test_another_word_is_not_it(word: str, text: str) -> None:
    assert not Mentions([text]).has(word)


@given(st.text(min_size=1, max_size=30), st.text(max_size=80))
def test_nothing_raises_whatever_the_text(word: str, text: str) -> None:
    Mentions([text]).has(word)


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True), st.text(alphabet="abc XYZ\n", max_size=40))
def test_a_word_that_stands_there_is_found(word: str, rest: str) -> None:
    assert Mentions([f"{rest} {word} {rest}"]).has(word)
    assert Mentions([f"{rest} {word.upper()}, {rest}"]).has(word)
