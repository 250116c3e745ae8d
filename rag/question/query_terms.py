"""What a question is made of: words that ask, words that must be found."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rag.models.encoding import Encoded
from rag.store.bm25_index import Terms
from rag.text.stopwords import COUNT_WORDS, QUESTION_WORDS, TIME_WORDS, WORD

Floats = NDArray[np.float32]


def without_question_words(question: str) -> str:
    """Give the question less the words that only ask; whole if nothing else is in it.

    They occur in most questions and in few policy texts, so BM25 would take
    a "what" or "did" in a passage for a rare and telling word.
    """
    return " ".join(word for word in WORD.findall(question) if not only_asks(word)) or question


def only_asks(word: str) -> bool:
    """Say whether a word only asks: "what", and "what's" and "I'm" as well."""
    return word.lower() in QUESTION_WORDS or re.split("['’]", word.lower())[0] in QUESTION_WORDS


def piece_weights(question: str, encoded: Encoded, terms: Terms) -> Floats:
    """Weigh each word piece of a question by its word's rarity; words that only ask weigh 0."""
    weights = np.zeros(len(encoded.spans), np.float32)
    for match in WORD.finditer(question):
        stems = terms.stems(match.group())
        if only_asks(match.group()) or not stems:
            continue
        inside = (encoded.spans[:, 0] >= match.start()) & (encoded.spans[:, 1] <= match.end())
        weights[inside] = max(map(terms.rarity, stems))
    if not weights.any():
        weights[:] = 1
    return weights / max(float(weights.sum()), 1.0)


def content_words(question: str) -> tuple[str, ...]:
    """List the distinct words that a passage should hold, as written, in order."""
    asking = QUESTION_WORDS | TIME_WORDS | COUNT_WORDS
    words = (word for word in WORD.findall(question) if word.lower() not in asking)
    return tuple({word.lower(): word for word in words}.values())
