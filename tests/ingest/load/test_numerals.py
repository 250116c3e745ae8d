from __future__ import annotations

import pytest

from ingest.load.numerals import numeral, numerals_at_ends, roman, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Page 4 of 9", "4"),
        ("– xii –", "xii"),
        ("[7]", "7"),
        ("B-12", "B-12"),
        ("9-8", "9-8"),
        ("In 1947", None),
        ("2001-02", None),
        ("Ibid., p. 14.", None),
        ("", None),
    ],
)
def test_what_is_a_numeral_and_no_more(text: str, expected: str | None) -> None:
    found = numeral(text)
    assert (found and found.label) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S. 2187—14", {"14"}),
        ("38 Papers of the council", {"38"}),
        ("No. 24-113 Filed 04/05/24 Page 3 of 7", {"3"}),
        ("Of wells and pumps 4-12", {"4-12"}),
        ("12 | Wells", {"12"}),
        ("Wells | 12", {"12"}),
        ("Table 5", set()),
        ("2. The wardens", set()),
        ("Ibid., p. 14.", set()),
        ("04/05/24", set()),
    ],
)
def test_numerals_at_the_ends_of_a_line(text: str, expected: set[str]) -> None:
    assert {found.label for found in numerals_at_ends(text)} == expected


def test_roman_numerals_are_read_as_they_are_written() -> None:
    assert roman(1994) == "mcmxciv"
    assert all(value_of(roman(number)) == (True, number) for number in range(1, 400))
    assert value_of("XIV") == (True, 14)
    assert value_of("iiii") is None
    assert value_of("14") == (False, 14)
