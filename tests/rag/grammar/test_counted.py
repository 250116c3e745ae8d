from __future__ import annotations

import pytest

from rag.grammar.counted import aged, counted, names_only


@pytest.mark.parametrize(
    ("text", "number", "how", "of"),
    [
        ("The port has 14 deep berths for tankers.", "14", {"count": True}, "deep berths"),
        ("It trained 30 nurses and midwives.", "30", {"count": True}, "nurses"),
        ("over 1,000 local and foreign pupils came", "1,000", {"count": True},
         "local and foreign pupils"),
        ("25 schools reopened in May", "25", {"count": True}, "schools"),
        ("19 of the 27 harbours froze", "19", {"count": True}, "harbours"),
        ("two or more boats", "two", {"count": True}, "boats"),
        ("62% of the girls passed", "62%", {"attributive": True}, "girls"),
        ("a £3 million scheme began", "£3 million", {"attributive": True}, "scheme"),
        ("a pension from the state of €15,000", "€15,000", {}, "pension from the state"),
        ("0.4% of spending", "0.4%", {"attributive": True}, "spending"),
        ("a yearly fee of $50 is due", "$50", {}, "yearly fee"),
        ("wages of miners fell by 12%", "12%", {}, "wages of miners"),
        ("the council raised the toll for boats by 8%", "8%", {}, "toll"),
        ("the board raised the toll from 60 to 65", "65", {"count": True}, "toll"),
        ("the new roof cost £500", "£500", {}, "new roof"),
        ("the rate is 4%", "4%", {}, "rate"),
        ("the trust spent £9 on lamps", "£9", {"paid": True}, "lamps"),
        ("they earn £9", "£9", {"paid": True}, "earn"),
        ("barges (92) lay there", "92", {}, "barges"),
    ],
)  # fmt: skip
def test_of_what_a_number_is(text: str, number: str, how: dict[str, bool], of: str) -> None:
    start = text.index(number)
    found = counted(text, start, start + len(number), **how)
    assert found is not None
    assert text[slice(*found)] == of


@pytest.mark.parametrize(
    ("text", "number", "how"),
    [
        ("They came within 30 days.", "30 days", {}),
        ("and 9 deal with boats", "9", {"count": True}),
        ("It is 4%.", "4%", {}),
        ("The two were friends.", "two", {"count": True}),
        ("It lies over 12 miles away.", "12 miles", {}),
    ],
)
def test_nothing_where_it_is_not_told(text: str, number: str, how: dict[str, bool]) -> None:
    start = text.index(number)
    assert counted(text, start, start + len(number), **how) is None


def test_who_is_so_old() -> None:
    text = "Ida is a widow aged 69."
    found = aged(text, text.index("aged"))
    assert found is not None
    assert text[slice(*found)] == "widow"


@pytest.mark.parametrize(
    ("text", "number", "names"),
    [
        ("marks of item 180 and more", "180", True),
        ("a link between the two is seen", "two", True),
        ("the code was 48213.", "48213", True),
        ("they had 180 and more", "180", False),
        ("only 3 of them", "3", False),
        ("item 180 boats", "180", False),
    ],
)
def test_a_number_that_counts_nothing_names(text: str, number: str, names: bool) -> None:
    start = text.index(number)
    assert names_only(text, start, start + len(number), None) is names
