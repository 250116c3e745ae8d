"""Query to hits: four views of each passage, each divided by its best, added up.

A passage is seen by its words (BM25 over stems and over pairs of neighbouring
stems), as a whole (cosine), by its best sentence (cosine), and word by word: each
word piece of the question finds the most similar one in the passage, weighted by
the word's rarity (late interaction: Khattab and Zaharia, "ColBERT", SIGIR 2020). Then
it moves up towards a better direct neighbour. No weight is fitted to anything;
`docs/retrieval.md` has what each step brings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from rag.question.question import Question
from rag.store.passage_vectors import Bits, PassageParts
from rag.store.store import Store
from rag.types import Hit, Passage, Query, RetrievedSentence, Span

Floats = NDArray[np.float32]

DEPTH = 50
"""Passages that each of the two searches puts forward."""
SHORT = 4
"""Words. A passage about so short says little, whatever it resembles."""
PULL = 0.3
"""How far a passage moves up towards a better direct neighbour."""


def retrieve(question: Question, store: Store, embedder: Embedder, k: int = 10) -> tuple[Hit, ...]:
    """Give the ``k`` passages that suit a question best, the best first, the same words once.

    A score is between 0 and 1, of the best of what was found, and compares only
    within one query.
    """
    query = question.query
    hits = _given(query, store) if query.scope.ranges else _searched(question, store, k)
    return with_sentences(hits, question, store, embedder)


def _searched(question: Question, store: Store, k: int) -> tuple[Hit, ...]:
    scope, words = question.query.scope, question.words
    depth = max(k, DEPTH)
    nearest = store.nearest(question.encoded.vector.tolist(), depth, scope)
    matching = store.matching(words, depth, scope)
    place = question.place if question.place and question.place.whole else None
    if place:
        numbered = store.matching(place.number, depth, scope)
        matching = (*matching, *(one for one in numbered if place.within(one[0].text)))
    found = {passage.id: passage for passage, _ in (*nearest, *matching)}
    if not found:
        return ()
    bm25 = {passage.id: score for passage, score in reversed(matching)}
    rest = [passage for id_, passage in found.items() if id_ not in bm25]
    bm25 |= store.word_scores(words, rest, scope.collection)
    passages = list(found.values())
    kept = _kept(passages, scope.collection, store)
    similarity = {passage.id: value for passage, value in nearest}
    seen = _look(passages, question, similarity, bm25, kept)
    return _ranked(seen, k, {s.passage.id for s in seen if place and place.within(s.passage.text)})


def _kept(
    passages: Sequence[Passage], collection: str, store: Store
) -> dict[str, tuple[int, PassageParts]]:
    """Give by their ids the parts of passages that the index has, each with its row there."""
    names = list(dict.fromkeys(passage.document_id for passage in passages))
    parts_of = dict(zip(names, store.all_parts(names, collection), strict=True))
    found = {}
    for passage in passages:
        parts = parts_of[passage.document_id]
        if parts is not None and (row := parts.row(passage.start)) is not None:
            found[passage.id] = row, parts.of_passage(row)
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """A candidate, its number among its document's passages, and the four views of it."""

    passage: Passage
    row: int
    words: float
    whole: float
    sentence: float
    pieces: float


def _look(
    passages: Sequence[Passage],
    question: Question,
    similarity: Mapping[str, float],
    bm25: Mapping[str, float],
    kept: Mapping[str, tuple[int, PassageParts]],
) -> list[_Seen]:
    """Look at the candidates from all four sides, those of a document behind one another."""
    encoded = question.encoded
    signs = {name: parts.signs for name, (_, parts) in kept.items() if len(parts.signs)}
    pieces = _late(_Asked.of(encoded, question.weights), signs)
    seen = []
    for passage in sorted(passages, key=lambda p: (p.document_id, p.start)):
        row, parts = kept.get(passage.id, (-2, None))
        whole = best = similarity.get(passage.id, 0.0)
        if parts is not None:
            whole = float(parts.vector @ encoded.vector)
            of_it = parts.sentences.astype(np.float32) @ encoded.vector
            best = float(of_it.max(initial=-1.0))
        views = (bm25.get(passage.id, 0.0), whole, best, pieces.get(passage.id, 0.0))
        seen.append(_Seen(passage, row, *views))
    return seen


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's word pieces that count (dimensions x pieces), their sums and weights."""

    pieces: Floats
    sums: Floats
    weights: Floats

    @classmethod
    def of(cls, encoded: Encoded, weights: Floats) -> _Asked:
        kept = weights > 0
        asked = encoded.pieces[kept]
        asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), 1e-9)
        return cls(asked.T, asked.sum(axis=1), weights[kept])


def _late(asked: _Asked, passages: Mapping[str, Bits]) -> dict[str, float]:
    """Sum over the question's word pieces the highest similarity to one of each passage's.

    A passage's word piece is kept as the signs s of its numbers; for bits b,
    ``q . s`` is ``2 * (q . b) - sum(q)``. Each passage has at least one.
    """
    dimensions = len(asked.pieces)
    sizes = np.array([len(signs) for signs in passages.values()])
    if not len(asked.weights) or not len(sizes):
        return {}
    signs = np.concatenate(list(passages.values()))
    bits = np.unpackbits(signs, axis=1, count=dimensions).astype(np.float32)
    similar = 2 * (bits @ asked.pieces) - asked.sums
    best = np.maximum.reduceat(similar, np.cumsum(sizes) - sizes, axis=0)
    values = best @ asked.weights / np.sqrt(dimensions)
    return dict(zip(passages, values.tolist(), strict=True))


def _ranked(seen: Sequence[_Seen], k: int, asked: Collection[str]) -> tuple[Hit, ...]:
    """Add up the views, pull neighbours up, and give the best passages, the same words once.

    ``asked`` are the ids of those at the very place that the question names: they come first.
    """
    scores = _pulled(seen, _fused(seen))
    if asked:
        first = np.array([one.passage.id in asked for one in seen], np.float32)
        scores = (0.5 * (scores + first)).astype(np.float32)
    order = sorted(range(len(seen)), key=lambda i: (-scores[i], seen[i].passage.id))
    groups: dict[str, list[int]] = {}
    for i in order:
        groups.setdefault(same_words(seen[i].passage.text), []).append(i)
    return tuple(
        Hit(
            seen[best].passage,
            float(scores[best]),
            similarity=seen[best].whole,
            bm25=seen[best].words,
            twins=len(others),
        )
        for best, *others in list(groups.values())[:k]
    )


def same_words(text: str) -> str:
    """Give what passages with the same words have in common."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _fused(seen: Sequence[_Seen]) -> Floats:
    views = np.array([(s.words, s.whole, s.sentence, s.pieces) for s in seen], np.float32)
    views = np.maximum(views, 0)
    lengths = np.array([len(s.passage.text.split()) for s in seen], np.float32)
    total = (views / np.maximum(views.max(axis=0), 1e-9)).sum(axis=1)
    total += lengths / (lengths + SHORT)
    low, high = total.min(), total.max()
    scaled: Floats = (total - low) / max(float(high - low), 1e-9)
    return scaled


def _pulled(seen: Sequence[_Seen], scores: Floats) -> Floats:
    better = scores.copy()
    for i, (one, other) in enumerate(pairwise(seen)):
        same = one.passage.document_id == other.passage.document_id
        if same and other.row == one.row + 1:
            better[i] = max(better[i], scores[i + 1])
            better[i + 1] = max(better[i + 1], scores[i])
    return scores + PULL * (better - scores)


def _given(query: Query, store: Store) -> tuple[Hit, ...]:
    """Take the ranges that the query is limited to as the passages, without a search."""
    hits = []
    for document_id, start, end in query.scope.ranges:
        document = store.document(document_id, query.scope.collection)
        if document is not None and 0 <= start < end <= len(document.text):
            hits.append(Hit(document.passage(start, end), 1.0))
    return tuple(hits)


def with_sentences(
    hits: Sequence[Hit], question: Question, store: Store, embedder: Embedder
) -> tuple[Hit, ...]:
    """Give hits with their documents and sentences, each sentence compared with the question."""
    return tuple(_with_sentences(hit, question, store, embedder) for hit in hits)


def _with_sentences(hit: Hit, question: Question, store: Store, embedder: Embedder) -> Hit:
    passage = hit.passage
    document = store.document(passage.document_id, question.query.scope.collection)
    if document is None or document.content_hash != passage.content_hash:
        return replace(hit, document=None, sentences=())  # replaced or removed since it was found
    spans = document.sentences_in(passage.start, passage.end)
    spans = spans or (Span(passage.start, passage.end),)
    texts = [document.text[span.start : span.end] for span in spans]
    parts = store.parts_of(passage.document_id, question.query.scope.collection)
    given = bool(question.query.scope.ranges)
    row = None if parts is None or given else parts.row(passage.start)
    if parts is not None and row is not None and len(parts.sentences_of(row)) == len(texts):
        vectors = parts.sentences_of(row).astype(np.float32)
    else:
        vectors = embedder.embed_sentences(texts)
    if given:
        whole = embedder.embed_sentences([passage.text])[0]
        hit = replace(hit, similarity=float(whole @ question.encoded.vector))
    similar = vectors @ question.encoded.vector
    sentences = map(RetrievedSentence, spans, texts, similar.tolist())
    whole_passage = document.passage(passage.start, passage.end)  # with its place in the layout
    return replace(hit, passage=whole_passage, document=document, sentences=tuple(sentences))
