"""Hits to evidence: which sentences answer, in which order, and whether any does.

`rag.slot` reads what the question asks for, `rag.features` measures how well each
sentence gives it, `rag.answerable` turns that into a probability, and
`rag.reasons` into words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answerable import Setting, load_models
from rag.conflicts import conflict
from rag.coverage import idf
from rag.embedder import Embedder
from rag.features import TOPIC_FOUND, Measured, measure
from rag.library import Library
from rag.reading import Reader, read
from rag.reasons import denied, off_topic, reason
from rag.slot import DEFINITE, Slot, parse
from rag.speakers import asked_speakers, named_documents, speakers_of
from rag.store import Store
from rag.types import Document, Evidence, Hit, Query, Span, Status

MAX_STATEMENTS = 4
MAX_NEAREST = 3
MAX_CONTEXT = 8
ANSWER = 0.45
"""Probability of an answer from which on there is one."""
REFUSE, REFUSE_ABSENT = 0.15, 0.35
"""Below this there is none, where no sentence is on the topic; the second, where what the
question is about is nowhere named."""
ABSENT, NEAR = 0.7, 0.6
"""Where so much of what is asked about is nowhere named, and no sentence is so near, it's unsure
at best: a sentence about a country is no answer about its mountains."""
NEXT_DEFINITE, NEXT_OPEN = 0.9, 0.85
"""Further statements must score this share of the first one's score: a question for one thing
has one answer, an open one has several."""
SPEAKER, NAMED = 0.1, 0.05
"""What a sentence gains when it's by the speaker, or of the document, that the question names."""
SAME_WORDS = 0.6
"""Two sentences that share this part of their stems say the same."""
ANAPHORS = frozenset(
    "this that these those they them it its he she his her their such one similarly "
    "also still yet so thus hence therefore moreover however another".split()
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence amounts to.

    ``evidence`` answers when ``status`` is ``answered``, else it is what came
    closest. ``score`` is the probability that the documents answer; ``missing``
    lists words of the question that no passage holds; ``notes`` are for the reader.
    ``context`` is the best evidence and more of it, for a language model to write from.
    """

    status: Status
    evidence: tuple[Evidence, ...]
    reason: str = ""
    score: float = 0.0
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    context: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    document: Document
    hit: Hit
    span: Span
    text: str
    cosine: float


def judge(
    query: Query, hits: Sequence[Hit], library: Library, *, opinion: float = 0.0
) -> Judgement:
    """Choose up to four runs of sentences that answer, or say why none does.

    ``opinion`` is somebody else's, in log-odds that the documents answer.
    """
    store = library.store
    passages = _passages(query, hits, store, library.embedder)
    sentences = [sentence for passage in passages for sentence in passage]
    if not sentences:
        return Judgement("refused", (), "The search found no passage at all.")
    measured = _measure(query, passages, store, library.embedder)
    setting: Setting = "given" if query.scope.ranges else "search"
    probability = load_models()[setting].probability(measured.values)
    probability = shifted(library.calibration.apply(probability), opinion)
    status, why = _decide(measured, probability)
    order = _ordered(query, sentences, measured, store)
    answered = status == "answered"
    chosen = _choose(order, measured.slot, sentences, store, answered=answered)
    more = _distinct(order, sentences, store, MAX_CONTEXT, float("-inf"))
    evidence, context = (
        _merged([_widen(sentences[i], score) for i, score in some]) for some in (chosen, more)
    )
    notes = _notes(measured) if answered else ()
    return Judgement(status, evidence, why, probability, measured.missing, notes, context)


def could_turn(judged: Judgement, log_odds: float) -> bool:
    """Say whether an opinion of so many log-odds could make an answer of it, or unmake it."""
    if judged.status == "answered":
        return shifted(judged.score, -log_odds) < ANSWER
    return judged.status == "unsure" and judged.score < ANSWER <= shifted(judged.score, log_odds)


def shifted(probability: float, log_odds: float) -> float:
    """Give a probability moved by log-odds; one that isn't moved stays bit for bit."""
    if not log_odds or not 0 < probability < 1:
        return probability
    odds = math.log(probability / (1 - probability)) + log_odds
    return 1 / (1 + math.exp(-odds))


def features_of(query: Query, hits: Sequence[Hit], library: Library) -> dict[str, float]:
    """Give the features that `judge` goes by, by name; empty where there are no sentences."""
    passages = _passages(query, hits, library.store, library.embedder)
    if not passages:
        return {}
    return _measure(query, passages, library.store, library.embedder).values


def _passages(
    query: Query, hits: Sequence[Hit], store: Store, embedder: Embedder
) -> list[list[_Sentence]]:
    """Give the sentences of each passage, with how near the question is to each."""
    question = embedder.encode_question(query.question).vector
    passages = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        document = store.document(hit.passage.document_id, query.scope.collection)
        if document is None or document.content_hash != hit.passage.content_hash:
            continue  # replaced or removed since the search
        spans = document.sentences_in(hit.passage.start, hit.passage.end)
        spans = spans or (Span(hit.passage.start, hit.passage.end),)
        texts = [document.text[span.start : span.end] for span in spans]
        cosines = _cosines(hit, texts, question, query, store, embedder)
        passage = [
            _Sentence(document, hit, span, text, cosine)
            for span, text, cosine in zip(spans, texts, cosines, strict=True)
            if (document.id, span.start) not in seen
        ]
        seen.update((document.id, sentence.span.start) for sentence in passage)
        if passage:
            passages.append(passage)
    return passages


def _cosines(
    hit: Hit,
    texts: Sequence[str],
    question: np.ndarray,
    query: Query,
    store: Store,
    embedder: Embedder,
) -> list[float]:
    """Compare a passage's sentences with the question: from the index, or made now."""
    parts = store.parts_of(hit.passage.document_id, query.scope.collection)
    row = None if parts is None or query.scope.ranges else parts.row(hit.passage.start)
    if parts is not None and row is not None:
        kept = parts.sentences_of(row)
        if len(kept) == len(texts):
            return [float(value) for value in kept.astype(np.float32) @ question]
    return [float(value) for value in embedder.embed_sentences(texts) @ question]


def _measure(
    query: Query, passages: Sequence[Sequence[_Sentence]], store: Store, embedder: Embedder
) -> Measured:
    def embed(texts: Sequence[str]) -> np.ndarray:
        embedder.remember(store.word_vectors.get(embedder.unknown(texts)))
        return embedder.embed_sentences(texts)

    reader = Reader(
        embed,
        lambda word: (store.words.terms(word) or (word.lower(),))[0],
        _Rarity(query.scope.collection, store),
    )
    candidates = read(
        [[sentence.text for sentence in passage] for passage in passages],
        [sentence.cosine for passage in passages for sentence in passage],
        [about(passage[0].document) for passage in passages],
    )
    return measure(parse(query.question), candidates, reader)


class _Rarity:
    """How rare a stem is among a collection's passages, looked up once."""

    def __init__(self, collection: str, store: Store) -> None:
        self._collection, self._store = collection, store
        self._known: dict[str, float] = {}

    def __call__(self, stem: str) -> float:
        if stem not in self._known:
            (count,), total = self._store.words.frequencies(self._collection, (stem,))
            self._known[stem] = idf(count, total)
        return self._known[stem]


def about(document: Document) -> str:
    """Give what a document is called and who wrote it: a question may name it by that."""
    csl = document.source.csl
    authors = csl.get("author")
    names = [
        str(value)
        for author in (authors if isinstance(authors, Sequence) else ())
        if isinstance(author, Mapping)
        for value in author.values()
    ]
    words = " ".join([document.source.title, *names, str(csl.get("publisher", "")), document.file])
    return words.replace("-", " ").replace(".", " ")


def _decide(measured: Measured, probability: float) -> tuple[Status, str]:
    """Give the outcome and, unless answered, the reason in words."""
    why = reason(measured)
    away = measured.values["cosine"] < TOPIC_FOUND and probability < REFUSE
    if away or (off_topic(measured) and probability < REFUSE_ABSENT):
        return "refused", why or "No passage comes close to the question."
    elsewhere = measured.absent >= ABSENT and measured.values["cosine"] < NEAR
    if probability >= ANSWER and not elsewhere and not denied(measured):
        return "answered", ""
    return "unsure", why or "The closest passage speaks of the topic, but may not answer."


def _notes(measured: Measured) -> tuple[str, ...]:
    """Say what a reader of an answer should check: figures that differ, words that lack."""
    lacking = ""
    if measured.missing:
        named = ", ".join(f"“{word}”" for word in measured.missing)
        lacking = f"The passages read don't mention {named}: check that this answers."
    return tuple(note for note in (conflict(measured), lacking) if note)


def _ordered(
    query: Query, sentences: Sequence[_Sentence], measured: Measured, store: Store
) -> list[tuple[int, float]]:
    """Give the sentences from best to worst with their scores; the speaker asked for first."""
    speakers = asked_speakers(query.question)
    entries = store.entries(query.scope.collection)
    named = named_documents(query.question, [entry.source for entry in entries])
    scores = []
    for i, sentence in enumerate(sentences):
        score = measured.scores[i]
        if speakers & speakers_of(sentence.text):
            score += SPEAKER
        if sentence.document.id in named:
            score += NAMED
        scores.append((i, score))
    return sorted(scores, key=lambda item: (-item[1], item[0]))


def _choose(
    order: Sequence[tuple[int, float]],
    slot: Slot,
    sentences: Sequence[_Sentence],
    store: Store,
    *,
    answered: bool,
) -> list[tuple[int, float]]:
    """Take the sentences that answer, else those that come closest."""
    share = NEXT_DEFINITE if slot.sort in DEFINITE else NEXT_OPEN
    floor = share * order[0][1] if answered else float("-inf")
    return _distinct(order, sentences, store, MAX_STATEMENTS if answered else MAX_NEAREST, floor)


def _distinct(
    order: Sequence[tuple[int, float]],
    sentences: Sequence[_Sentence],
    store: Store,
    limit: int,
    floor: float,
) -> list[tuple[int, float]]:
    """Take the best sentences, each saying something that those before it don't."""
    chosen: list[tuple[int, float]] = []
    known: list[frozenset[str]] = []
    for i, score in order:
        if len(chosen) == limit or score < floor:
            break
        stems = frozenset(store.words.terms(sentences[i].text))
        if not any(_same(stems, other) for other in known):
            chosen.append((i, score))
            known.append(stems)
    return chosen


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= SAME_WORDS * max(1, min(len(a), len(b)))


def _widen(sentence: _Sentence, score: float) -> Evidence:
    """Take the sentence before along when this one leans on it ("This", "They")."""
    document, span = sentence.document, sentence.span
    start = span.start
    block = document.block_at(span.start)
    words = sentence.text.split()
    if block and words and words[0].strip(",").lower() in ANAPHORS:
        before = [s for s in document.sentences_in(block.start, block.end) if s.end <= start]
        start = before[-1].start if before else start
    return Evidence.of(document, Span(start, span.end), score, sentence.hit.passage.id)


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
