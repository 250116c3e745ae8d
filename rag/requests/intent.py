"""Which kind of request a text is by its meaning: a multinomial regression over its vectors."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.english.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS
from rag.english.word_lists import request_examples
from rag.question.document_names import Naming
from rag.requests.request import Request
from rag.text.stopwords import QUESTION_WORDS, WORD

Floats = NDArray[np.float64]

FILE = Path(__file__).with_name("intent.json")
"""Fitted by `python -m evals.training.fit_intent` to `rag/english/request_examples.toml`."""
LEAST = 0.4
"""Probability of a kind from which on it's tried. What it asks for must be there all the same."""
LONGEST = 300
"""Characters of a text that may be a request; a longer one is a question."""
PLAIN = "question"
ONE, SEVERAL, TOPIC = "the report", "the reports", "something"
"""What stands for documents that are named, and for words of the documents."""
_PLACES = frozenset(("d", "ds", "x"))
_TOPICS = re.compile(rf"{TOPIC}(?:[\s\-,/&.]*(?:of |the |a |and )?{TOPIC})+")


@dataclass(frozen=True, slots=True)
class Intents:
    """The regression: a row of ``weights`` and an intercept for each kind.

    ``embedder`` is the model whose vectors it was fitted to.
    """

    embedder: str
    kinds: tuple[str, ...]
    weights: Floats
    intercepts: Floats

    def probabilities(self, vectors: Floats) -> Floats:
        """Give the probability of each kind for vectors in rows (texts x kinds)."""
        scores = vectors @ self.weights.T + self.intercepts
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


@cache
def read_intents(file: Path = FILE) -> Intents:
    """Read the regression that is shipped."""
    row = json.loads(file.read_text("utf-8"))
    weights = np.array(list(row["weights"].values()), np.float64)
    return Intents(row["embedder"], tuple(row["weights"]), weights[:, 1:], weights[:, 0])


def intent(request: Request) -> str:
    """Give the kind of request that a text is most likely, `PLAIN` where none is likely.

    So it is with an embedder that it wasn't fitted to. The mean of two readings counts: with the
    documents' names left out, and with the words of the documents left out as well.
    """
    embedder, intents = request.library.embedder, read_intents()
    if embedder.identity.name != intents.embedder or len(request.text) > LONGEST:
        return PLAIN
    known = request.library.store.lexicon(request.query.scope.collection).counts
    said = unnamed(request.naming, request.text)
    texts = (said, without_topics(said, all_form_words(), known))
    vectors = np.array([embedder.encode_question(text).vector for text in texts], np.float64)
    found = intents.probabilities(vectors).mean(axis=0)
    best = int(found.argmax())
    return intents.kinds[best] if found[best] >= LEAST else PLAIN


def unnamed(naming: Naming, text: str) -> str:
    """Give a text with `ONE` or `SEVERAL` for the documents that it names.

    "These papers", which may be any, stays.
    """
    for span, names in reversed(list(zip(naming.spans, naming.names, strict=True))):
        said = text[span.start : span.end]
        stands = said if not names else SEVERAL if naming.several and len(names) > 1 else ONE
        text = f"{text[: span.start]}{stands}{text[span.end :]}"
    return text


def without_topics(text: str, form: Container[str], known: Container[str] | None) -> str:
    """Give a text with `TOPIC` for what is no word of its form.

    A word that isn't ``known`` to the documents stays: it's more likely another one of form. Where
    that's None, none stays.
    """

    def left(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if low in form or re.split("['’]", low)[0] in form:
            return word
        strange = known is not None and low not in known and word.islower()
        return word if strange else TOPIC

    return _TOPICS.sub(TOPIC, WORD.sub(left, text))


@cache
def form_words(kind: str) -> frozenset[str]:
    """Give the words with which one kind of request is put, whatever it's about."""
    return words_of_form(request_examples()[kind])


@cache
def all_form_words() -> frozenset[str]:
    """Give the words with which requests are put that are no plain questions."""
    return frozenset().union(*(form_words(kind) for kind in request_examples() if kind != PLAIN))


def words_of_form(examples: str) -> frozenset[str]:
    """Give the words of some examples that aren't for a document or a topic, and common ones."""
    said = {word.lower() for word in WORD.findall(examples)} - _PLACES
    return frozenset(said) | FUNCTION_WORDS | QUESTION_WORDS | AUXILIARIES | PREPOSITIONS
