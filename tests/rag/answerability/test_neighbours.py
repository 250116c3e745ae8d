"""Tests for what comes along with a sentence that answers."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.neighbours import MAX_LIST, merged, widened
from rag.answerability.ranked_sentence import RankedSentence
from rag.question.question_type import parse
from rag.types import Document, Evidence, RetrievedSentence, Source, Span

LONG = "the wardens of both sides of the valley, whether named by the council or by its head; "


def document_of(text: str) -> Document:
    return build_document("levy.md", load_markdown(text.encode(), Reading()), Source("levy"))


def around(text: str, sentence: str, question: str = "What is taxed?") -> Evidence:
    document = document_of(text)
    start = document.text.index(sentence)
    found = RetrievedSentence(Span(start, start + len(sentence)), sentence, 0.5)
    return widened(RankedSentence(document, "p", found), parse(question))


@pytest.mark.parametrize(
    ("text", "lead", "end"),
    [
        ("A well means—\n\n- a hole;\n- a pump.\n\nIt is taxed.", "A well means—", "a pump."),
        ("These pay:\n\n- owners;\n- tenants.\n\nThe levy is small.", "These pay:", "tenants."),
        (
            "1. A well means—\n   - a hole;\n   - a pump.\n2. A warden means one of us.",
            "A well means—",
            "a pump.",
        ),
        ("These pay:\n\nThe owners of wells do.", "These pay:", "wells do."),
        ("The rates are as follows.\n\nA penny a bucket.", "as follows.", "a bucket."),
        ("These pay:\n\n# Owners\n\nThey own.", "These pay:", "These pay:"),
        ("They pay.\n\n- owners;\n- tenants.", "They pay.", "They pay."),
        (f"These pay:\n\n- {LONG * 12}\n- tenants.", "These pay:", "These pay:"),
    ],
)
def test_what_a_sentence_leads_in_comes_along(text: str, lead: str, end: str) -> None:
    found = around(text, lead)
    assert found.text.endswith(end)
    assert len(found.text) <= len(lead) + MAX_LIST


@pytest.mark.parametrize(
    ("text", "sentence", "start"),
    [
        (
            "A kelp is an alga. This is the usual definition.",
            "This is the usual definition.",
            "A kelp",
        ),
        (
            "A kelp is an alga.\n\nThis is the usual definition.",
            "This is the usual definition.",
            "A kelp",
        ),
        ("Ada is a diver. She lives here. She earns 40 crowns.", "She earns 40 crowns.", "Ada is"),
        ("Ada is a diver.\n\n# Pay\n\nThis is set by law.", "This is set by law.", "This is"),
        ("Ada is a diver. Kelp is an alga.", "Kelp is an alga.", "Kelp is"),
    ],
)
def test_what_a_sentence_points_back_to_comes_along(text: str, sentence: str, start: str) -> None:
    assert around(text, sentence).text.startswith(start)


def test_the_next_sentence_comes_along_where_only_that_one_fills_the_slot() -> None:
    text = "The ferry runs all summer. It costs 12 crowns. The crew sings."
    question = "How many crowns does the ferry cost?"
    assert around(text, "The ferry runs all summer.", question).text.endswith("12 crowns.")
    assert around(text, "The crew sings.", question).text == "The crew sings."


def test_evidence_that_overlaps_becomes_one_run() -> None:
    document = document_of("Ada is a diver. She earns 40 crowns.")
    first, both = Span(0, 15), Span(0, len(document.text))
    runs = merged([Evidence.of(document, first, 0.9), Evidence.of(document, both, 0.8)])
    assert [(run.text, run.score) for run in runs] == [(document.text, 0.9)]
