"""Whether a query can be asked at all."""

from __future__ import annotations

from dataclasses import replace

from rag.errors import QueryError
from rag.library import Library
from rag.types import Query

MAX_QUESTION = 2000
"""Characters. Longer texts aren't questions, and the embedder would cut them in silence."""


def checked_query(query: Query, library: Library) -> Query:
    """Give the query, its white space folded, once it's clear that it can be asked.

    Raises `QueryError`, `StoreEmpty` or `IdentityMismatch`.
    """
    query = replace(
        query, question=" ".join(query.question.split()), topic=" ".join(query.topic.split())
    )
    if not query.question:
        raise QueryError("the question is empty; type one")
    if len(query.in_full) > MAX_QUESTION:
        raise QueryError(
            f"the question has {len(query.in_full):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    library.check(query.scope.collection)
    entries = library.store.entries(query.scope.collection)
    known = {name for entry in entries for name in (entry.id, entry.file)}
    for name in query.scope.documents:
        if name not in known:
            raise QueryError(f"there is no document {name!r}; `sanad sources` lists them")
    return query
