"""Duties behind labels, in minutes and among definitions: rows of sentences from many fields."""

from __future__ import annotations

import pytest

from rag.tables.commitments import rows
from rag.types.document import BlockKind
from tests.rag.tables.lines import filled, of_lines


def found(*lines: tuple[BlockKind, str]) -> list[dict[str, str]]:
    """The rows of a document of these lines."""
    document = of_lines(*lines)
    return [filled(row, document) for row in rows(document)]


@pytest.mark.parametrize(
    "label", ["R1.", "A12:", "Recommendation 3:", "Measure 3.2.", "(2)", "2.4", "R1", "**R1.**"]
)
def test_a_label_is_no_part_of_the_actor(label: str) -> None:
    (row,) = found(("paragraph", f"{label} The orchestra should tune its harps."))
    assert (row["actor"], row["action"]) == ("The orchestra", "tune its harps")


def test_a_name_with_a_number_stays_the_actor() -> None:
    assert found(("paragraph", "F1 Teams must weigh their cars."))[0]["actor"] == "F1 Teams"


@pytest.mark.parametrize(
    "entries",
    [
        "(a) weigh hens; (b) clean coops; and (c) sell eggs.",
        "a) weigh hens; b) clean coops; and c) sell eggs.",
        "(i) always weigh hens; (ii) clean coops; (iii) sell eggs.",
    ],
)
def test_a_labelled_list_gives_a_row_for_each_entry(entries: str) -> None:
    told = found(("paragraph", f"R4. Farmers should: {entries}"))
    assert [row["action"] for row in told] == ["weigh hens", "clean coops", "sell eggs"]
    assert {row["actor"] for row in told} == {"Farmers"}


@pytest.mark.parametrize("kind", ["item", "paragraph"])
def test_a_label_opens_a_list_of_its_own(kind: BlockKind) -> None:
    told = found(
        (kind, "R4. Farmers should:"), (kind, "(a) weigh hens;"), (kind, "(b) sell eggs."),
        (kind, "R5. Millers should:"), (kind, "(a) dry grain;"), (kind, "(b) oil wheels."),
    )  # fmt: skip
    assert [row["actor"] for row in told] == ["Farmers", "Farmers", "Millers", "Millers"]
    assert [row["object"] for row in told] == ["hens", "eggs", "grain", "wheels"]


@pytest.mark.parametrize("kind", ["item", "paragraph"])
@pytest.mark.parametrize("end", [":", "—", ",—"])
@pytest.mark.parametrize("start", ["unless", "except where", "if"])
def test_definitions_are_no_duties(kind: BlockKind, end: str, start: str) -> None:
    opening = f"In this Act, {start} the context otherwise requires{end}"
    one, other = "“kiln” means an oven for clay;", "“fire” means to heat clay in a kiln."
    assert found(("paragraph", opening), (kind, one), (kind, other)) == []
    assert found(("paragraph", f"(1) {opening} (a) {one} (b) {other}")) == []


def test_what_a_law_requires_is_still_a_duty() -> None:
    (row,) = found(("paragraph", "This Act requires potters to fire clay."))
    assert (row["strength"], row["action"]) == ("must", "fire clay")


@pytest.mark.parametrize("kind", ["item", "paragraph"])
@pytest.mark.parametrize(
    "line",
    ["Present: Ms Roy, Mr Li", "Present – Ms Roy, Mr Li.", "Present (in person): Ms Roy, Mr Li.",
     "Present, Ms Roy, Mr Li.", "Present by phone: Ms Roy.", "Record: agreed.",
     "Attend - Mr Li, Ms Roy."],
)  # fmt: skip
def test_label_lines_of_minutes_tell_nobody_to_do_anything(kind: BlockKind, line: str) -> None:
    assert found((kind, line)) == []


@pytest.mark.parametrize("line", ["Install, test and oil the axle.", "Knead (by hand) the dough."])
def test_an_order_with_a_mark_behind_its_verb_is_still_one(line: str) -> None:
    assert len(found(("paragraph", line))) == 1


@pytest.mark.parametrize(
    "said",
    ["Parents shouldn't have to choose a school.", "Parents should not have to choose a school.",
     "Nobody should have to choose a school.", "Parents don't have to choose a school."],
)  # fmt: skip
def test_what_nobody_has_to_do_is_no_duty(said: str) -> None:
    assert found(("paragraph", said)) == []


@pytest.mark.parametrize(
    "when",
    ["between 06:00 and 18:00", "by 18:30", "by Friday, September 29", "on Monday 3 May 2032",
     "by Friday, September 29, 2031", "each year by 31 January", "annually, by 31 January",
     "every year before June", "by Friday", "each year"],
)  # fmt: skip
def test_a_time_stands_whole_in_the_action_and_as_the_deadline(when: str) -> None:
    (row,) = found(("paragraph", f"The crew must test the horn {when}."))
    assert (row["action"], row["object"]) == (f"test the horn {when}", "the horn")
    assert row["deadline"] == when


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("All riders must complete safety training before the race.", "safety training"),
        ("Cooks must attend hygiene training in May.", "hygiene training"),
        ("The vet must watch horses running in the yard.", "horses"),
    ],
)
def test_a_run_of_nouns_is_one_object(said: str, thing: str) -> None:
    assert found(("paragraph", said))[0]["object"] == thing


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("No child shall be turned away.", ("must not", "be turned away", "child")),
        ("No patient should be moved.", ("should", "be moved", "No patient")),
        ("Cooks should not taste raw eggs.", ("should", "not taste raw eggs", "raw eggs")),
        ("The guild will not sell the mill.", ("will", "not sell the mill", "the mill")),
        ("Cooks must not taste raw eggs.", ("must not", "taste raw eggs", "raw eggs")),
    ],
)
def test_what_is_denied_says_so_once(said: str, expected: tuple[str, str, str]) -> None:
    (row,) = found(("paragraph", said))
    assert (row["strength"], row["action"], row["object"]) == expected


def test_a_time_is_nobody_who_acts() -> None:
    (row,) = found(("paragraph", "Each year by 31 January the crew must send a report."))
    assert row.get("actor") != "Each year"
    assert row["deadline"] == "Each year by 31 January"
