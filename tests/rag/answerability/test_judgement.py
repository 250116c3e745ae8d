"""Tests for what is quoted of the sentences that answer."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.judgement import MAX_LIST, end_of_list
from rag.types import Document, Source

LONG = "the wardens of both sides of the valley, whether named by the council or by its head; "


def document_of(text: str) -> Document:
    return build_document("levy.md", load_markdown(text.encode(), Reading()), Source("levy"))


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
        ("These pay:\n\nThe owners of wells do.", "These pay:", "These pay:"),
        ("They pay.\n\n- owners;\n- tenants.", "They pay.", "They pay."),
        (f"These pay:\n\n- {LONG * 12}\n- tenants.", "These pay:", "These pay:"),
    ],
)
def test_a_list_comes_along_with_what_leads_it_in(text: str, lead: str, end: str) -> None:
    document = document_of(text)
    at = document.text.index(lead) + len(lead)
    found = end_of_list(document, at)
    assert document.text[:found].endswith(end)
    assert found - at <= MAX_LIST
