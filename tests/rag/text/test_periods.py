from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.periods import periods


@pytest.mark.parametrize(
    ("text", "said", "iso"),
    [
        ("The dam was closed on 3 May 2019.", "3 May 2019", "2019-05-03"),
        ("It opened on Friday, May 3, 2019.", "Friday, May 3, 2019", "2019-05-03"),
        ("It opened in June 2019.", "June 2019", "2019-06"),
        ("In 2015 exports of wool fell.", "2015", "2015"),
        ("the flood of (2015)", "2015", "2015"),
        ("They met on 19 November.", "19 November", "--11-19"),
        ("They met in July.", "July", "--07"),
        ("Tolls rose in early 2014.", "early 2014", "2014"),
        ("Tolls rose early in 2014.", "early in 2014", "2014"),
        ("by the end of 2020", "the end of 2020", "2020"),
        ("by autumn 2024", "autumn 2024", "2024"),
        ("in the third quarter of 2020", "third quarter of 2020", "2020"),
        ("in the 1990s", "1990s", "1990/1999"),
        ("in the mid-1980s", "mid-1980s", "1980/1989"),
        ("between 2008 and 2011", "between 2008 and 2011", "2008/2011"),
        ("from 2008 to 2011", "from 2008 to 2011", "2008/2011"),
        ("in 2008–11", "2008–11", "2008/2011"),
        ("in fiscal year 2016-17", "fiscal year 2016-17", "2016/2017"),
        ("in FY2016", "FY2016", "2016"),
        ("2026/27 to 2029/30", "2026/27 to 2029/30", "2026/2030"),
        ("on 3-5 May 2019", "3-5 May 2019", "2019-05-03/2019-05-05"),
        ("May 3–5, 2019", "May 3–5, 2019", "2019-05-03/2019-05-05"),
        ("January to March 2019", "January to March 2019", "2019-01/2019-03"),
        ("between March and May 2019", "between March and May 2019", "2019-03/2019-05"),
        ("from 3 May to 5 June 2019", "from 3 May to 5 June 2019", "2019-05-03/2019-06-05"),
        ("October 1 to September 30", "October 1 to September 30", "--10-01/--09-30"),
        ("on the seventh day of January, two thousand and three",
         "the seventh day of January, two thousand and three", "2003-01-07"),
        ("on 4/5/2019", "4/5/2019", "2019"),
        ("on 23/5/2019", "23/5/2019", "2019-05-23"),
    ],
)  # fmt: skip
def test_a_time_is_whole_and_sorted_by_what_is_told(text: str, said: str, iso: str) -> None:
    (found,) = periods(text)
    assert (text[found.start : found.end], found.iso) == (said, iso)


@pytest.mark.parametrize(
    "text",
    [
        "It cost $2000.",
        "There were 1500 people on the pier.",
        "There are 2,015 wells.",
        "It tracked over 1800 whale sightings.",
        "see section 2015.3",
        "for two years",
        "today and currently",
        "at 10:30 a.m.",
        "in the 12th century",
        "They may march on.",
    ],
)
def test_no_time(text: str) -> None:
    assert periods(text) == ()


def test_two_times_that_nothing_joins_stay_two() -> None:
    text = "It was closed in 1961 and 1963, and again in March and in May 2019."
    assert [text[one.start : one.end] for one in periods(text)] == [
        "1961", "1963", "March", "May 2019",
    ]  # fmt: skip


def test_two_days_of_one_month_are_no_range() -> None:
    (found,) = periods("They met on 3 and 5 May 2019.")
    assert found.iso == "2019-05-03"


@given(
    st.dates(date(1500, 1, 1), date(2098, 12, 31)), st.sampled_from((" to ", " – ", "-", " until "))
)
def test_any_two_days_make_a_range(day: date, joint: str) -> None:
    later = day.replace(year=day.year + 1, day=1)
    text = f"It was open {day.day} {day:%B} {day.year}{joint}{later.day} {later:%B} {later.year}."
    (found,) = periods(text)
    assert found.iso == f"{day.isoformat()}/{later.isoformat()}"


@given(st.text("0123456789 -/–.,()'aMy", max_size=40))
def test_times_are_in_order_and_apart(text: str) -> None:
    ends = [0]
    for one in periods(text):
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)
