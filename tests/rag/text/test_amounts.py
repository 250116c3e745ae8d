from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.amounts import amounts


@pytest.mark.parametrize(
    ("text", "number", "unit", "value", "measure"),
    [
        ("The trawler has 14 berths.", "14", "", 14, ""),
        ("over 1800 whale sightings", "1800", "", 1800, ""),
        ("Three members left.", "Three", "", 3, ""),
        ("A fine of £40k was paid.", "£40k", "£", 40_000, "pound"),
        ("It cost Rs 3.5 billion.", "Rs 3.5 billion", "Rs", 3.5e9, "rupee"),
        ("It cost $5B.", "$5B", "$", 5e9, "dollar"),
        ("It cost Rs.50,000/- each.", "Rs.50,000", "Rs.", 50_000, "rupee"),
        ("It cost A$3.", "A$3", "A$", 3, "A dollar"),
        ("It cost 12 euros.", "12 euros", "euros", 12, "euro"),
        ("It cost $2000 each.", "$2000", "$", 2000, "dollar"),
        ("Wool fell by 62 per cent.", "62 per cent", "per cent", 62, "per cent"),
        ("It is -4% now.", "-4%", "%", -4, "per cent"),
        ("It fell to minus 3 degrees.", "minus 3", "degrees", -3, "degree"),
        ("half of the households", "half", "", 50, "per cent"),
        ("two-thirds of the nets", "two-thirds", "", 200 / 3, "per cent"),
        ("half a million eels", "half a million", "", 5e5, ""),
        ("1.2m eels", "1.2m", "", 1.2e6, ""),
        ("a 1.2m", "1.2", "m", 1.2, "metre"),
        ("one in five eels", "one in five", "", 0.2, "share"),
        ("a ratio of 3:1", "3:1", "", 3, "ratio"),
        ("100 000 homes", "100 000", "", 1e5, ""),
        ("a million and a half eels", "a million and a half", "", 1.5e6, ""),
        ("two and a half hours", "two and a half", "hours", 2.5, "hour"),
        ("½ mile", "½", "mile", 0.5, "mile"),
        ("1 1/2 miles", "1 1/2", "miles", 1.5, "mile"),
        ("4½ hours", "4½", "hours", 4.5, "hour"),
        ("a five-year lease", "five", "year", 5, "year"),
        ("a 5-year-old boat", "5", "year-old", 5, "year"),
        ("Ida is aged 72", "72", "aged", 72, "year"),
        ("twenty (20) days", "twenty (20)", "days", 20, "day"),
        ("2,190 l/s", "2,190", "l/s", 2190, "litre per s"),
        ("€250 per quarter per child", "€250", "€", 250,
         "euro per quarter per child"),
        ("five miles a day", "five", "miles a day", 5, "mile per day"),
        ("a two-thirds majority", "two-thirds", "", 200 / 3, "per cent"),
        ("twice as deep", "twice", "", 2, ""),
        ("a threefold rise", "threefold", "", 3, ""),
        ("three times as deep", "three", "times", 3, "time"),
        ("the first three quarters of the year", "three quarters", "", 3, "quarter"),
    ],
)  # fmt: skip
def test_a_number_with_its_unit(
    text: str, number: str, unit: str, value: float, measure: str
) -> None:
    (found,) = amounts(text)
    assert text[found.start : found.end] == number
    assert text[slice(*found.unit)] == unit
    assert found.value == pytest.approx(value)
    assert found.measure == measure


@pytest.mark.parametrize(
    ("text", "number", "low", "high"),
    [
        ("10-15 days", "10-15", 10, 15),
        ("18 to 24 year olds", "18 to 24", 18, 24),
        ("between 5 and 10 million eels", "5 and 10 million", 5e6, 10e6),
        ("aged between 18 and 24", "18 and 24", 18, 24),
        ("5 to 10 millions", "5 to 10 millions", 5e6, 10e6),
        ("two or three eels", "two or three", 2, 3),
    ],
)
def test_a_range_is_one(text: str, number: str, low: float, high: float) -> None:
    (found,) = amounts(text)
    assert (text[found.start : found.end], found.value, found.to) == (number, low, high)


def test_a_number_that_ends_a_bracket_counts() -> None:
    assert [one.value for one in amounts("some (or 12 of 40) had eels")] == [12, 40]


def test_two_ends_of_a_change_are_two() -> None:
    assert [one.value for one in amounts("It rose from 5 to 8 tonnes.")] == [5, 8]


@pytest.mark.parametrize(
    "text",
    [
        "In 2015 exports fell; on 3 May 2019 they met.",
        "See section 5 and Tables 3, 4 and 7.",
        "Chapter 13, Annex 2, Area Two and page 40 say so.",
        "G20, Covid-19, F-16 and R2T2",
        "21 CFR 1308.11, 5 U.S.C. 552(a) and 16 Pet. 367",
        "Call 202-555-0134 or +44 20 7946 0958.",
        "1200 High Street",
        "Models A350–941 and –1041, 5 U.S.C. chapter 7, (202) 267–8180",
        "Doc. 2020–17221 and H. R. 1904—8",
        "2015 exports fell.",
        "at 10:30 a.m., 06:16PM or 5 p.m.",
        "On days two and three; Vote Number: 83; a number (e.g., 498)",
        "the third meeting of the 20th century",
        "One of them left, and one stayed; net zero is far.",
        "a two-way radio, the Big Four and a third party",
        "so it was shown [2, 5-7] before (4)",
        "1) a pier, and 2) a mole",
        "3. The pier",
        "version 2.0.1, ISBN 978-1-5286-6176-8, www.pier.test/12",
        "the second half was dry",
        "years that end in “2”, a ¾-Length Rail",
        "14 CFR part 39, Order No. 2019-12, in the late 60s and in season six",
        "Call 1 - 800 - 772 - 1213.",
        "1,4-dimethylbenzene and 4-hydroxybutyrate",
    ],
)
def test_what_only_names_or_dates_counts_nothing(text: str) -> None:
    assert [text[one.start : one.end] for one in amounts(text)] == []


@given(st.integers(2, 10**9), st.sampled_from(("eels", "tonnes", "per cent", "days")))
def test_any_count_is_read_back(count: int, unit: str) -> None:
    (found,) = amounts(f"It had {count:,} {unit}.")
    assert found.value == count


@given(st.text("0123456789 -/–.,()%£'aMy", max_size=40))
def test_numbers_are_in_order_and_apart(text: str) -> None:
    end = 0
    for one in amounts(text):
        assert end <= one.start < one.end <= one.whole <= len(text)
        assert 0 <= one.unit[0] <= one.unit[1] <= len(text)
        end = one.end
