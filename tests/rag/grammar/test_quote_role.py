"""Tests for what a quote is in its document."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.grammar.quote_role import is_scrap, reply_to, role_of
from rag.types import Block, Document, Page, QuoteRole, Source, SourceMap, Span

REPLY = """# The harbour board's response to the fishers' report

## Recommendation 1

The board should build a second pier by next spring.

It should be made of oak.

The board agrees that one pier is too few, and should have said so.

## Recommendation 2

We recommend that the tolls be halved.

There will be no change to the tolls.
"""
LABELLED = """# Minutes

Question 4: Who pays for the lamp?

The fishers wish to know it.

Answer: The board pays for the lamp.

Recommendation 5: The lamp should be green.
"""
OWN = """# Report on the harbour

## Recommendation 1

The board should build a second pier.

It has only one.
"""
LEAFLET = """# Contents

Piers ........ 4

# Piers

Figure 2: The piers in spring

Figure 2 shows the piers.

Source: Harbour survey

“There was never a better pier than ours.”

Who built it?

## References

Oak, A. (1901). Piers of the north.
"""


def document_of(text: str) -> Document:
    return build_document("harbour.md", load_markdown(text.encode(), Reading()), Source("harbour"))


def role(text: str, words: str) -> QuoteRole:
    document = document_of(text)
    start = document.text.index(words)
    return role_of(document, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (REPLY, "The board should build a second pier by next spring.", "reprinted"),
        (REPLY, "It should be made of oak.", "reprinted"),
        (REPLY, "The board agrees that one pier is too few, and should have said so.", "own"),
        (REPLY, "We recommend that the tolls be halved.", "reprinted"),
        (REPLY, "There will be no change to the tolls.", "own"),
        (LABELLED, "The fishers wish to know it.", "reprinted"),
        (LABELLED, "The board pays for the lamp.", "own"),
        (LABELLED, "The lamp should be green.", "own"),
        (OWN, "The board should build a second pier.", "own"),
        (LEAFLET, "Piers ........ 4", "contents"),
        (LEAFLET, "Figure 2: The piers in spring", "caption"),
        (LEAFLET, "Figure 2 shows the piers.", "own"),
        (LEAFLET, "Source: Harbour survey", "reference"),
        (LEAFLET, "“There was never a better pier than ours.”", "quotation"),
        (LEAFLET, "Who built it?", "question"),
        (LEAFLET, "Oak, A. (1901). Piers of the north.", "reference"),
    ],
)
def test_a_quote_has_the_role_that_the_layout_and_the_labels_give_it(
    text: str, words: str, expected: str
) -> None:
    assert role(text, words) == expected


def test_the_reply_to_what_is_reprinted_is_found() -> None:
    document = document_of(REPLY)
    start = document.text.index("The board should")
    found = reply_to(document, Span(start, start + 9))
    assert [document.text[span.start : span.end] for span in found] == [
        "The board agrees that one pier is too few, and should have said so."
    ]


def test_there_is_no_reply_in_another_section() -> None:
    document = document_of(OWN)
    start = document.text.index("It has only one")
    assert reply_to(document, Span(start, start + 9)) == []


@pytest.mark.parametrize("text", ["_____", "6.5.", "•", "^", "194", "Name: _______", "* *"])
def test_a_scrap_says_nothing(text: str) -> None:
    assert is_scrap(text)


@pytest.mark.parametrize("text", ["Yes, always.", "It costs 6.5.", "Pier"])
def test_a_sentence_is_no_scrap(text: str) -> None:
    assert not is_scrap(text)


def test_a_row_of_figures_is_no_scrap() -> None:
    assert not is_scrap("1999 | 4", row=True)
    assert is_scrap(" | - ", row=True)


def with_lines(*lines: str) -> Document:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    blocks = [
        Block("table", at, at + len(line), 0, None, ("Overview",))
        for at, line in zip(starts, lines, strict=True)
    ]
    pages = (Page(2, 0, len(text)),)
    return Document("d", "d", text, "", Source("d"), SourceMap("utf-8", (), pages), tuple(blocks))


def roles_of(document: Document) -> list[QuoteRole]:
    return [role_of(document, Span(block.start, block.end)) for block in document.blocks]


def test_lines_behind_the_number_of_their_page_are_contents() -> None:
    made = with_lines(
        "2 | Piers at a glance", "6 | The keeper's", "| letter", "14 Tolls", "20 | Oak"
    )
    assert set(roles_of(made)) == {"contents"}


def test_a_list_that_is_numbered_by_one_is_no_contents() -> None:
    made = with_lines("1 | Piers", "2 | Tolls", "3 | Oak", "4 | Lamps", "5 | Ropes")
    assert "contents" not in roles_of(made)
