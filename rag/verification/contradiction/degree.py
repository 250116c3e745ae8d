"""How often, how far and how many: another grade, or one left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.grammar.claim_strength import Mark, Scale, marks, marks_of
from rag.text.alignment import Pair
from rag.text.quantities import figures
from rag.verification.contradiction.findings import (
    ABOUT,
    SURE,
    Found,
    apart,
    apart_by_marks,
    is_held,
    only_if,
    span_of,
)

_LITTLE = re.compile(r"\b(?:small|slight|little|minor|modest|marginal|bit)\b", re.IGNORECASE)
_ONLY = frozenset("only solely exclusively sole merely".split())
_GRADES = ({"usually", "often"}, {"several", "some"}, {"several", "many"}, {"wholly", "merely"})
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
        rivals = [m for m in found if m.group not in groups_said and beside(pair, mark, m)]
        if scale == "often" and len(said) == len(found) == 1 and pair.cover >= ABOUT + 0.1:
            rivals = rivals or [m for m in found if m.group not in groups_said]
        if rivals:
            yield apart_by_marks("strength", pair, mark, rivals[0])
        elif mark.group not in everywhere and _put_in(pair, mark, found):
            yield apart_by_marks("strength", pair, mark, None)
    if scale == "many":
        yield from _superlatives(pair, said, found)
    elif not said:
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
        if mark.group == "partly" and _LITTLE.search(pair.statement):
            continue
        modals = (m for m in marks_of("modal", pair.statement) if m.at not in pair.to)
        if mark.group == "necessarily" and any(modals):
            continue
        head = pair.back(mark.head)
        if head is not None and mark.head - mark.until <= 2 and pair.cover >= 0.65:
            yield apart_by_marks("strength", pair, None, mark, head)


def _superlatives(pair: Pair, said: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Found]:
    """Find "the most serious" made "serious"."""
    if pair.cover < SURE or any(m.group == "most" for m in said):
        return
    if any(figure.sort == "percent" for figure in figures(pair.statement)):
        return  # it speaks of another part: "a quarter of them"
    if any(t.word.endswith("est") for t in pair.said):
        return
    for mark in found:
        head = pair.back(mark.head)
        if mark.group == "most" and mark.head == mark.until and head is not None:
            yield apart_by_marks("strength", pair, None, mark, head)


def other_times(pair: Pair) -> Iterator[Found]:
    """Find "currently" for "previously", "for good" for "for a while"."""
    said = marks_of("time", pair.statement)
    found = marks_of("time", pair.sentence)
    if len(said) != 1 or not found or any(m.group == said[0].group for m in found):
        return
    rivals = [m for m in found if beside(pair, said[0], m)] or (found if pair.altered else [])
    if rivals:
        yield apart_by_marks("date", pair, said[0], rivals[0])


def only_put_in(pair: Pair) -> Iterator[Found]:
    """Find "only" put in between the same words."""
    if only_if(pair):
        return
    for edit in pair.edits:
        said, found = pair.words(edit)
        if not (is_held(pair, edit) and len(said) <= 2 and len(found) <= 2):
            continue
        if any(t.content and not t.word.endswith("ly") for t in found):
            continue
        if {t.word for t in said} & _ONLY and not {t.word for t in pair.found} & _ONLY:
            yield apart("strength", pair, span_of(said), span_of(found or pair.found[:1]))


def graded_alike(one: str, other: str) -> bool:
    """Say whether two grades are the same, or near enough."""
    return one == other or {one, other} in _GRADES


def beside(pair: Pair, mark: Mark, other: Mark) -> bool:
    """Say whether two grades bear on the same word, or stand between the same words."""
    if mark.head >= 0 and pair.to.get(mark.head, -2) == other.head:
        return True
    before = pair.to.get(mark.at - 1, -9) == other.at - 1
    return before and pair.to.get(mark.until, -9) == other.until
