"""Follow-ups that name another row of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.citations.from_evidence import checked_citations
from rag.conversation.contextualize import in_full
from rag.conversation.history import turn_of
from rag.conversation.other_row import of_another_row
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Evidence, Query, Span
from tests.conftest import fill

TABLE = """# Boats by harbour

The table counts the boats that moored in each harbour in a year.

| Harbour | Boats | Nets |
|---|---|---|
| Emmerby | 120 | 40 |
| Old Lanport | 310 | 95 |
"""
QUESTION = "How many boats moored in Emmerby?"


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder: Path = tmp_path_factory.mktemp("boats")
    (folder / "boats.md").write_text(TABLE, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def answered(row: str, library: Library) -> Answer:
    query = Query(QUESTION)
    document = library.store.document("boats.md")
    assert document is not None
    start = document.text.index(row)
    end = document.text.find("\n", start)
    span = Span(start, end if end > 0 else len(document.text))
    cited = checked_citations((Evidence.of(document, span),), query, library.store)
    return Answer(query, "answered", citations=cited)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("and old lanport?", "How many boats moored in Old Lanport?"),
        ("what about Old Lanport", "How many boats moored in Old Lanport?"),
        ("and in Emmerby?", None),  # the same
        ("and Vale?", None),  # no row
        ("and the price of old lanport?", None),
    ],
)
def test_the_name_of_another_row(boats: Library, typed: str, asked: str | None) -> None:
    turns = [turn_of(answered("Emmerby | 120", boats))]
    assert of_another_row(typed, turns, boats) == asked
    assert ("row" in in_full(typed, turns, boats).reason) is (asked is not None)


def test_not_where_the_answer_is_of_another_row(boats: Library) -> None:
    last = turn_of(answered("Old Lanport | 310", boats))
    assert of_another_row("and old lanport?", [last], boats) is None
