"""Tests for the numbers of lists."""

from __future__ import annotations

from ingest.load.list_numbers import in_words, letters, ordinal, repeated_letters, small_roman


def test_numbers_as_lists_write_them() -> None:
    assert [letters(n) for n in (0, 1, 26, 27, 703)] == ["0", "a", "z", "aa", "aaa"]
    assert [repeated_letters(n) for n in (0, 1, 27, 28, 10_000)] == ["0", "a", "aa", "bb", "10000"]
    assert [small_roman(n) for n in (0, 4, 1999, 4000)] == ["0", "iv", "mcmxcix", "4000"]
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 22)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "22nd",
    ]
    assert [in_words(n, ordinal_word=True) for n in (1, 20, 21)] == ["First", "Twentieth", "21st"]
    assert [in_words(n, ordinal_word=False) for n in (0, 19, 20)] == ["Zero", "Nineteen", "20"]
