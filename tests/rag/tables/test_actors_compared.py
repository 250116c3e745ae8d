"""Rows of several documents side by side by their actor."""

from __future__ import annotations

from rag.tables.actors_compared import by_actor
from rag.tables.commitments import rows
from rag.types import Document
from tests.rag.tables.lines import of_lines


def of(name: str, *sentences: str) -> Document:
    """A document with a paragraph for each sentence."""
    return of_lines(*(("paragraph", one) for one in sentences), name=name, title=name.title())


ONE = of(
    "wells",
    "The Ministry of Water must dig wells.",
    "We must act.",
    "The mayor must pay.",
    "The clerk must write.",
)
OTHER = of("canals", "The Water Ministry should mend canals.", "We must wait.",
           "The Ministry of Health must test them.")  # fmt: skip


def test_the_same_actor_in_several_documents_comes_first_then_those_of_one() -> None:
    groups = list(by_actor([(one, list(rows(one))) for one in (ONE, OTHER)]))
    assert [(group.label, group.remark) for group in groups] == [
        ("The Ministry of Water", "Named by 2 of 2 documents."),
        ("Named in this document only", "Only Wells names them."),
        ("Named in this document only", "Only Canals names them."),
    ]
    assert [row.document_id for row in groups[0].rows] == ["wells", "canals"]
    assert [len(group.rows) for group in groups] == [2, 2, 1]


def test_of_one_document_nothing_is_compared() -> None:
    assert list(by_actor([(ONE, list(rows(ONE)))])) == []
