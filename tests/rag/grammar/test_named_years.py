from __future__ import annotations

import pytest

from rag.grammar.named_years import dates_nothing
from rag.text.periods import periods


def nothing(text: str) -> bool:
    found = periods(text)
    assert found, text
    return all(dates_nothing(text, one.start, one.end) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Eels are rare (Okoro, 2015).",
        "Eels are rare (see Okoro and Lind 2015; Berg 1999).",
        "Okoro (2015) found eels rare.",
        "Lind et al. (2015) found eels rare.",
        "(2016) 12 Marine Law Rev 3",
        "[2016] UKSC 5",
        "85 Fed. Reg. 12345 (May 3, 2020)",
        "21 FR 1308, June 20, 1974",
        "the 2009 Harbour Rule applies",
        "the Harbour Review 2024 said so",
        "under the Ports Act, 1964 and its rules",
        "Regulation (EU) 2016/79 and Order No. 2015",
        "Fed. R. Civ. P. 2003(b)",
        "a day of sailing (e.g., 2015-03-24)",
        "© Harbour Board 2020",
        "harbour.test, accessed 3 May 2019",
        "J Harb 128: 1872-1880",
    ],
)
def test_years_of_works_and_in_names_date_nothing(text: str) -> None:
    assert nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "The convention was adopted in 1961.",
        "the Ports Act of 1964",
        "In 2026 Orkney will follow.",
        "The mole was built then (2015).",
        "since 2023, Orkney has had eels",
        "Printed on 3 May 2019",
        "the 2015 floods",
        "The Board (founded in 2015) met.",
        "with the 9th Harbour Assembly (2013-2014)",
        "the Harbour Treaty (1957)",
    ],
)
def test_other_years_date(text: str) -> None:
    assert not nothing(text)
