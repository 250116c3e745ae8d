"""Definitions and abbreviations."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.definition import BY_GUESS, BY_INITIALS, NOT_USED
from rag.settings import load_settings
from tests.conftest import fill
from tests.rag.requests.conftest import answer_to, said_by


@pytest.mark.parametrize(
    ("text", "document", "words"),
    [
        ("what does LHB stand for?", "harbour", "Lanport Harbour Board (LHB)"),
        ("LHB stands for what", "harbour", "Lanport Harbour Board (LHB)"),
        ("define “spoil”", "harbour", "“Spoil” means whatever a dredger lifts"),
        ("What is meant by spoil in the strategy?", "harbour", "“Spoil” means"),
        ("what is spoil", "harbour", "“Spoil” means"),
        ("What is a nucleus hive?", "bees", "A nucleus hive is a small colony"),
        ("nucleus hive meaning", "bees", "A nucleus hive is a small colony"),
    ],
)
def test_the_sentence_that_defines(town: Library, text: str, document: str, words: str) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "definition"
    quotes = said_by(answer)
    assert list(quotes) == [document]
    assert words in quotes[document][0]


def test_an_abbreviation_that_is_only_used(town: Library) -> None:
    answer = answer_to("What does NBR stand for?", town)
    assert answer.kind == "definition"
    assert answer.status == "unsure"
    assert answer.reason == "“NBR” is used, but no passage that was searched spells it out."
    assert "NBR" in answer.nearest[0].quote


@pytest.mark.parametrize(
    "text",
    ["What is the fare?", "What is the capital of France?", "what does the council mean by it"],
)
def test_other_questions_stay_questions(town: Library, text: str) -> None:
    assert answer_to(text, town).kind == "question"


TEXTS = {
    "gate.md": """# Gates of Lanport

The Outer Tide Gate Panel met in May. It was led by the Lanport Water Office.

Members of the OTGP heard that the LWO has three boats. The Lanport Wool Office closed.

The Vale Rope Store Office Group sold ropes, and the VRS bought them.
""",
    "hay.md": "# Hay\n\nA levy on hay pays for the Emmerby Barn Repair Scheme, a parish plan.\n",
}


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder = tmp_path_factory.mktemp("gates")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def test_a_name_with_the_initials_in_a_document_that_uses_them(gates: Library) -> None:
    answer = answer_to("What does OTGP stand for?", gates)
    (statement,) = answer.statements
    assert statement.answer is not None
    marked = statement.text[statement.answer.start : statement.answer.end]
    assert marked == "Outer Tide Gate Panel"
    assert answer.parts[0].note == BY_INITIALS


def test_a_short_form_of_the_users_own(gates: Library) -> None:
    answer = answer_to("what does EBRS mean?", gates)
    assert "Emmerby Barn Repair Scheme" in answer.statements[0].text
    assert answer.notes == (NOT_USED,)


@pytest.mark.parametrize("text", ["whats EMBARS", "what does embars mean?"])
def test_a_short_form_that_is_made_of_beginnings_is_a_guess(gates: Library, text: str) -> None:
    answer = answer_to(text, gates)
    assert "Emmerby Barn Repair Scheme" in answer.statements[0].text
    assert answer.parts[0].note == BY_GUESS
    assert answer.notes == (NOT_USED,)


@pytest.mark.parametrize("text", ["whats barn", "what is repair", "what does embark mean?"])
def test_a_word_is_no_short_form(gates: Library, text: str) -> None:
    assert not any(part.note == BY_GUESS for part in answer_to(text, gates).parts)


@pytest.mark.parametrize(
    "short",
    [
        "LWO",  # the Water Office or the Wool Office
        "VRS",  # only a part of a longer name
        "BRS",  # three letters, and it stands nowhere
    ],
)
def test_initials_that_may_be_something_elses(gates: Library, short: str) -> None:
    assert answer_to(f"What does {short} stand for?", gates).status != "answered"
