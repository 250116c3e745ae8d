"""What a statement tells as a fact that its evidence doesn't, or leaves in doubt that it tells."""

from __future__ import annotations

import re

from rag.attribution import frames
from rag.beside import Beside
from rag.binding import in_reach
from rag.strength import marks
from rag.wordings import EXPECTED, OPEN, PERHAPS, UNDECIDED, pattern

MOST = 0.8
"""Of the words of both, this share is what's claimed, where the statement tells the claim."""
_TOLD = "its evidence says “{}”; it tells it as a fact"
_VERBS = frozenset("should shall must may might could ought would".split())
_CALLED_FOR = pattern(
    "call_for calls_for called_for propos* recommend* suggest* plan plans demand*"
)
_GROUPS = frozenset("should may must".split())
_DOUBTFUL = re.compile(
    r"\b(?:unclear|uncertain|unknown|unproven|no evidence|in doubt|remains to be seen|"
    r"not yet (?:been )?(?:established|shown|proved|proven|confirmed)|"
    r"not (?:clear|known|certain))\b",
    re.IGNORECASE,
)
_ASKED_HOW = re.compile(r"\b(?:how|what|whether|where|ways?|so that)\b[^.;]{0,80}? could\b")
"""Where a "could" stands for the "to" of "how to"."""


def told_as_fact(beside: Beside) -> str | None:
    """Find a "should" or a "may" of the evidence where the statement says how it is."""
    if UNDECIDED.search(beside.statement):
        return None
    for pair in beside.pairs[:1]:
        for mark in marks(pair.sentence):
            wished = mark.group == "would" and _CALLED_FOR.search(pair.sentence)
            modal = mark.scale == "modal" and (mark.group in _GROUPS or wished)
            modal = modal and [t.word for t in pair.found[mark.until : mark.until + 1]] != ["not"]
            reached = wished or in_reach(pair, mark.at)
            if modal and pair.found[mark.at].word in _VERBS and reached:
                return _TOLD.format(pair.sentence_at(mark.at, mark.until))
        for expected in EXPECTED.finditer(pair.sentence):
            at = expected.start(1)
            j = next((n for n, t in enumerate(pair.found) if t.start <= at < t.end), -1)
            if pair.back(j) is not None:
                return _TOLD.format(expected.group())
        doubt = _DOUBTFUL.search(pair.sentence)
        if doubt and not _DOUBTFUL.search(beside.statement):
            return _TOLD.format(doubt.group())
    return None


def told_as_doubtful(beside: Beside) -> str | None:
    """Find a "may" or a "perhaps" where the evidence says how it is."""
    found = PERHAPS.search(_ASKED_HOW.sub("", beside.statement))
    held = " ".join(pair.sentence for pair in beside.pairs)
    if found is None or OPEN.search(held):
        return None
    return f"its evidence doesn't say “{found.group()}”"


def claim_told_as_fact(beside: Beside) -> str | None:
    """Find what is somebody's claim, told as if the evidence said it itself."""
    if CLAIM.search(beside.statement) or frames(beside.statement):
        return None
    for pair in beside.pairs[:1]:
        claim = _CLAIM_THAT.search(pair.sentence) or _BLAMING.search(pair.sentence)
        placed = [j for i, j in pair.to.items() if pair.said[i].content]
        behind = [j for j in placed if claim and pair.found[j].start >= claim.end()]
        if claim and placed and len(behind) >= MOST * len(placed):
            return _TOLD.format(claim.group())
    return None


_BLAMING = pattern("blame blames blamed accuse accuses accused suspect suspects suspected")
CLAIM = pattern(
    "blam* point* said says attribut* put_down claim* alleg* suggest* accus* assert* belie* "
    "rumour* rumor* charg* fear* idea*"
)
_CLAIM_THAT = re.compile(
    r"\b(?:claims?|allegations?|suggestions?|accusations?|assertions?|beliefs?|rumou?rs?|"
    r"charges?|fears?|idea) that\b",
    re.IGNORECASE,
)


RULES = (told_as_fact, told_as_doubtful, claim_told_as_fact)
