"""Tests for the terms and abbreviations of a document."""

from __future__ import annotations

import pytest

from rag.tables.terms import TABLE
from rag.types import Document
from tests.rag.tables.made import cells, document_of

HARBOUR = """# Rules of the harbour

The Lanport Harbour Board (LHB) was founded by the Fund of Tides (the “Fund”). The LHB met the OTG.

“Spoil” means whatever a dredger lifts. Resilience is defined as the ability to float.

In these rules, the term “quay” means a wall; “pier” means a deck. This means that both are kept.

The NATGO and the NATGO’s clerk report to the National Tide Gate Office (NATGO) in the UK.

NEVER MOOR AT THE NORTHERN PIER. Write to clerk@LHBX.example, part IV.

The rules DO NOT apply to J. TB Oak.

## Glossary

Bollard – a post to which ships are tied

Fender: what hangs between a ship and a quay

| Abbreviation | Meaning |
|---|---|
| DWT | what a ship can carry, in tonnes |
| TEU | a box of twenty feet |

## References

Oak, A. (1901). Piers of the ZZQ. XYZQ Press.
"""
COLUMNS = ("term", "meaning")


def told(document: Document) -> list[tuple[str, ...]]:
    return [(*cells(document, row, COLUMNS), row.facts["how"]) for row in TABLE.rows(document)]


def test_what_a_document_defines_and_spells_out() -> None:
    assert told(document_of(HARBOUR)) == [
        ("LHB", "Lanport Harbour Board", "abbreviation"),
        ("Fund", "the Fund of Tides", "defined"),
        ("OTG", "", "not spelt out"),
        ("Spoil", "whatever a dredger lifts", "defined"),
        ("Resilience", "the ability to float", "defined"),
        ("quay", "a wall; “pier” means a deck", "defined"),
        ("pier", "a deck", "defined"),
        ("NATGO", "National Tide Gate Office", "abbreviation"),
        ("Bollard", "a post to which ships are tied", "list"),
        ("Fender", "what hangs between a ship and a quay", "list"),
        ("DWT", "what a ship can carry, in tonnes", "list"),
        ("TEU", "a box of twenty feet", "list"),
    ]


def test_an_abbreviation_says_how_often_it_is_used() -> None:
    document = document_of(HARBOUR)
    uses = {
        cells(document, row, ["term"])[0]: row.facts.get("uses") for row in TABLE.rows(document)
    }
    assert (uses["LHB"], uses["OTG"], uses["NATGO"]) == ("2", "1", "3")


@pytest.mark.parametrize(
    "text",
    [
        "The board (LHB) met.",
        "The harbour’s own board (LHB) met.",
        "Sea levels mean that piers flood. Please refer to the map below.",
        "Note: The pier is closed.",
        "WARNING TO ALL SKIPPERS AND PILOTS, part XII.",
        "The LANPORTS sails. The EJ is old.",
    ],
)
def test_nothing_is_concluded(text: str) -> None:
    assert told(document_of(text)) == []


def test_a_verb_is_no_part_of_what_is_named() -> None:
    document = document_of("They may obtain credit cards of the trust (“trust cards”).")
    assert told(document) == [("trust cards", "credit cards of the trust", "defined")]


def test_what_differs_between_two_documents_is_said() -> None:
    one = document_of(HARBOUR)
    other = document_of(
        "# Notes\n\nThe Loud Horn Bureau (LHB) met the Office of Tide Gauges (OTG).\n\n"
        "“Spoil” means plunder. “Quay” means a wall; “Pier” means a deck.",
        "notes",
    )
    assert TABLE.compare
    found = [(document, list(TABLE.rows(document))) for document in (one, other)]
    remarks = {group.label: group.remark for group in TABLE.compare(found)}
    assert remarks["LHB"] == "Stands for 2 things."
    assert remarks["OTG"] == "Spelt out in another document only."
    assert remarks["Spoil"] == "Explained in 2 ways, in 2 documents."
    assert "Fund" not in remarks


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("“Spoil” means sand, mud, etc.", "sand, mud, etc."),
        ("“Plot” means land in the U.S.", "land in the U.S."),
        ("“Rent” means what is paid;", "what is paid"),
        ("LOA means length overall.", "length overall"),
    ],
)
def test_a_meaning_ends_before_the_stop_of_its_sentence(text: str, meaning: str) -> None:
    assert [row[1:] for row in told(document_of(text))] == [(meaning, "defined")]
