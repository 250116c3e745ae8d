"""What settles a question and stands far from what is near to it: a holding, a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rag.answerability.decisions import LOOKED_AT, SETTLES, SUBORDINATE, DecisionAsked
from rag.answerability.ranked_sentence import RankedSentence
from rag.grammar.quote_role import is_reprinted
from rag.text.mentions import Mentions

BEFORE, BEHIND = 3, 5
"""Words before and behind "won't" or "decided against" where the thing stands that isn't done."""


def settled_elsewhere(
    ordered: Sequence[RankedSentence], asked: DecisionAsked, words: Sequence[str]
) -> RankedSentence | None:
    """Give the first sentence of the best one's document that settles what none of the best does.

    A court's holding, or that a thing that is asked for won't be done: that must have two of the
    question's ``words``, or all.
    """
    if not (asked.ruling or asked.coming):
        return None

    def settles(text: str) -> bool:
        if asked.ruling:
            return asked.stated_in(text)
        held = sum(map(Mentions([text]).has, words))
        return held >= min(2, len(words)) > 0 and any(map(_is_it, SETTLES.finditer(text)))

    def _is_it(won_t: re.Match[str]) -> bool:
        before = won_t.string[: won_t.start()].split()[-BEFORE:]
        after = won_t.string[won_t.end() :].split()[:BEHIND]
        behind = takewhile(lambda word: word.lower() not in SUBORDINATE, after)
        beside = Mentions([" ".join(before), " ".join(behind)])
        return any(map(beside.has, asked.topic))

    if any(settles(one.found.text) for one in ordered[:LOOKED_AT]):
        return None
    best = ordered[0]
    for block in best.document.blocks if best.score > 0 else ():
        if block.kind == "heading":
            continue
        for span in best.document.sentences_in(block.start, block.end):
            text = best.document.text[span.start : span.end]
            if settles(text) and not is_reprinted(best.document, span.start):
                found = replace(best.found, span=span, text=text)
                return replace(best, passage_id="", found=found, answer=None)
    return None
