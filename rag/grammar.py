"""Whether a question that was put together reads as one: only what can be told without a tagger."""

from __future__ import annotations

import re

from rag.clauses import parse
from rag.english import AUXILIARIES, DETERMINERS, PREPOSITIONS
from rag.phrases import BE, COLLECTIVE, DO, MARK, Frame, tokens
from rag.wordclass import is_past

_MANY = frozenset("are were do have aren't weren't don't haven't".split())


_THING = re.compile(r"(?:ing|ment|[ts]ion|ity|ness|ship|[ae]nce|ure|age|ism|sis|cy|gy|phy)$")
"""Endings of a noun that means one thing; "the injured" or "the poor" are many without an "s"."""


def reads(question: str) -> bool:
    """Say whether nothing in a question is clearly wrong.

    Wrong are "who did the died", "is are", "about there", and an auxiliary that doesn't agree
    with its subject ("are the meeting", "is the schools"). A body of people, or a name,
    may be one or many.
    """
    words = tokens(question.partition(MARK)[0])
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        closes = at + 2 >= len(words) or words[at + 2].low in AUXILIARIES
        if word.low in ("the", "a", "an") and (after is None or after.low in AUXILIARIES):
            return False
        acts = at > 0 and words[at - 1].low in DO  # "what do the injured need" goes on
        if word.low in ("the", "a", "an") and after and acts and is_past(after) and closes:
            return False
        if word.low in BE and after and after.low in BE | DO and not after.free:
            return False
        if word.low in PREPOSITIONS and after and after.low == "there" and at:
            return False
    return _agree(parse(question.partition(MARK)[0]))


def _agree(frame: Frame) -> bool:
    """Say whether the auxiliary and the subject behind it are both of one or both of many."""
    auxiliary, subject = frame.part(frame.auxiliary).lower(), frame.subject
    if subject is None or auxiliary not in _MANY | BE | DO | {"has"} or auxiliary == "did":
        return True
    if subject.name or subject.head in COLLECTIVE - {"meeting"} or not subject.words:
        return True
    if subject.text.split()[0].lower() not in DETERMINERS:
        return True  # "are rice and wheat", "is news": too little to tell
    if auxiliary in _MANY:
        return subject.plural or _THING.search(subject.head) is None
    return not subject.plural
