"""Hits to evidence: which sentences answer, and whether any does.

The judgement is a first, transparent rule over two signals: the cosine between
question and sentence, and the share of the question's words, weighted by how
rare they are in the corpus, that the sentence or its passage holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.coverage import Wanted, words_wanted
from rag.models import Embedder
from rag.questions import LIGHT_WORDS, numbers
from rag.store import Store
from rag.types import Document, Evidence, Hit, Query, Span, Status

MAX_STATEMENTS = 4
MAX_NEAREST = 3
PASSAGE_CREDIT = 0.7
"""A word of the question in the sentence's passage counts so much less than one in the sentence."""
ANSWER_SCORE = 0.45
REFUSE_SCORE = 0.25
NEXT_SHARE = 0.85
"""Further statements must score this share of the first one's score."""
ABSENT_SHARE = 0.3
NEAR_COSINE = 0.45
"""A sentence this near may say in other words what the corpus nowhere says in the question's."""
MAX_MISSING_SHARE = 0.5
SAME_WORDS = 0.6
"""Two sentences that share this part of their stems say the same."""
ANAPHORS = frozenset(
    "this that these those they them it its he she his her their such one similarly "
    "also still yet so thus hence therefore moreover however".split()
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence amounts to.

    ``evidence`` answers when ``status`` is ``answered``, else it is what came
    closest. ``score`` is between 0 and 1; ``missing`` lists words of the
    question that the best passage lacks.
    """

    status: Status
    evidence: tuple[Evidence, ...]
    reason: str = ""
    score: float = 0.0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: Document
    hit: Hit
    span: Span
    text: str
    stems: frozenset[str]
    cosine: float
    coverage: float

    @property
    def score(self) -> float:
        return max(0.0, min(1.0, (self.cosine + self.coverage) / 2))


def judge(query: Query, hits: Sequence[Hit], store: Store, embedder: Embedder) -> Judgement:
    """Choose up to four runs of sentences that answer, or say why none does."""
    wanted = words_wanted(query, store)
    candidates = _candidates(query, hits, wanted, store, embedder)
    if not candidates:
        return Judgement("refused", (), "The search found no passage at all.")
    ranked = sorted(candidates, key=lambda c: (-c.score, c.document.id, c.span.start))
    best = ranked[0]
    missing = _missing(best, wanted, store)
    status, reason = _decide(query, best, wanted, missing)
    chosen = _choose(ranked, answered=status == "answered")
    evidence = tuple(_widen(candidate) for candidate in chosen)
    return Judgement(status, _merged(evidence), reason, best.score, missing)


def _candidates(
    query: Query, hits: Sequence[Hit], wanted: Wanted, store: Store, embedder: Embedder
) -> list[_Candidate]:
    places: dict[tuple[str, int], tuple[Document, Hit, Span]] = {}
    for hit in hits:
        document = store.document(hit.passage.document_id, query.scope.collection)
        if document is None or document.content_hash != hit.passage.content_hash:
            continue  # replaced or removed since the search
        for span in document.sentences_in(hit.passage.start, hit.passage.end):
            places.setdefault((document.id, span.start), (document, hit, span))
    texts = [document.text[span.start : span.end] for document, _, span in places.values()]
    if not texts:
        return []
    cosines = embedder.embed_sentences(texts) @ np.asarray(embedder.embed_question(query.question))
    candidates = []
    for (document, hit, span), text, cosine in zip(
        places.values(), texts, cosines.tolist(), strict=True
    ):
        stems = frozenset(store.words.terms(text))
        around = frozenset(store.words.terms(hit.passage.text))
        found = [1.0 if s in stems else PASSAGE_CREDIT * (s in around) for s in wanted.stems]
        candidates.append(_Candidate(document, hit, span, text, stems, cosine, wanted.share(found)))
    return candidates


def _missing(best: _Candidate, wanted: Wanted, store: Store) -> tuple[str, ...]:
    around = frozenset(store.words.terms(best.hit.passage.text))
    return tuple(
        word
        for word, stem in zip(wanted.words, wanted.stems, strict=True)
        if stem not in around and word.lower() not in LIGHT_WORDS
    )


def _decide(
    query: Query, best: _Candidate, wanted: Wanted, missing: Sequence[str]
) -> tuple[Status, str]:
    """Give the outcome and, unless answered, the reason in words."""
    named = ", ".join(f"“{word}”" for word in missing)
    absent = [word for word, gone in zip(wanted.words, wanted.absent, strict=True) if gone]
    absent_share = wanted.share([float(gone) for gone in wanted.absent])
    if best.score < REFUSE_SCORE or (absent_share >= ABSENT_SHARE and best.cosine < NEAR_COSINE):
        gone = ", ".join(f"“{word}”" for word in absent if word in missing)
        if gone:
            return "refused", f"No passage mentions {gone}."
        if named:
            return "refused", f"No passage that comes close to the question mentions {named}."
        return "refused", "No passage comes close to the question."
    other = numbers(query.question) - numbers(best.hit.passage.text)
    if other:
        listed = ", ".join(sorted(other))
        return "unsure", f"The closest passage speaks of the topic, but not of {listed}."
    missing_share = wanted.share([float(word in missing) for word in wanted.words])
    if best.score >= ANSWER_SCORE and missing_share <= MAX_MISSING_SHARE:
        return "answered", ""
    if named:
        return "unsure", f"The closest passage doesn't mention {named}, so it may not answer."
    return "unsure", "The closest passage shares words with the question, but may not answer it."


def _choose(ranked: Sequence[_Candidate], *, answered: bool) -> list[_Candidate]:
    """Take the best candidates, each saying something that those before it don't."""
    floor = max(ANSWER_SCORE, NEXT_SHARE * ranked[0].score) if answered else 0.0
    chosen: list[_Candidate] = []
    for candidate in ranked:
        if len(chosen) == (MAX_STATEMENTS if answered else MAX_NEAREST):
            break
        if chosen and (candidate.score < floor or any(_same(candidate, c) for c in chosen)):
            continue
        chosen.append(candidate)
    return chosen


def _same(a: _Candidate, b: _Candidate) -> bool:
    return len(a.stems & b.stems) >= SAME_WORDS * max(1, min(len(a.stems), len(b.stems)))


def _widen(candidate: _Candidate) -> Evidence:
    """Take the sentence before along when this one leans on it ("This", "They")."""
    document, span = candidate.document, candidate.span
    start = span.start
    block = document.block_at(span.start)
    if block and candidate.text.split()[0].strip(",").lower() in ANAPHORS:
        before = [s for s in document.sentences_in(block.start, block.end) if s.end <= start]
        start = before[-1].start if before else start
    return Evidence(
        document_id=document.id,
        content_hash=document.content_hash,
        start=start,
        end=span.end,
        text=document.text[start : span.end],
        passage_id=candidate.hit.passage.id,
        score=candidate.score,
    )


def _merged(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Leave out evidence that lies within an earlier one."""
    kept: list[Evidence] = []
    for item in evidence:
        span = Span(item.start, item.end)
        if not any(
            item.document_id == k.document_id and span.overlaps(Span(k.start, k.end)) for k in kept
        ):
            kept.append(item)
    return tuple(kept)
