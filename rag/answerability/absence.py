"""What the passages that were read really lack: words in any form, opposites beside the word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.answerability.features import Measured
from rag.answerability.similarity import about
from rag.english.vocabulary import GENERAL_WORDS, LIGHT_WORDS
from rag.text.abbreviations import ABBREVIATION
from rag.text.mentions import Mentions
from rag.types import Hit


def ascertained(
    measured: Measured,
    hits: Sequence[Hit],
    weight: Callable[[str], float],
    occurs: Callable[[str], bool],
) -> Measured:
    """Take back what was measured as missing or opposite where the passages do have the word.

    ``weight`` weighs a word of the question; ``occurs`` says whether one stands anywhere in the
    collection. An abbreviation may stand there spelled out: of it that isn't said.
    """
    if not measured.missing and measured.opposite is None:
        return measured
    read = Mentions(_texts(hits))
    missing = tuple(word for word in measured.missing if not read.has(word))
    never = GENERAL_WORDS - LIGHT_WORDS  # rare in a small collection, and never told to be missing
    telling = [word for word in measured.slot.words if word.lower() not in never]
    total = sum(map(weight, telling))
    measured = replace(
        measured,
        missing=missing,
        nowhere=tuple(
            word for word in missing if not occurs(word) and not ABBREVIATION.fullmatch(word)
        ),
        absent=sum(map(weight, missing)) / max(total, 1e-9),
    )
    if measured.opposite is None or not read.has(measured.opposite[0]):
        return measured
    return replace(measured, opposite=None, values=measured.values | {"opposite": 0.0})


def _texts(hits: Sequence[Hit]) -> Iterable[str]:
    for hit in hits:
        yield hit.passage.text_with_heads
        yield " ".join(hit.passage.heading_path)
        if hit.document is not None:
            yield about(hit.document)
            yield " ".join(map(str, hit.document.source.csl.values()))
