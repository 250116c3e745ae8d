"""Rows of several documents side by side by their actor, and those whom only one names."""

from __future__ import annotations

from collections.abc import Iterator

from rag.grammar.clause_words import PERSONS
from rag.tables.row import Found, Group, Row
from rag.text.tokens import tokens
from rag.types import Document


def by_actor(found: Found) -> Iterator[Group]:
    """Group rows by actor, those whom several documents name; then, by document, all others.

    Two actors are one if they have the same telling words in any order ("Ministry of Water",
    "Water Ministry"); "we", "you" and "it" are nobody that two documents share.
    """
    groups: dict[frozenset[str], list[tuple[Document, Row]]] = {}
    labels: dict[frozenset[str], str] = {}
    for document, rows in found:
        for row in rows:
            for mark in row.marked("actor"):
                said = document.text[mark.span.start : mark.span.end]
                if key := _key(said):
                    groups.setdefault(key, []).append((document, row))
                    labels.setdefault(key, said)
    if len(found) < 2:
        return
    named = {key: {document.id for document, _ in rows} for key, rows in groups.items()}
    for key in sorted(groups, key=lambda key: -len(named[key])):
        if len(named[key]) > 1:
            remark = f"Named by {len(named[key])} of {len(found)} documents."
            yield Group(labels[key], tuple(row for _, row in groups[key]), remark)
    for document, rows in found:
        alone = {key for key in groups if named[key] == {document.id}}
        if only := tuple(row for row in rows if not alone.isdisjoint(_keys(document, row))):
            remark = f"Only {document.source.title or document.id} names them."
            yield Group("Named in this document only", only, remark)


def _keys(document: Document, row: Row) -> Iterator[frozenset[str]]:
    for mark in row.marked("actor"):
        yield _key(document.text[mark.span.start : mark.span.end])


def _key(said: str) -> frozenset[str]:
    found = tokens(said)
    if len(found) == 1 and found[0].word in PERSONS:
        return frozenset()
    return frozenset(token.stem for token in found if token.content)
