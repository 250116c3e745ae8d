from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.dates import dates_in, only_date


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        *((day, (2019, 5, 3)) for day in (
            "3 May 2019", "3rd May 2019", "May 3, 2019", "May 3 2019", "3rd day of May 2019",
            "2019-05-03", "3 de mayo de 2019", "3 mai 2019", "3. Mai 2019", "3 de maio de 2019",
        )),
        *((month, (2019, 5)) for month in ("May 2019", "mayo de 2019", "May, 2019")),
        ("25.1.2022", (2022, 1, 25)),
        ("4.5.2022", (2022, 5, 4)),
        ("2/23/2006", (2006, 2, 23)),
        ("23/2/2006", (2006, 2, 23)),
        ("5/5/2006", (2006, 5, 5)),
        ("1er février 2020", (2020, 2, 1)),
        ("12-Mar-2019", (2019, 3, 12)),
        ("4/5/2019", ()),
        ("31 February 2019", ()),
        ("2019-13-45", ()),
        ("2010-2019", ()),
        ("2019", ()),
        ("3 May", ()),
        ("on 3 May 2019", ()),
    ],
)  # fmt: skip
def test_a_date_is_one_beyond_doubt(text: str, parts: tuple[int, ...]) -> None:
    assert only_date(text) == parts


def test_dates_are_found_in_order() -> None:
    text = "Printed 11 July 2011, published on July 19, 2011; see section 4.5.2011.2 of May 2010."
    assert [one.parts for one in dates_in(text)] == [(2011, 7, 11), (2011, 7, 19), (2010, 5)]


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    assert only_date(f"{day.day} {day:%B} {day.year}") == (day.year, day.month, day.day)
