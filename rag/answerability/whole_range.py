"""A figure that only ends a range ("up to £10 million"): the sentence that has both ends."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerability.measure_asked import FIGURES
from rag.answerability.ranked_sentence import RankedSentence
from rag.question.question_type import Slot

NEAR = 6
"""Blocks before and behind in which the other end is looked for."""
_FIGURE = r"[$£€¥₹]?\s?\d[\d,.]*(?<![,.])(?:\s?(?:%|per ?cent|hundred|thousand|[mbtr]+illion)\b)?"
_END = re.compile(
    rf"\b(?:up to|as (?:much|many) as|at (?:the )?most) (?P<end>{_FIGURE})", re.IGNORECASE
)


def whole_range(best: RankedSentence, slot: Slot) -> RankedSentence | None:
    """Give the sentence near the best one that has the range of which that has the upper end.

    None where the best has more than such an end, or no range near it ends there.
    """
    found = _END.search(best.found.text) if slot.sort in FIGURES else None
    if found is None:
        return None
    end = " ".join(found["end"].split())
    both = re.compile(rf"{_FIGURE} (?:to|and|or|-|–) {re.escape(end)}(?![\w,.]*\d)", re.IGNORECASE)
    if both.search(" ".join(best.found.text.split())):
        return None
    blocks = best.document.blocks
    own = next((at for at, b in enumerate(blocks) if b.end > best.found.span.start), 0)
    near = sorted(
        range(max(0, own - NEAR), min(len(blocks), own + NEAR + 1)), key=lambda at: abs(at - own)
    )
    for block in (blocks[at] for at in near if blocks[at].kind != "heading"):
        for span in best.document.sentences_in(block.start, block.end):
            text = best.document.text[span.start : span.end]
            if both.search(" ".join(text.split())):
                found_there = replace(best.found, span=span, text=text)
                return replace(best, passage_id="", found=found_there, answer=None)
    return None
