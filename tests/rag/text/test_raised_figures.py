"""Tests that raised and lowered figures are met by what somebody types."""

from __future__ import annotations

import pytest

from rag.text.raised_figures import typed
from rag.text.tokens import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10⁶ t", "10^6 t"),
        ("7 × 10⁻⁹", "7 × 10^-9"),
        ("CO₂ and m²", "CO2 and m2"),
        ("½ a mile", "1/2 a mile"),
        ("11½ miles", "11 1/2 11.5 miles"),
        ("2⅜", "2 3/8 2.375"),
        ("³\N{FRACTION SLASH}₁₁ of it", "3/11 of it"),
        ("in 2019¹² too", "in 2019^12 too"),
        ("The levy is £5 – naïve.", "The levy is £5 – naïve."),
    ],
)
def test_figures_as_they_are_typed(text: str, expected: str) -> None:
    assert typed(text) == expected


def test_words_with_raised_figures_are_compared_as_typed_and_keep_their_place() -> None:
    text = "10⁶ t of CO₂ on 5 km²"
    found = tokens(text)
    assert [token.word for token in found] == ["10", "6", "t", "of", "co2", "on", "5", "km2"]
    assert [text[token.start : token.end] for token in found][:2] == ["10", "⁶"]
    assert [token.word for token in tokens("10th 5s 1,200 3a")] == ["10th", "5s", "1,200", "3a"]
