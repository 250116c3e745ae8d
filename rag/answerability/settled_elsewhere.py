"""What settles a question and stands far from what is near to it: a holding, a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from rag.answerability.answer_patterns import MONEY
from rag.answerability.decisions import LOOKED_AT, SETTLES, SUBORDINATE, DecisionAsked
from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import FUNCTION_WORDS, GENERAL_WORDS, SAYING_VERBS
from rag.grammar.quote_role import is_reprinted
from rag.text.content_words import words_of
from rag.text.mentions import Mentions
from rag.types import Document, Span

AROUND = 8
"""Words before a sum in which it's said what it is."""
BEFORE, BEHIND = 3, 5
"""Words before and behind "won't" or "decided against" where the thing stands that isn't done."""
_RULING = re.compile(
    r"\b(?:hold|held|rul|conclud|find|found|affirm|revers|decid|agree)\w*", re.IGNORECASE
)
"""Words one of which a holding has; whether it is one is for its sentence to tell."""
_SAYS_NOTHING = FUNCTION_WORDS | GENERAL_WORDS | SAYING_VERBS | {"paid", "given"}


def settled_elsewhere(
    ordered: Sequence[RankedSentence], asked: DecisionAsked, words: Sequence[str]
) -> RankedSentence | None:
    """Give the first sentence of the best one's document that settles what none of the best does.

    A court's holding, or that a thing that is asked for won't be done: that must have two of the
    question's ``words``, or all. Where a sum is asked for, it's what the best say of that sum.
    """
    if not (asked.ruling or asked.coming):
        return None
    paid = frozenset(one for each in ordered[:LOOKED_AT] for one in _paid(each.found.text, words))

    def settles(text: str) -> bool:
        if asked.ruling:
            return asked.stated_in(text)
        if not SETTLES.search(text):
            return False
        held = sum(map(Mentions([text]).has, words))
        told = bool(paid) or held >= min(2, len(words)) > 0
        return told and any(map(_is_it, SETTLES.finditer(text)))

    def _is_it(won_t: re.Match[str]) -> bool:
        before = won_t.string[: won_t.start()].split()[-BEFORE:]
        after = won_t.string[won_t.end() :].split()[:BEHIND]
        behind = takewhile(lambda word: word.lower() not in SUBORDINATE, after)
        beside = Mentions([" ".join(before), " ".join(behind)])
        return any(map(beside.has, paid or asked.topic))

    if any(settles(one.found.text) for one in ordered[:LOOKED_AT]):
        return None
    best = ordered[0]
    for span in _settling(best.document, _RULING if asked.ruling else SETTLES):
        text = best.document.text[span.start : span.end]
        if best.score > 0 and settles(text) and not is_reprinted(best.document, span.start):
            found = replace(best.found, span=span, text=text)
            return replace(best, passage_id="", found=found, answer=None)
    return None


def _settling(document: Document, words: re.Pattern[str]) -> Iterator[Span]:
    """Give a document's sentences that have some words, headings left out, in order.

    The text is looked through once: sentence by sentence a long one takes a second.
    """
    until = -1
    for found in words.finditer(document.text):
        block = document.block_at(found.start())
        if found.start() < until or block is None or block.kind == "heading":
            continue
        for span in document.sentences_in(block.start, block.end):
            if span.start <= found.start() < span.end:
                until = span.end
                yield span


def _paid(text: str, words: Sequence[str]) -> Iterator[str]:
    """Give the words beside a question's sum in a sentence: what it is ("a grant of 40 marks")."""
    sums = [word for word in words if word[0].isdigit() and len(word) > 2]
    asked = Mentions([" ".join(words)])
    for one in sums:
        at = text.find(one)
        if at >= 0 and MONEY.search(text):
            around = (*text[:at].split()[-AROUND:], *text[at:].split()[1 : 1 + BEFORE])
            for word in words_of(" ".join(around)):
                says = word.isalpha() and len(word) > 3 and word.lower() not in _SAYS_NOTHING
                if says and not asked.has(word):
                    yield word
