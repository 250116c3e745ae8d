from __future__ import annotations

import pytest

from ingest.load.list_numbers import roman
from ingest.load.pdf.numerals import numeral, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Page 4 of 9", "4"), ("– xii –", "xii"), ("[7]", "7"), ("In 1947", None), ("", None)],
)
def test_what_is_a_numeral_and_no_more(text: str, expected: str | None) -> None:
    match = numeral(text)
    assert (match and match[1]) == expected


def test_roman_numerals_are_read_as_they_are_written() -> None:
    assert roman(1994) == "mcmxciv"
    assert all(value_of(roman(number)) == (True, number) for number in range(1, 400))
    assert value_of("XIV") == (True, 14)
    assert value_of("iiii") is None
    assert value_of("14") == (False, 14)
