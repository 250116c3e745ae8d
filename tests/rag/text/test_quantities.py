from __future__ import annotations

import pytest

from rag.text.quantities import days, figures


@pytest.mark.parametrize(
    ("text", "value", "sort", "bound", "unit"),
    [
        ("8,300 wells", 8300, "count", "", ""),
        ("over twenty-eight thousand wells", 28_000, "count", "above", ""),
        ("fewer than 28 million wells", 28e6, "count", "below", ""),
        ("at least a hundred wells", 100, "count", "above", ""),
        ("nearly half of the wells", 50, "percent", "below", ""),
        ("two-thirds of the wells", 200 / 3, "percent", "", ""),
        ("four fifths of the wells", 80, "percent", "", ""),
        ("12 per cent of wells", 12, "percent", "", ""),
        ("$2000 for wells", 2000, "money", "", "dollar"),
        ("Rs.50,000 for wells", 50_000, "money", "", "rupee"),
        ("$2.5b for wells", 2.5e9, "money", "", "dollar"),
        ("$3 million for wells", 3e6, "money", "", "dollar"),
        ("3 million rupees for wells", 3e6, "money", "", "rupee"),
        ("the tenth well", 10, "ordinal", "", ""),
        ("the 10th well", 10, "ordinal", "", ""),
        ("more than a year later", 1, "count", "above", "year"),
        ("within 3 weeks", 3, "count", "", "week"),
        ("some 10⁶ cells", 1e6, "count", "about", ""),
        ("3 × 10⁶ cells", 3e6, "count", "", ""),
        ("2 x 10^-3 grams", 0.002, "count", "", ""),
        ("£2.5bn for wells", 2.5e9, "money", "", "pound"),
        ("$40k for wells", 40_000, "money", "", "dollar"),
        ("INR 6 lakh 50 thousand", 650_000, "money", "", "rupee"),
    ],
)
def test_a_number_in_words_or_digits(
    text: str, value: float, sort: str, bound: str, unit: str
) -> None:
    (found,) = figures(text)
    assert (found.value, found.sort, found.bound, found.unit) == (value, sort, bound, unit)


def test_one_is_mostly_a_pronoun_and_a_date_no_number() -> None:
    assert figures("One of them met on May 3, 2017.") == ()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("on May 3, 2017", (2017, 5, 3)),
        ("on 3 May 2017", (2017, 5, 3)),
        ("on the 3rd of May", (None, 5, 3)),
        ("in january 2015", (2015, 1, None)),
        ("in 2015", (2015, None, None)),
        ("on 2017-05-03", (2017, 5, 3)),
    ],
)
def test_a_date_as_far_as_it_is_given(text: str, fields: tuple[int | None, ...]) -> None:
    (found,) = days(text)
    assert (found.year, found.month, found.day) == fields


def test_may_and_march_are_other_words_too() -> None:
    assert days("It may rain. They march on.") == ()


def test_parts_and_ends_of_a_time() -> None:
    start, end = days("From September 2014 to early 2015")
    assert (start.role, end.role, end.part) == ("start", "end", "early")


def test_dates_fit_or_rival_each_other() -> None:
    (may,), (day,), (june,) = days("in May 2017"), days("on 3 May"), days("in June 2017")
    assert may.fits(day)
    assert not may.fits(june)
    assert may.rivals(june)
    assert not may.rivals(day)
    assert may.as_fine_as(june)
    assert not may.as_fine_as(day)


def test_a_number_that_is_part_of_a_name_counts_nothing() -> None:
    named = "Four F-16 jets stood idle while Covid-19 spread among over-65s and Under-5s."
    assert [figure.value for figure in figures(named)] == [4, 65, 5]
