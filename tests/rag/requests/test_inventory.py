"""Which documents there are, by what the catalogue knows."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.requests.inventory import inventory_of
from tests.rag.requests.conftest import answer_to
from tests.rag.requests.shelf import request


def _found(text: str, library: Library, *alternatives: str) -> list[str]:
    made = inventory_of([one.split() for one in alternatives], request(text, library))
    return list(dict.fromkeys(fact.document_id for fact in made.facts)) if made else []


@pytest.mark.parametrize(
    ("text", "words", "documents"),
    [
        ("documents by the Harbour Board", "Harbour Board", ["harbour"]),
        ("papers of the Vale Trust", "Vale Trust", ["buses"]),
        ("documents from 2011", "2011", ["harbour"]),
        ("documents before 2011", "2011", []),
        ("documents since 2011", "2011", ["bees", "harbour"]),
        ("documents after 2011", "2011", ["bees"]),
        ("which are handbooks", "handbooks", ["bees"]),
        ("documents in french", "french", []),
        ("documents of the Moon Society", "Moon Society", []),
    ],
)
def test_it_is_filtered_by_the_catalogue(
    text: str, words: str, documents: list[str], town: Library
) -> None:
    assert _found(text, town, words) == documents


def test_or_asks_for_either(town: Library) -> None:
    found = _found("from the Harbour Board or by Okafor", town, "Harbour Board", "Okafor")
    assert sorted(found) == ["bees", "harbour"]


def test_it_is_said_to_be_by_the_catalogue(town: Library) -> None:
    answer = answer_to("got anything here by the Vale Trust", town)
    assert answer.kind == "document fact"
    assert {fact.document_id for fact in answer.facts} == {"buses"}
    assert answer.notes[0].startswith("1 of 3 documents, by what the catalogue has")


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("Which of these documents came out in March 2011?", {"harbour"}),
        ("what papers do you have from March 2011", {"harbour"}),
        ("list the reports issued since February 2011", {"bees", "harbour"}),
        ("which documents were published before April 2011", {"harbour"}),
        ("any documents dated May 2019?", set()),  # of one only the year is known
    ],
)
def test_documents_of_a_month_are_told_by_their_date(
    text: str, documents: set[str], town: Library
) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "document fact"
    assert {fact.document_id for fact in answer.facts} == documents
    assert (answer.status == "answered") == bool(documents)
    assert not answer.statements


def test_what_documents_say_of_a_month_is_no_question_of_their_date(town: Library) -> None:
    answer = answer_to("which documents speak of the tides of March 2011?", town)
    assert not answer.facts
