"""How often, how far and how many: another grade, or one left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.grammar.claim_strength import Mark, Scale, marks, marks_of
from rag.text.alignment import Pair
from rag.verification.contradiction.findings import (
    ABOUT,
    SURE,
    Found,
    apart,
    apart_by_marks,
    span_of,
)

_ONLY = frozenset("only solely exclusively sole merely".split())
_GRADES = ({"usually", "often"}, {"several", "some"}, {"several", "many"}, {"wholly", "merely"})
_WEAK = frozenset(("some", "several", "sometimes", "partly"))
_ADDED = frozenset(("always", "never", "wholly", "all", "most", "few"))
_DROPPED = frozenset(
    ("usually", "often", "sometimes", "rarely", "largely", "partly", "nearly", "necessarily")
)


def other_grades(pair: Pair) -> Iterator[Found]:
    """How often, how far, how many: another grade for the same word, or the grade dropped."""
    for scale in ("often", "extent", "many"):
        yield from _graded(pair, scale)


def _graded(pair: Pair, scale: Scale) -> Iterator[Found]:
    said, found = marks_of(scale, pair.statement), marks_of(scale, pair.sentence)
    groups_said, groups_found = {m.group for m in said}, {m.group for m in found}
    everywhere = {m.group for m in marks(pair.sentence)} | {"some"}
    for mark in said:
        if any(graded_alike(mark.group, group) for group in groups_found):
            continue
        if not pair.altered and mark.group in _WEAK:
            continue  # "some" follows from "all"
        rivals = [m for m in found if m.group not in groups_said and beside(pair, mark, m)]
        if scale == "often" and len(said) == len(found) == 1 and pair.cover >= ABOUT + 0.1:
            rivals = rivals or [m for m in found if m.group not in groups_said]
        if rivals:
            yield apart_by_marks("strength", pair, mark, rivals[0])
        elif mark.group not in everywhere and _put_in(pair, mark, found):
            yield apart_by_marks("strength", pair, mark, None)
    if scale != "many" and not said:
        yield from _left_out(pair, found)


def _put_in(pair: Pair, mark: Mark, found: Sequence[Mark]) -> bool:
    """Say whether a strong grade was put to a word that has none in the sentence."""
    strong = mark.group in _ADDED and pair.said[mark.at].word not in ("only", "any")
    near = mark.head in pair.to and mark.head - mark.until <= 1
    return strong and near and pair.cover >= SURE and not any(beside(pair, mark, m) for m in found)


def _left_out(pair: Pair, found: Sequence[Mark]) -> Iterator[Found]:
    """Find weakening grades whose word is there without them."""
    synonyms = {m.group for m in marks(pair.statement)}
    for mark in found:
        if mark.group in synonyms or mark.group not in _DROPPED:
            continue
        head = pair.back(mark.head)
        if head is not None and mark.head - mark.until <= 2 and pair.cover >= 0.4:
            yield apart_by_marks("strength", pair, None, mark, head)


def only_of_several(pair: Pair) -> Iterator[Found]:
    """Find "only X" where the sentence has X as one of several: "X, Y and Z"."""
    kept = set(pair.to.values())
    if any(token.word in _ONLY for token in pair.found):
        return
    for mark in marks_of("extent", pair.statement):
        if pair.said[mark.at].word not in _ONLY:
            continue
        heads = range(mark.until, min(mark.until + REACH, len(pair.said)))
        for j in (pair.to[i] for i in heads if i in pair.to and pair.said[i].content):
            for k in (j - 2, j - 1, j + 1, j + 2):
                if not 0 <= k < len(pair.found) or k in kept or not pair.found[k].content:
                    continue
                first, last = pair.found[min(j, k)], pair.found[max(j, k)]
                if _JOINING.fullmatch(pair.sentence[first.end : last.start]):
                    here = span_of(pair.said[mark.at : mark.until])
                    yield apart("strength", pair, here, (first.start, last.end))
                    return


REACH = 5
"""Words behind an "only" that it may bear on."""
_JOINING = re.compile(r"\s*(?:,\s*(?:and|or)?|;|and/or|and|or|as well as)\s*", re.IGNORECASE)


def graded_alike(one: str, other: str) -> bool:
    """Say whether two grades are the same, or near enough."""
    return one == other or {one, other} in _GRADES


def beside(pair: Pair, mark: Mark, other: Mark) -> bool:
    """Say whether two grades bear on the same word, or stand between the same words."""
    if mark.head >= 0 and pair.to.get(mark.head, -2) == other.head:
        return True
    before = pair.to.get(mark.at - 1, -9) == other.at - 1
    return before and pair.to.get(mark.until, -9) == other.until
