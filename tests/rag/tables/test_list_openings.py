"""Lists whose opening or heading says who is to do what their entries name."""

from __future__ import annotations

import pytest

from rag.tables.commitments import rows
from rag.types.document import BlockKind
from tests.rag.tables.lines import filled, of_lines


def found(*lines: tuple[BlockKind, str]) -> list[dict[str, str]]:
    """The rows of a document of these lines."""
    document = of_lines(*lines)
    return [
        filled(row, document) | dict([("where", mark.where) for mark in row.marked("actor")][:1])
        for row in rows(document)
    ]


def test_entries_take_actor_and_strength_from_the_opening() -> None:
    first, second, third = found(
        ("paragraph", "The harbour master shall—"),
        ("item", "(a) inspect each berth once a year;"),
        ("item", "(b) report to the council by 31 March; and"),
        ("item", "(c) not permit fishing in the basin."),
    )
    assert first == {
        "strength": "must", "actor": "The harbour master", "object": "each berth",
        "action": "inspect each berth once a year", "deadline": "once a year", "where": "list",
    }  # fmt: skip
    assert (second["actor"], second["deadline"]) == ("The harbour master", "by 31 March")
    assert (third["strength"], third["action"]) == ("must not", "permit fishing in the basin")


def test_numbered_paragraphs_are_entries_and_the_next_paragraph_is_none() -> None:
    made = found(
        ("paragraph", "Ship owners must:"),
        ("paragraph", "(1) keep a log;"),
        ("paragraph", "(2) show it to the pilot on request."),
        ("paragraph", "Close to the quay the sea is deep."),
    )
    assert [row["action"] for row in made] == ["keep a log", "show it to the pilot on request"]
    assert {row["actor"] for row in made} == {"Ship owners"}


def test_an_entry_with_a_duty_of_its_own_keeps_its_own_actor_and_strength() -> None:
    first, second = found(
        ("paragraph", "The school is committed to:"),
        ("item", "opening its library on Sundays"),
        ("item", "Parents may not park in the yard."),
    )
    assert (first["strength"], first["actor"]) == ("will", "The school")
    assert (second["strength"], second["actor"], second["where"]) == ("must not", "Parents", "here")


def test_what_is_recommended_in_a_list_has_its_own_actor_and_is_told_by_the_opening() -> None:
    first, second, third = found(
        ("paragraph", "Members recommended that:"),
        ("item", "the Ministry of Water repair the canals;"),
        ("item", "lessons should be free;"),
        ("item", "A fund for harvest loans"),
    )
    assert (first["actor"], first["action"]) == ("the Ministry of Water", "repair the canals")
    assert "actor" not in second
    assert "actor" not in third
    assert {row["reporter"] for row in (first, second, third)} == {"Members"}
    assert {row["reported"] for row in (first, second, third)} == {"yes"}


def test_under_recommendations_phrases_are_rows_and_sentences_that_oblige_nobody_are_none() -> None:
    made = found(
        ("heading", "Recommendations for the Ministry of Health"),
        ("item", "Establish a joint board."),
        ("item", "Strengthening of the rural clinics"),
        ("item", "The banks should lend more."),
        ("item", "There is a lot of work in this."),
    )
    assert [(row["action"], row["actor"], row["where"]) for row in made] == [
        ("Establish a joint board", "the Ministry of Health", "heading"),
        ("Strengthening of the rural clinics", "the Ministry of Health", "heading"),
        ("lend more", "The banks", "here"),
    ]


def test_a_heading_that_names_no_body_gives_no_actor() -> None:
    (row,) = found(("heading", "Key recommendations"), ("item", "Plant trees along the canal."))
    assert "actor" not in row
    (row,) = found(("heading", "Recommendations for winter"), ("item", "Close the windows."))
    assert "actor" not in row


def test_lists_of_purposes_and_parts_are_no_rows() -> None:
    purposes = found(
        ("paragraph", "The aims of the scheme are to:"), ("item", "reduce waste"),
        ("item", "train drivers"),
    )  # fmt: skip
    assert purposes == []
    parts = found(("paragraph", "The hive has:"), ("item", "a floor"), ("item", "frames of wax"))
    assert parts == []


def test_a_heading_ends_a_list() -> None:
    made = found(
        ("paragraph", "The clerk must:"), ("item", "read the minutes"), ("heading", "Wax"),
        ("item", "yellow wax"),
    )  # fmt: skip
    assert [row["action"] for row in made] == ["read the minutes"]


@pytest.mark.parametrize(
    ("opening", "entries", "expected"),
    [
        ("We urge the council to:", ("hire pilots;",), ("should", "the council", "hire pilots")),
        ("The team aims to:", ("hire pilots;",), ("will", "The team", "hire pilots")),
        ("To apply, you need to:", ("sign the form;",), ("must", "you", "sign the form")),
        ("The clerk is responsible for:", ("testing wells;",), ("must", "The clerk",
                                                                "testing wells")),
        ("The panel recommends that the port:", ("hire pilots;",), ("should", None,
                                                                     "hire pilots")),
        ("It is recommended that:", ("the clerk hire it;",), ("should", "the clerk", "hire it")),
        ("Two towns should each (unless it floods):", ("hire pilots;",), ("should", "Two towns",
                                                                           "hire pilots")),
        ("Ships shall take the following steps:", ("Improve logs.",), ("must", "Ships",
                                                                      "Improve logs")),
    ],
)  # fmt: skip
def test_what_leaves_it_to_a_list(
    opening: str, entries: tuple[str, ...], expected: tuple[str, str | None, str]
) -> None:
    last = found(("paragraph", opening), *(("item", entry) for entry in entries))[-1]
    assert (last["strength"], last.get("actor"), last["action"]) == expected


def test_a_heading_that_ends_in_a_modal_opens_a_list() -> None:
    told = found(("heading", "Owners must:"), ("item", "paint the shed"), ("item", "pay the fee"))
    assert [(one["strength"], one["actor"]) for one in told] == [("must", "Owners")] * 2


def test_a_list_within_an_entry_is_part_of_it_and_the_outer_list_goes_on() -> None:
    told = found(
        ("paragraph", "The Secretary shall—"),
        ("paragraph", "(1) establish a fund;"),
        ("paragraph", "(2) not later than May 1, submit a report that contains—"),
        ("paragraph", "(A) a list of grants; and"),
        ("paragraph", "(B) a budget; and"),
        ("paragraph", "(3) consult with farmers."),
    )
    assert [(one["actor"], one["action"]) for one in told] == [
        ("The Secretary", "establish a fund"),
        ("The Secretary", "submit a report that contains"),
        ("The Secretary", "consult with farmers"),
    ]


def test_nouns_under_what_follows_are_no_rows() -> None:
    told = found(("paragraph", "The plan shall include the following:"), ("item", "a map;"))
    assert len(told) == 1
