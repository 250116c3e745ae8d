"""Tests for raised and lowered figures."""

import unicodedata

from ingest.load.raised import fraction, subscript, superscript, with_fractions


def test_digits_and_signs_are_raised_and_lowered_letters_stay() -> None:
    assert superscript("6") == "⁶"
    assert superscript("-9") == superscript("−9") == "⁻⁹"
    assert superscript("st") == "st"
    assert subscript("2") == "₂"


def test_a_fraction_is_one_letter_where_there_is_one() -> None:
    assert fraction("1", "2") == "½"
    assert fraction("3", "8") == "⅜"
    assert fraction("3", "11") == "³⁄₁₁"
    assert unicodedata.normalize("NFKC", fraction("3", "11")) == "3⁄11"


def test_a_fraction_is_put_together_of_raised_and_lowered_digits() -> None:
    assert with_fractions("1¹/₂ miles") == "1½ miles"
    assert with_fractions("⁵⁄₁₆ inch") == "⁵⁄₁₆ inch"
    assert with_fractions("10⁶/7, x₁/₂, ¹/₁₀") == "10⁶/7, x₁/₂, ⅒"
