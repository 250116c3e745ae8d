"""Values as Excel shows them in their cells."""

from __future__ import annotations

import datetime

import pytest

from ingest.load.office.number_format import shown

NOW = datetime.datetime.fromisoformat("2024-05-03T15:07:09")
ACCOUNTS = '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (None, "General", ""),
        (True, "General", "TRUE"),
        ("words", "@", "words"),
        (3, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "1E+20"),
        (1234567.891, "#,##0.0", "1,234,567.9"),
        (2.5, "0", "3"),
        (7, "000", "007"),
        (0.5, ".00", ".50"),
        (1.5, "0.0#", "1.5"),
        (0.125, "0.0%", "12.5%"),
        (-5, "0", "-5"),
        (-0.001, "0.0", "0.0"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-1234.5, r"#,##0.00_);[Red]\(#,##0.00\)", "(1,234.50)"),
        (0, '0;-0;"–"', "–"),
        (0, ACCOUNTS, "-"),
        (1234.5, ACCOUNTS, "1,234.50"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (12.5, "[$€-407] #,##0.00", "€ 12.50"),
        (12.5, '"$"#,##0', "$13"),
        (5, '0" days; all told"', "5 days; all told"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "# ?/?", "1 1/2"),
        (0.25, "?/?", "1/4"),
        (1e300, "0.00", "1E+300"),
        (123456789, "000-00-0000", "123456789"),
        (NOW, "d mmmm yyyy", "3 May 2024"),
        (NOW, "mm-dd-yy", "2024-05-03"),
        (NOW, "dd/mm/yyyy hh:mm", "03/05/2024 15:07"),
        (NOW, "h:mm AM/PM", "3:07 PM"),
        (NOW, "mm:ss", "07:09"),
        (NOW, r"[$-409]d\-mmm\-yy;@", "3-May-24"),
        (NOW, "dddd", "Friday"),
        (NOW.replace(hour=0, minute=0, second=0), "General", "2024-05-03"),
        (datetime.time(3, 4), "h:mm:ss", "3:04:00"),
        (datetime.timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_a_value_is_written_as_a_person_sees_it(value: object, code: str, expected: str) -> None:
    assert shown(value, code) == expected
