"""Facts of the catalogue: with their origin, unknown where they aren't known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.document_fact import PRINTED_NOTE
from rag.requests.stated_facts import printed_dates, stated
from rag.settings import load_settings
from rag.types import Source
from tests.conftest import fill
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
    given = [(one.document_id, one.name) for one in answer.facts]
    beside = ("buses", "publisher")  # whose author isn't known
    assert given == [("bees", "author"), ("buses", "author"), beside, ("harbour", "author")]


def test_how_many_documents(town: Library) -> None:
    for text in (
        "how many documents are there?",
        "which documents do you have",
        "hello, what documents have you got in here?",
        "list the files",
        "Good morning. Which documents do you have here?",
        "Hello! What files can I ask about?",
    ):
        answer = answer_to(text, town)
        assert answer.kind == "document fact"
        assert answer.notes == ("3 documents can be asked.",)
        assert len({fact.document_id for fact in answer.facts}) == 3
        assert {fact.name for fact in answer.facts} == {
            "title",
            "author",
            "date",
        }  # its title where nothing else is known


def test_files_that_could_not_be_read_are_told_of(town: Library) -> None:
    town.store.set_unread(["scan.pdf"])
    try:
        told = "1 file couldn’t be read, and so wasn’t searched: “scan.pdf”."
        assert told in answer_to("which documents do you have", town).notes
        refused = answer_to("What did the moon landing cost in Zorblax?", town)
        assert refused.status != "answered"
        assert told in refused.notes
        assert told not in answer_to("What does the night bus of Emmerby cost?", town).notes
    finally:
        town.store.set_unread([])


def test_what_the_catalogue_cannot_say_is_told(town: Library) -> None:
    answer = answer_to("Who wrote the handbook, and why are wasps bad?", town)
    assert answer.kind == "document fact"
    assert [part.title for part in answer.parts] == ["Why are wasps bad?"]
    assert answer.parts[0].note.startswith("Maybe not answered: ")


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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Gates\n\nAs of May 2018.\n\nThe gates are shut.", ["As of May 2018."]),
        ("Gates\n\nThe gates are shut.\n\nLanport, 3 May 2018", ["Lanport, 3 May 2018"]),
        ("Gates of May - 2018\n\nThe gates are shut.", ["Gates of May - 2018"]),
        (f"Gates\n\nThe gates were shut in May 2018 {'and oiled ' * 8}by the board.", []),
    ],
)
def test_a_date_that_is_printed_by_itself(text: str, lines: list[str], tmp_path: Path) -> None:
    made = document(tmp_path, text.encode())
    assert [one.text for one in printed_dates(made)] == lines


def test_a_printed_date_is_offered_and_not_claimed(tmp_path: Path, embedder: Embedder) -> None:
    text = "# Ropes of Lanport\n\nPlan for 3 May 2018 or later\n\nThe ropes are short.\n"
    (tmp_path / "ropes.md").write_text(text, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    answer = answer_to("When was ropes.md published?", library)
    assert (answer.status, answer.facts) == ("unsure", ())
    assert [one.quote for one in answer.nearest] == ["Plan for 3 May 2018 or later"]
    assert answer.notes == (PRINTED_NOTE,)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("who wrote the short Okafor handbook, and on what day did it come out?", 2),
        ("In which year did the strategy first appear?", 1),
    ],
)
def test_other_ways_to_ask(town: Library, text: str, facts: int) -> None:
    assert len(answer_to(text, town).facts) == facts
