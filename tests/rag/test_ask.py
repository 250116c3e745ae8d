"""The whole line on the real corpus with the real model."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core.retrievers import BaseRetriever

from rag.answering.steps import MAX_QUESTION, asked, search
from rag.ask import ask, ask_events, make_ready
from rag.citations.from_evidence import cite
from rag.citations.integrity import problem_with, verify
from rag.errors import IdentityMismatch, QueryError, StoreEmpty
from rag.library import Library
from rag.models.embedder import Embedder
from rag.retrieve import SanadRetriever
from rag.settings import load_settings
from rag.types import Answer, Checked, Done, Evidence, Query, Retrieved, Scope, Statement
from tests.conftest import CORPUS

BRIEF, PAGE = "pips-2017", "rumi-2015"


def answered(question: str, library: Library) -> Answer:
    answer = ask(Query(question), library)
    assert answer.status == "answered", answer.reason
    assert 1 <= len(answer.statements) <= 4
    for statement in answer.statements:
        assert statement.verdict == "verbatim"
        assert statement.citations
    for citation in answer.citations:
        document = library.store.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    return answer


@pytest.mark.parametrize(
    ("question", "words", "document"),
    [
        (
            "In which year did the cabinet announce the National Internal Security Policy?",
            "in 2014, announced National Internal Security Policy",
            BRIEF,
        ),
        (
            "What do people think of the security checks?",
            "one member argued, overt militarization has resulted into security checks",
            BRIEF,
        ),
        ("How many people are on the Fourth Schedule?", "8,300 people in Schedule 4", BRIEF),
        ("What are the three S's?", "security, sovereignty, and stability", BRIEF),
        ("How many militants have died?", "more than 28,000 militants have died", BRIEF),
        ("When was the attack on the Army school?", "December 2014", PAGE),
    ],
)
def test_a_question_gets_the_sentence_that_answers_it(
    library: Library, question: str, words: str, document: str
) -> None:
    first = answered(question, library).citations[0]
    assert words in first.quote
    assert first.document_id == document


def test_the_citation_says_where_the_quote_stands(library: Library) -> None:
    citation = answered("In which year did the cabinet announce the policy?", library).citations[0]
    assert citation.page is not None
    assert (citation.page.number, citation.page.inferred) == (3, True)
    assert citation.heading_path == ("Internal security and challenges", "Background")
    assert citation.paragraph == 21


@pytest.mark.parametrize(
    ("question", "word", "status"),
    [
        ("How do I bake bread?", "bread", "refused"),
        ("When will the railway be finished?", "railway", "refused"),
        ("What is the highest mountain in Pakistan?", "mountain", "unsure"),
        ("What did the report cost to produce?", "cost", "unsure"),
    ],
)
def test_without_evidence_there_is_no_answer(
    library: Library, question: str, word: str, status: str
) -> None:
    answer = ask(Query(question), library)
    assert answer.status == status
    assert (answer.statements, answer.citations) == ((), ())
    assert f"“{word}”" in answer.reason
    assert word in answer.missing
    assert answer.searched is not None
    assert answer.searched.documents == 2
    assert answer.nearest


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many officers work for the police in Karachi?", "how many officers"),
        ("How many militants died in the drive against militancy in 1999?", "not of “1999”"),
        ("In which year was the blasphemy law passed?", "mention “passed”"),
    ],
)
def test_a_topic_without_what_is_asked_for_is_told_as_that(
    library: Library, question: str, words: str
) -> None:
    answer = ask(Query(question), library)
    assert answer.status != "answered"
    assert words in answer.reason


def test_different_figures_for_the_same_are_shown_as_such(library: Library) -> None:
    answer = answered("How many proscribed outfits are there?", library)
    assert "171" in answer.notes[0]
    assert "62" in answer.notes[0]


def test_the_speaker_asked_for_comes_first(library: Library) -> None:
    answer = answered("What did members argue about the Fourth Schedule?", library)
    assert answer.citations[0].quote.startswith("Members noted")


def test_a_year_that_the_passages_lack_is_not_answered(library: Library) -> None:
    answer = ask(Query("How many militants died in the drive against militancy in 1999?"), library)
    assert answer.status != "answered"
    assert "1999" in answer.reason


def test_an_answer_says_which_words_no_passage_has(library: Library) -> None:
    lacking = answered("What is the toll of dead militants in the drive, as claimed?", library)
    assert "“claimed”" in lacking.notes[0]
    assert answered("What are the three S's?", library).notes == ()


def test_a_sentence_that_leans_on_the_one_before_brings_it(library: Library) -> None:
    question = "How should the framework deal with all sorts of challenges?"
    quotes = [citation.quote for citation in answered(question, library).citations]
    assert any(q.startswith("Members called for adopting institutional framework") for q in quotes)


def test_the_same_question_gets_the_same_answer(library: Library) -> None:
    query = Query("What did members say about the Fourth Schedule?")
    assert ask(query, library) == ask(query, library)


def test_events_come_in_order_and_fold_into_the_answer(library: Library) -> None:
    query = Query("What are the three S's in internal security?")
    first, *checked, last = ask_events(query, library)
    assert isinstance(first, Retrieved)
    assert isinstance(last, Done)
    assert [e.statement for e in checked if isinstance(e, Checked)] == list(last.answer.statements)
    assert last.answer == ask(query, library)


def test_a_scope_keeps_to_its_documents(library: Library) -> None:
    question = "What is the National Internal Security Policy?"
    for name in (BRIEF, PAGE):
        answer = ask(Query(question, Scope(documents=(name,))), library)
        cited = {c.document_id for c in (*answer.citations, *answer.nearest)}
        assert cited == {name}
        assert answer.searched is not None
        assert answer.searched.documents == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query("  \n "), "empty"),
        (Query("x" * (MAX_QUESTION + 1)), "2,001 characters"),
        (Query(os.fsdecode(b"What does the caf\xe9 pay?")), "UTF-8"),
        (Query("Why?", Scope(documents=("gone.txt",))), "gone.txt"),
    ],
)
def test_a_query_that_cannot_be_asked_is_named(library: Library, query: Query, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        ask(query, library)


@pytest.mark.parametrize(
    "question",
    ["?", "the of and", "🜁", "؟", "امن پالیسی کیا ہے؟", "'; drop table documents; --", "NOT"],
)
def test_odd_questions_are_not_answered(library: Library, question: str) -> None:
    assert ask(Query(question), library).status != "answered"


def test_an_empty_store_says_what_to_do(tmp_path: Path, embedder: Embedder) -> None:
    empty = Library(load_settings(corpus=CORPUS, store=tmp_path), embedder=embedder)
    with pytest.raises(StoreEmpty, match="sanad ingest"):
        ask(Query("Anything?"), empty)


def test_an_index_of_another_dtype_is_not_asked(library: Library, embedder: Embedder) -> None:
    settings = load_settings(corpus=CORPUS, store=library.store.path, dtype="bfloat16")
    with pytest.raises(IdentityMismatch, match="dtype float32 there, bfloat16 here"):
        ask(Query("Anything?"), Library(settings, embedder=embedder))


def test_the_retriever_plugs_into_llama_index(library: Library) -> None:
    retriever: BaseRetriever = SanadRetriever(library.store, library.embedder, k=3)
    found = retriever.retrieve("What are the three S's in internal security?")
    assert len(found) == 3
    top = found[0].node
    document = library.store.document(top.metadata["document_id"])
    assert document is not None
    assert document.text[top.start_char_idx : top.end_char_idx] == top.get_content()  # type: ignore[attr-defined]
    assert "three S’s" in top.get_content()
    assert top.metadata["page"] == 4


def test_hits_are_ordered_and_distinct(library: Library) -> None:
    hits = search(asked(Query("militants and education"), library), library, 12)
    assert len({hit.passage.id for hit in hits}) == len(hits) == 12
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


# What `verify` must catch


def test_verify_slices_the_document_again(library: Library) -> None:
    citation = answered("What are the three S's?", library).citations[0]
    store = library.store
    assert problem_with(citation, store, "default") is None
    for wrong in (
        replace(citation, quote=citation.quote.replace("stability", "prosperity")),
        replace(citation, start=citation.start + 1),
        replace(citation, end=10**9),
        replace(citation, document_id=PAGE),
        replace(citation, document_id="gone"),
        replace(citation, content_hash="0" * 64),
    ):
        assert problem_with(wrong, store, "default")


def test_verify_lets_only_quotes_pass(library: Library) -> None:
    answer = answered("What are the three S's?", library)
    citation, store = answer.citations[0], library.store
    for text, keys in (
        (citation.quote + " All agreed.", ("1",)),
        (citation.quote, ()),
        (citation.quote, ("7",)),
    ):
        said = Statement(text, keys, "verbatim")
        statement = verify(said, answer.citations, store, "default", library.verifier)
        assert statement.verdict == "not verified"
        assert statement.reason


def test_a_citation_of_a_document_that_left_is_none(library: Library) -> None:
    gone = Evidence("gone", "0" * 64, 0, 3, "One", "gone@0:0-3", 1.0)
    assert cite(gone, "1", Query("?"), library.store) is None


# Tampering: what was changed behind the program's back is never shown.

QUESTION = "In which year did the cabinet announce the National Internal Security Policy?"


@pytest.mark.parametrize(
    ("file", "sql"),
    [
        (
            "chroma/chroma.sqlite3",
            "update embedding_metadata set string_value = replace(string_value, '2014', '2013')",
        ),
        (
            "chroma/chroma.sqlite3",
            "update embedding_metadata set int_value = int_value + 9 where key in ('start', 'end')",
        ),
        ("catalogue.sqlite3", "update documents set text = replace(text, '2014', '2013')"),
    ],
    ids=["passage", "offsets", "canonical text"],
)
def test_tampering_is_caught_and_not_shown(
    own_store: Path, library: Library, embedder: Embedder, file: str, sql: str
) -> None:
    with sqlite3.connect(own_store / file) as connection:
        assert connection.execute(sql).rowcount > 0
    tampered = Library(load_settings(corpus=CORPUS, store=own_store), embedder=embedder)
    answer = ask(Query(QUESTION), tampered)
    shown = (*answer.citations, *answer.nearest)
    for citation in shown:
        document = library.store.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
        assert "2013" not in citation.quote
    assert answer.notes
    assert tampered.store.damage()


def test_without_its_parts_a_document_is_still_answered_from(
    own_store: Path, embedder: Embedder
) -> None:
    library = Library(load_settings(corpus=CORPUS, store=own_store), embedder=embedder)
    for file in (library.store.path / "parts").iterdir():
        file.write_bytes(b"damaged")
    answer = answered(QUESTION, library)
    assert "in 2014" in answer.citations[0].quote
    assert any("--rebuild" in note for note in answer.notes)


def test_a_range_is_all_that_is_read(library: Library) -> None:
    document = library.store.document(BRIEF)
    assert document is not None
    block = document.blocks[30]
    scope = Scope(ranges=((BRIEF, block.start, block.end),))
    for question in ("What are the three S's?", "Who is fed up with security checks?"):
        answer = ask(Query(question, scope), library)
        for citation in (*answer.citations, *answer.nearest):
            assert block.start <= citation.start < citation.end <= block.end


def test_making_ready_changes_no_answer_and_asks_no_language_model(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    question = "How many militants have died?"
    before = answered(question, library)
    with_model = Library(library.settings.model_copy(update={"llm": "no model"}), embedder=embedder)
    make_ready(with_model)  # the setting would be refused if it were read
    assert answered(question, library) == before
    empty = load_settings(corpus=tmp_path, store=tmp_path / "empty", dtype="float32")
    make_ready(Library(empty, embedder=embedder))
