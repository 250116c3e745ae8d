"""Rows of several documents side by side by their actor, and the actors that only one names."""

from __future__ import annotations

from collections.abc import Iterator

from rag.grammar.clause_words import PERSONS
from rag.tables.row import Found, Group, Row
from rag.text.tokens import tokens
from rag.types import Document


def by_actor(found: Found) -> Iterator[Group]:
    """Group rows by actor, first those whom several documents name, then those of one alone.

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
    named = {key: {document.id for document, _ in rows} for key, rows in groups.items()}
    for key in sorted(groups, key=lambda key: -len(named[key])):
        rows_ = groups[key]
        remark = (
            f"Named by {len(named[key])} of {len(found)} documents."
            if len(named[key]) > 1
            else f"Only {rows_[0][0].source.title or rows_[0][0].id} names it."
        )
        if len(found) > 1:
            yield Group(labels[key], tuple(row for _, row in rows_), remark)


def _key(said: str) -> frozenset[str]:
    found = tokens(said)
    if len(found) == 1 and found[0].word in PERSONS:
        return frozenset()
    return frozenset(token.stem for token in found if token.content)
