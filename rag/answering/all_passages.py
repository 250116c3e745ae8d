"""Everything on a topic: all passages that speak of it, beyond the few that answer best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.answering.steps import asked, checked_query
from rag.citations.from_evidence import checked_citations
from rag.grammar.quote_role import plain_role
from rag.library import Library
from rag.question.question import Question, content_words, understand
from rag.retrieve.hybrid import retrieve
from rag.retrieve.term_weights import words_wanted
from rag.types import Document, Everything, Evidence, Hit, Passage, Query, Span

DEPTH = 300
"""Passages that are looked at."""
RELEVANT = 0.5
"""Share of the best passage's relevance from which on a passage is on the topic. Measured on the
nine topics of our development cases: .78 of what is listed is gold, .88 of the gold is listed."""
NEAR = 0.4
"""Cosine of a passage that shares no word with the topic, from which on it is looked at."""
TELLING = 0.25
"""Share of the passages found that have a name of the topic, below which the others aren't on it:
a name that most have ("Pakistan") tells none from another."""
SAME = 0.9
"""Share of their stems (Jaccard) from which on two passages say the same."""


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document
    hit: Hit
    relevance: float
    stems: frozenset[str]


def everything(query: Query, library: Library) -> Everything:
    """List the passages on a topic, grouped by document, each verbatim and checked.

    A passage's relevance is the cosine of its best sentence plus the weighted
    share of the topic's words that it holds. Raises what `rag.ask.ask` raises.
    """
    *_, whole = growing(query, library)
    return whole


def growing(query: Query, library: Library) -> Iterator[Everything]:
    """Give the same a document at a time: each list is the one before and more, the last is whole.

    Whoever needs no more may stop at any of them.
    """
    query = checked_query(query, library)
    understood = understand(
        query, library.store.lexicon(query.scope.collection), library.settings.embedder
    )
    if problem := understood.unreadable or understood.nothing:
        yield Everything(query, reason=problem)
        return
    store, searched = library.store, library.store.searched(query.scope)
    looked_for = content_words(understood.query.in_full)
    nothing = Everything(query, searched=searched, notes=understood.notes, words=looked_for)
    question = asked(understood.query, library)
    found = _relevant(question, retrieve(question, store, library.embedder, DEPTH))
    if not found:
        yield replace(nothing, reason="No passage speaks of this.")
        return
    kept, repeated = _distinct(found)
    order = list(dict.fromkeys(item.document.id for item in kept))
    kept.sort(key=lambda item: (order.index(item.document.id), item.hit.passage.start))
    made = replace(nothing, repeated=repeated, notes=(*understood.notes, *store.broken()))
    for _, some in groupby(kept, key=lambda item: item.document.id):
        evidence = [
            Evidence.of(item.document, Span(one.start, one.end), item.relevance, one.id)
            for item in some
            for one in (item.hit.passage,)
        ]
        cited = checked_citations(evidence, query, store)
        numbered = (
            replace(one, key=str(number))
            for number, one in enumerate(cited, start=1 + len(made.citations))
        )
        made = replace(made, citations=(*made.citations, *numbered))
        yield made


def _relevant(question: Question, hits: Sequence[Hit]) -> list[_Found]:
    """Give the passages that are on the topic, the most relevant first.

    A table of contents speaks of everything and says nothing.
    """
    wanted = words_wanted(question.query.question, question.terms)
    found = []
    for hit in hits:
        if hit.document is None:
            continue  # replaced or removed since the search
        if _lists_contents(hit.document, hit.passage):
            continue
        cosine = max((sentence.similarity for sentence in hit.sentences), default=0.0)
        stems = frozenset(question.terms.stems(hit.passage.text))
        coverage = wanted.coverage(stems)
        if coverage > 0 or cosine >= NEAR:
            found.append(_Found(hit.document, hit, cosine + coverage, stems))
    best = max((item.relevance for item in found), default=0.0)
    near = [item for item in found if item.relevance >= RELEVANT * best]
    near = _named(near, question, TELLING * len(found))
    return sorted(
        near, key=lambda item: (-item.relevance, item.document.id, item.hit.passage.start)
    )


def _lists_contents(document: Document, passage: Passage) -> bool:
    """Say whether most lines of a passage are those of a table of contents."""
    lines = [
        Span(passage.start + line.start(), passage.start + line.end())
        for line in re.finditer(r"[^\n]*\S[^\n]*", passage.text)
    ]
    listed = sum(plain_role(document, line) == "contents" for line in lines)
    return 2 * listed > len(lines)


def _named(near: list[_Found], question: Question, most: float) -> list[_Found]:
    """Keep those with a rare name of the question, or what begins so ("Basques"), if any.

    Initials may be written out, so they say nothing.
    """
    names = [name for name in question.slot.names if not name.isupper() and name[0].isalpha()]
    for name in names:
        said = re.compile(rf"\b{re.escape(name)}", re.IGNORECASE)
        having = [item for item in near if said.search(item.hit.passage.text_with_heads)]
        if having and len(having) <= most:
            near = having
    return near


def _distinct(found: Sequence[_Found]) -> tuple[list[_Found], int]:
    """Keep the first of passages that say the same; count the others."""
    kept: list[_Found] = []
    for item in found:
        if not any(_overlap(item.stems, other.stems) >= SAME for other in kept):
            kept.append(item)
    twins = sum(item.hit.twins for item in found)
    return kept, len(found) - len(kept) + twins


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0
