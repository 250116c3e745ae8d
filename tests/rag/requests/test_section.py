"""Parts of documents by their headings and numbers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.kinds import draft_of
from rag.requests.section import LONGEST, evidence_of, section
from rag.requests.section_names import read_part
from rag.settings import load_settings
from rag.types import Block, Document, Query, Source, SourceMap, Span
from tests.conftest import fill
from tests.rag.requests.shelf import TEXTS, quotes, request

ADVICE = [
    "We recommend the following:",
    "The Trust should open a second gate at the northern pier.",
    "Fares of the night ferry should be reviewed every third year.",
    "The crews should be told of every change a week before.",
]


@pytest.mark.parametrize(
    "text",
    [
        "What are the recommendations of the ferries report?",
        "list the recommendations",
        "the recommendations, please",
        "What does the Lanport report recommend?",
        "Could you show me the key recommendations?",
        "WHAT ARE THE RECOMMENDATIONS?",
        "what's in section 3 of the ferries report",
        "What does “Key recommendations” say?",
    ],
)
def test_a_section_is_given_whole_by_its_heading_or_number(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert (answer.kind, answer.status) == ("section", "answered")
    assert quotes(answer) == ADVICE
    assert [part.title for part in answer.parts] == [
        "The ferries of Lanport: 3. Key recommendations"
    ]


@pytest.mark.parametrize(
    "text",
    ["What does article 4 say?", "show me article four", "the fourth article", "read article 4"],
)
def test_numbered_paragraphs_are_sections_without_headings(text: str, shelf: Library) -> None:
    assert quotes(ask(Query(text), shelf)) == [
        "A shed needs the leave of the warden. The warden answers in a month."
    ]


def test_a_section_within_a_section(shelf: Library) -> None:
    assert "share one gate" in quotes(ask(Query("show me section 2.1"), shelf))[0]
    inner = section(request("the fares in section 2", shelf))
    assert inner is not None
    assert [part.title for part in inner.parts] == ["The ferries of Lanport: 2.2 Fares"]


def test_each_document_that_has_the_section_gets_a_part(shelf: Library) -> None:
    found = section(request("read me the introduction", shelf))
    assert found is not None
    assert {part.document_id for part in found.parts} == {"bees.md", "ferries.md"}
    named = section(request("read me the introduction of the bees handbook", shelf))
    assert named is not None
    assert {part.document_id for part in named.parts} == {"bees.md"}


def test_the_document_itself_is_no_section_of_it(shelf: Library) -> None:
    assert section(request("list the chapters of the bees handbook", shelf)) is None


def test_numbered_sections_of_one_name_are_one_list(shelf: Library) -> None:
    found = section(request("What are the articles of the allotment rules?", shelf))
    assert found is None or len(found.parts) == 1


def test_what_a_section_says_about_something_are_its_paragraphs_on_it(shelf: Library) -> None:
    answer = ask(Query("What do the recommendations say about the night ferry?"), shelf)
    assert quotes(answer) == [ADVICE[2]]
    assert section(request("What do the recommendations say about sheds?", shelf)) is None


def test_a_number_that_a_document_lacks_is_told_with_its_headings(shelf: Library) -> None:
    answer = ask(Query("What does section 9 of the ferries report say?"), shelf)
    assert answer.status == "refused"
    assert "has the number 9" in answer.reason
    assert "“4. Conclusion”" in answer.reason
    assert answer.suggestions
    for suggested in answer.suggestions:
        assert ask(Query(suggested), shelf).status == "answered"


@pytest.mark.parametrize(
    "text",
    [
        "Who made the recommendations?",
        "How many recommendations are there?",
        "Why are the recommendations late?",
        "What is a hive?",
        "Are the recommendations binding?",
        "What does the report say?",
        "What did the council decide on the pier?",
        "What are the delays at the northern pier caused by?",
    ],
)
def test_a_question_about_something_is_no_section(text: str, shelf: Library) -> None:
    assert section(request(text, shelf)) is None


def test_a_long_request_is_read_in_no_time() -> None:
    start = time.perf_counter()
    for text in ("show me " * 250, "section " + "1." * 900, "what does " + "a say of " * 200):
        read_part(text)
    assert time.perf_counter() - start < 1


def test_of_very_many_documents_only_likely_ones_are_read(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.requests.request.MANY", 1)
    monkeypatch.setattr("rag.requests.request.LIKELY", 1)
    asked = request("show me the recommendations", shelf)
    assert [document.id for document in asked.likely] == ["ferries.md"]
    assert section(asked) is not None
    draft, _ = draft_of((asked,)) or (None, None)
    assert draft
    assert any(f"looked through, 1 of {len(TEXTS)}." in note for note in draft.notes), draft.notes


def test_of_documents_that_were_all_read_nothing_is_said(shelf: Library) -> None:
    draft, _ = draft_of((request("show me the recommendations", shelf),)) or (None, None)
    assert draft
    assert not any("looked through" in note for note in draft.notes)


def test_of_an_endless_paragraph_the_beginning_is_shown() -> None:
    text = "A well is as deep as its rope. " * 500
    sentences = tuple(Span(at, at + 30) for at in range(0, len(text), 31))
    made = Document("d", "d", text, "", Source("d"), SourceMap("utf-8", ()), (), sentences)
    [shown] = evidence_of(made, [Block("paragraph", 0, len(text))])
    assert len(shown.text) <= LONGEST
    assert shown.text.endswith("rope.")


MEDIDAS = """# Plan de pozos

## MEDIDA 1

Cavar un pozo nuevo en el valle.

## MEDIDA 2

Gravar los pozos que nadie cuida.
"""


def test_a_heading_that_another_language_asks_for(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "pozos.md").write_text(MEDIDAS, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    answer = ask(Query("¿Qué propone la medida 2 del plan de pozos?"), library)
    assert (answer.kind, answer.status) == ("section", "answered")
    assert quotes(answer) == ["Gravar los pozos que nadie cuida."]


@pytest.mark.parametrize(
    "text",
    [
        "what is in the conclusion section of the Petrov crossings study",
        "what is in the conclusion section of the crossings and crews study",
    ],
)
def test_a_section_of_a_document_that_is_only_described(text: str, shelf: Library) -> None:
    made = section(request(text, shelf))
    described = made is not None and made.parts[0].title == "The ferries of Lanport: 4. Conclusion"
    assert described == ("Petrov" not in text)
