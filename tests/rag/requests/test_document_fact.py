"""Facts of the catalogue: with their origin, unknown where they aren't known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.library import Library
from rag.requests.stated_facts import stated
from rag.types import Source
from tests.ingest.made import document
from tests.rag.requests.conftest import answer_to


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Who wrote the bees handbook?", [("bees", "author", "Ada Okafor")]),
        ("When was the strategy published?", [("harbour", "date", "March 2011")]),
        (
            "who wrote the 2011 strategy and when was it issued?",
            [("harbour", "author", "Lanport Harbour Board"), ("harbour", "date", "March 2011")],
        ),
        ("licence of the strategy", [("harbour", "rights", "Open licence of the board.")]),
        ("Who published the brief?", [("buses", "publisher", "Vale Trust")]),
        ("what language is Okafor's handbook in", [("bees", "language", "en")]),
        ("the title and file name of the brief", [
            ("buses", "title", "Night buses in small towns"), ("buses", "file", "buses.txt"),
        ]),
        ("which is the newest document?", [("bees", "date", "2019")]),
        ("what is the oldest document", [("harbour", "date", "March 2011")]),
    ],
)  # fmt: skip
def test_facts(town: Library, text: str, facts: list[tuple[str, str, str]]) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "document fact"
    assert [(one.document_id, one.name, one.value) for one in answer.facts] == facts


def test_the_origin_is_told(town: Library) -> None:
    (fact,) = answer_to("Who wrote the handbook?", town).facts
    assert fact.origin == "sources.yaml"


def test_what_the_catalogue_does_not_know(town: Library) -> None:
    answer = answer_to("How many pages does the brief have?", town)
    assert answer.kind == "document fact"
    assert answer.status != "answered"
    assert answer.reason == (
        "The catalogue doesn’t know this of “Night buses in small towns”: pages."
    )
    assert answer.notes == ("Words: 29 (the file).",)


def test_a_sentence_that_only_names_the_author_states_nothing(town: Library) -> None:
    answer = answer_to("Who wrote the strategy?", town)
    assert [fact.value for fact in answer.facts if fact.name == "author"] == [
        "Lanport Harbour Board"
    ]
    assert not answer.statements  # "The Lanport Harbour Board (LHB) removes silt …"


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("This paper was prepared by Ada Okafor for the parish.", True),
        ("Ada Okafor", True),
        ("Ada Okafor keeps forty hives in the orchard behind the mill.", False),
    ],
)
def test_a_text_states_its_author_where_it_says_so(line: str, states: bool, tmp_path: Path) -> None:
    made = replace(
        document(tmp_path, f"Orchard bees.\n\n{line}\n".encode()),
        source=Source("bees", {"author": [{"given": "Ada", "family": "Okafor"}]}),
    )
    found = stated(made, "author")
    assert (found is not None and found.text == line) is states


def test_whether_it_still_holds(town: Library) -> None:
    (fact,) = answer_to("Is the strategy still valid?", town).facts
    assert fact.value.startswith("Valid until 1 January 2020")


def test_each_candidate_where_it_is_not_said_which(town: Library) -> None:
    answer = answer_to("Who wrote the document?", town)
    assert [one.document_id for one in answer.facts] == ["bees", "buses", "harbour"]


def test_how_many_documents(town: Library) -> None:
    for text in ("how many documents are there?", "which documents do you have", "list the files"):
        answer = answer_to(text, town)
        assert answer.kind == "document fact"
        assert answer.notes == ("3 documents can be asked.",)
        assert len(answer.facts) == 3


def test_what_the_catalogue_cannot_say_is_told(town: Library) -> None:
    answer = answer_to("Who wrote the handbook, and why are wasps bad?", town)
    assert answer.kind == "document fact"
    assert [part.title for part in answer.parts] == ["Why are wasps bad?"]
    assert answer.parts[0].note.startswith("Not answered: ")


@pytest.mark.parametrize(
    "text",
    [
        "Who wrote the letter to the council?",
        "When was the night bus introduced?",
        "how long is a tide?",
    ],
)
def test_other_questions_stay_questions(town: Library, text: str) -> None:
    assert answer_to(text, town).kind == "question"
