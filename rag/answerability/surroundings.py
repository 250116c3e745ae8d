"""What stands around a sentence: whom its passage is about, and what it points back to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answerability.answer_patterns import YEAR
from rag.question.question_type import Slot

Array = NDArray[np.float32]

FOUND = 0.5
"""Credit from which on a word is there, in itself or in one of its kind."""
OFTEN = 3
"""Times that a document has a name at least that all it says is about."""
POINTING = frozenset("he she they it this these his her their its".split())


def named(slot: Slot) -> list[str]:
    """Give the names and the years of a question."""
    return [word for word in slot.words if word in slot.names or YEAR.fullmatch(word)]


def belonging(
    slot: Slot, often: Sequence[frozenset[str] | None], weights: Array, in_passage: Array
) -> Array:
    """Give for each sentence what part of the question's names and years stands with it, by weight.

    They stand in its passage or in what that is about (``in_passage``, words x sentences), or
    ``often`` in its document; where that is None, all of them are taken to.
    """
    names = named(slot)
    rows = [i for i, word in enumerate(slot.words) if word in names]
    if not rows:
        return np.ones(len(often), np.float32)
    there = in_passage[rows] >= FOUND
    for column, said in enumerate(often):
        there[:, column] |= [said is None or slot.words[row] in said for row in rows]
    return np.asarray(weights[rows] @ there / max(float(weights[rows].sum()), 1e-9), np.float32)


def pointed_back(in_sentence: Array, sentences: Sequence[tuple[int, str]]) -> Array:
    """Give each sentence that opens with a pronoun what those have that it may stand for.

    ``sentences`` are their places in their passages, from 0, and their texts.
    """
    found = np.zeros_like(in_sentence)
    for i, (order, text) in enumerate(sentences):
        first = text.split(maxsplit=1)[:1]
        if order and first and first[0].lower() in POINTING:
            found[:, i] = np.maximum(in_sentence[:, i - 1], found[:, i - 1])
    return found


def is_often(word: str, text: str) -> bool:
    """Look for a word just as often as is asked: a long text holds most of them near its start."""
    at = -1
    for _ in range(OFTEN):
        at = text.find(word, at + 1)
        if at < 0:
            return False
    return True
