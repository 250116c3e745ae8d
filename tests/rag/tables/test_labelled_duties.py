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
