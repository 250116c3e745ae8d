from __future__ import annotations

from dataclasses import replace

import pytest

from evals.metrics.items import Quoted, Said
from evals.metrics.unsupported_details import slip_figures, slips
from tests.evals.metrics.made import ASKED


def found(statement: str, *quotes: str) -> list[tuple[str, str]]:
    said = Said(statement, tuple(Quoted("a.txt", quote) for quote in quotes))
    return [(slip.kind, slip.text) for slip in slips(said)]


@pytest.mark.parametrize(
    ("statement", "quote", "expected"),
    [
        ("12 men died.", "13 men died.", ["12"]),
        ("12 men died.", "Twelve men died.", []),
        ("Twelve men died.", "12 men died.", []),
        ("Twenty-five schools and five roads.", "25 schools, 5 roads", []),
        ("Twenty-five schools.", "twenty schools, five roads", ["25"]),
        ("It cost 5,000,000.", "It cost 5 million.", []),
        ("It cost 1,00,000.", "It cost one lakh.", []),
        ("It cost 5 billion.", "It cost 5 million.", ["5000000000"]),
        ("It cost 1.5.", "It cost 15.", ["1.5"]),
        ("It cost 5.0.", "It cost 5.", []),
        ("10% of it", "100% of it", ["10"]),
        ("No one came, one said.", "Nobody came, they said.", []),
        ("1 man", "one man", []),
    ],
)
def test_numbers(statement: str, quote: str, expected: list[str]) -> None:
    assert [text for kind, text in found(statement, quote) if kind == "number"] == expected


@pytest.mark.parametrize(
    ("statement", "quote", "expected"),
    [
        ("On 16 January 2014.", "On 16 February 2014.", [("date", "January")]),
        ("On 16 Dec. 2014.", "On December 16, 2014.", []),
        ("On 2014-12-16.", "On the 16th of December, 2014.", []),
        ("On 2014-11-16.", "On December 16, 2014.", [("date", "November")]),
        ("On 5 May.", "On 5 March.", [("date", "May")]),
        ("They may march.", "They can walk.", []),
        ("On Friday.", "On Monday.", [("date", "Friday")]),
    ],
)
def test_dates(statement: str, quote: str, expected: list[tuple[str, str]]) -> None:
    assert found(statement, quote) == expected


@pytest.mark.parametrize(
    ("statement", "quote", "expected"),
    [
        # Lost: the planted fault.
        ("The group supports talks.", "The group does not support talks.", ["lost: not support"]),
        ("Arms may be sold.", "Arms may never be sold.", ["lost: not sold"]),
        ("It is allowed.", "It isn’t allowed.", ["lost: not allow"]),
        # Added.
        ("The group does not support talks.", "The group supports talks.", ["not support"]),
        ("They did not.", "They did.", ["not"]),
        # Kept, in other words or another place.
        ("The group doesn't support talks.", "The group does not support talks.", []),
        ("The group never gave support.", "The group did not support talks.", []),
        ("Militants struck.", "They will not negotiate with militants. Militants struck.", []),
        ("The state pays.", "The state pays. The province does not.", []),
        ("It supports schools.", "It does not support talks but supports schools.", []),
        ("It doesn't support talks but supports roads.", "It does not support talks.", []),
        ("Not only roads but schools.", "Roads and schools.", []),
        ("It is in no. 5.", "It is in number 5.", []),
        ("Talks failed, and it said no.", "Talks failed, and it said no.", []),
    ],
)
def test_negations(statement: str, quote: str, expected: list[str]) -> None:
    assert [text for kind, text in found(statement, quote) if kind == "negation"] == expected


def test_any_quote_may_have_the_detail_and_none_has_it_where_there_is_no_quote() -> None:
    assert found("In 2014, 12 men.", "In 2014.", "There were 12 men.") == []
    assert found("In 2014.") == [("number", "2014")]


def test_the_share_of_statements_and_the_count() -> None:
    # One of two statements has slips, and it has two.
    bad = Said("In 2014, 12 men.", (Quoted("a.txt", "In 2013, 13 men."),))
    item = replace(ASKED, statements=(bad, Said("Men.", (Quoted("a.txt", "Men."),))))
    assert slip_figures(item) == {"unsupported_details": 0.5, "unsupported_details_count": 2}
    assert slip_figures(ASKED) == {}
