"""Questions for what somebody decided, concluded, recommended: the sentence that states it.

A sentence that names the topic, or the decision ("policies that mitigate the decision"), is
nearer to such a question than the one that states it ("We have decided against …"). And what a
document reprints to reply to it isn't what its author decided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import DETERMINERS, FUNCTION_WORDS
from rag.english.word_lists import words
from rag.grammar.quote_role import is_reprinted, reply_to
from rag.question.question_type import Slot, Sort
from rag.text.tokens import stem

STATED, REPRINTED = 0.15, -0.3
"""What a sentence gains that states what is asked for (and one that doesn't loses, where only that
answers), and what one loses that the document only reprints to reply to it."""
LOOKED_AT = 4
"""Sentences, the best of them, of which one must state it, and whose replies are offered."""
OWN = 0.8
"""The document's own words must come so near to the best that is reprinted, to answer."""
FAMILIES = ("decide", "conclude", "recommend", "reject", "agree", "announce")
_VERBS: Mapping[str, str] = {
    word: family for family in FAMILIES for word in words("decisions", family)
}
_NOUNS: Mapping[str, str] = {
    noun: family
    for family, noun in zip(FAMILIES, words("decisions", "nouns"), strict=True)
    for noun in (noun, noun + "s")
}
_SETTLED_BY: Mapping[str, frozenset[str]] = {
    "decide": frozenset(("decide", "reject", "agree", "announce", "conclude")),
    "agree": frozenset(("agree", "reject")),
}
"""What else states the thing; other families only their own."""
_ANSWERS = frozenset(("decide", "reject", "agree", "announce"))
"""What is done in reply to a demand."""
_REPLYING = frozenset(words("decisions", "replying"))
_OPEN: frozenset[Sort] = frozenset(("what", "said", "open", "yes-no", "which"))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SUBORDINATE = frozenset("that which who whom whose whether if how why because".split())
_NOT_STATED = frozenset("to should must may might could can would".split()) | DETERMINERS
"""Before a verb: the thing isn't stated but wished, possible, or a word of another noun."""


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What a question asks to be stated: ``families`` of verbs.

    ``reply``: it asks for what was replied, not for what was demanded. ``needed``: what doesn't
    state it is no answer, as it may be to a question for yes or no. ``topic`` are the stems of
    what was decided on, as far as the question says it: one of them must be there.
    """

    families: frozenset[str]
    reply: bool
    needed: bool
    topic: frozenset[str] = frozenset()

    def stated_in(self, sentence: str) -> bool:
        """Say whether a sentence states such a thing of the topic, and doesn't only name it."""
        found = [match.group().lower() for match in _WORD.finditer(sentence)]
        if self.topic and self.topic.isdisjoint(map(stem, found)):
            return False
        return any(_states(found, at, self.families) for at in range(len(found)))


def decision_asked(slot: Slot) -> DecisionAsked | None:
    """Give what a question asks to be stated; None where it asks for something else."""
    if slot.sort not in _OPEN:
        return None
    asked = [match.group().lower() for match in _WORD.finditer(slot.question)]
    main = list(takewhile(lambda word: word not in _SUBORDINATE, asked[1:]))
    named = {_VERBS.get(word) or _NOUNS.get(word) for word in main if word != "should"} - {None}
    families = frozenset(f for name in named if name for f in _SETTLED_BY.get(name, {name}))
    reply = bool(families & _ANSWERS) or not _REPLYING.isdisjoint(asked)
    if not families and not reply:
        return None
    verb = max((at for at, word in enumerate(asked) if word in _VERBS), default=len(asked))
    topic = frozenset(stem(word) for word in asked[verb + 1 :] if word not in FUNCTION_WORDS)
    needed = bool(families) and slot.sort in ("what", "said")
    return DecisionAsked(families, reply, needed, topic)


def stated_first(
    ordered: Sequence[RankedSentence], asked: DecisionAsked
) -> tuple[list[RankedSentence], bool]:
    """Move up what states a decision, and replies over what they reply to; say if any does.

    ``ordered`` come from best to worst.
    """
    found: list[RankedSentence] = []
    reprinted: set[int] = set()
    for at, sentence in enumerate(ordered):
        unstated = -STATED if asked.needed else 0.0
        gain = STATED if asked.stated_in(sentence.found.text) else unstated
        if asked.reply and at < LOOKED_AT and is_reprinted(sentence.document, _start(sentence)):
            gain = REPRINTED
            reprinted.add(at)
            found += _reply(sentence, asked)
        found.append(replace(sentence, score=sentence.score + gain))
    known: dict[tuple[str, int], RankedSentence] = {}
    for sentence in sorted(found, key=lambda one: -one.score):
        known.setdefault((sentence.document.id, _start(sentence)), sentence)
    own = next((s.score for at, s in enumerate(ordered) if at not in reprinted), 0.0)
    best = list(known.values())
    near = 0 not in reprinted or own >= OWN * ordered[0].score
    states = not asked.needed or any(asked.stated_in(s.found.text) for s in best[:LOOKED_AT])
    return best, near and states


def _start(sentence: RankedSentence) -> int:
    return sentence.found.span.start


def _reply(demand: RankedSentence, asked: DecisionAsked) -> list[RankedSentence]:
    """Give the sentence of the reply to a demand that states something, else its first."""
    document = demand.document
    replies = reply_to(document, demand.found.span)
    texts = [document.text[span.start : span.end] for span in replies]
    asked = replace(asked, families=asked.families or _ANSWERS)
    at = next((n for n, text in enumerate(texts) if asked.stated_in(text)), 0)
    if not replies:
        return []
    found = replace(demand.found, span=replies[at], text=texts[at])
    return [replace(demand, passage_id="", found=found)]


def _states(found: list[str], at: int, families: frozenset[str]) -> bool:
    word, before = found[at], found[at - 1] if at else ""
    if _NOUNS.get(word) in families:
        be, goes_on = [*found[at + 1 : at + 3], "", ""][:2]
        return be in ("is", "was") and goes_on in ("not", "to", "that", "against")
    if _VERBS.get(word) in families:
        return before not in _NOT_STATED
    denied = _VERBS.get(word) == "agree" and "reject" in families
    return denied and not {"not", "cannot", "never", "don't", "don’t"}.isdisjoint(found[:at][-3:])
