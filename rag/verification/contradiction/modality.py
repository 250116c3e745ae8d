"""Obligation, doubt and hearsay that differ: a duty made a wish, a guess made a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.english.word_lists import words
from rag.grammar.attribution import frames
from rag.grammar.claim_strength import Mark, Scale, marks, marks_of
from rag.text.alignment import Pair
from rag.text.tokens import Token
from rag.verification.contradiction.findings import (
    NEAR,
    SURE,
    Found,
    apart,
    apart_by_marks,
    span_of,
)

_STRICT = frozenset(("must", "should", "may", "will"))
_AGREEING = (
    {"must", "need"}, {"should", "need"}, {"may", "can"}, {"must", "will"}, {"will", "need"},
    {"would", "will"}, {"would", "may"}, {"would", "should"}, {"would", "can"},
)  # fmt: skip
_WEAK = frozenset(("may", "can"))
_UNCLEAR = frozenset("unclear uncertain unknown doubtful questionable not remains unsure".split())
MODAL_VERBS = frozenset(words("modality", "modal_verbs"))
PROPOSING = frozenset(words("modality", "proposing"))
_CLAIMED: tuple[tuple[Scale, str, str], ...] = (
    ("proof", "proves", "suggests"),
    ("deed", "decided", "discussed"),
)
"""Of a scale, the strong words that stand in the place of the weak ones."""
_NOUNS = frozenset("decision agreement consensus agreed-upon".split())


def other_modals(pair: Pair) -> Iterator[Found]:
    """Find another obligation or doubt on the same word, one dropped or one added."""
    said = marks_of("modal", pair.statement)
    found = marks_of("modal", pair.sentence)
    for mark in said:
        yield from _other_modal(pair, mark, found)
    if not any(m.at not in pair.to and _verbal(m, pair.said) for m in said):
        yield from _modals_dropped(pair, found)


def _other_modal(pair: Pair, mark: Mark, found: Sequence[Mark]) -> Iterator[Found]:
    near = [m for m in found if mark.head >= 0 and pair.to.get(mark.head) == m.head]
    denied = [m for m in near if _negated(pair.found, m) and m.group != mark.group]
    if denied and _negated(pair.said, mark) and _verbal(mark, pair.said):
        yield apart_by_marks("strength", pair, mark, denied[0])  # "may not" for "cannot"
        return
    reworded = [m.group for m in found if not _verbal(m, pair.found)]
    if pair.said[mark.at].word == "should" and not (near and pair.altered):
        found = [m for m in found if pair.found[m.at].word != "shall"]
        near = [m for m in near if m in found]  # a policy's "shall" is what should be done
    groups = {m.group for m in near or found}
    if not pair.altered and mark.group in _WEAK and not _negated(pair.said, mark):
        return  # "some may" follows from "all shall"
    if mark.group in {*reworded, *groups} or any({mark.group, g} in _AGREEING for g in groups):
        return
    rivals = [m for m in near if _verbal(m, pair.found)] or [
        m for m in found if m.group in _STRICT and mark.group in _STRICT
    ]
    if rivals and _verbal(mark, pair.said):
        yield apart_by_marks("strength", pair, mark, rivals[0])
    elif not near and _put_in(pair, mark):
        yield apart_by_marks("strength", pair, mark, None)


def _put_in(pair: Pair, mark: Mark) -> bool:
    """Say whether a weighty modal was put to a word that the source says plainly."""
    if mark.group not in ("must", "should", "may") or not _verbal(mark, pair.said):
        return False
    if mark.head not in pair.to or any(t.word in PROPOSING for t in pair.found):
        return False
    return pair.altered or pair.cover >= SURE


def _modals_dropped(pair: Pair, found: Sequence[Mark]) -> Iterator[Found]:
    kept = set(pair.to.values())
    for mark in found:
        head = pair.back(mark.head)
        if head is None or mark.at in kept:
            continue
        if _negated(pair.found, mark) and marks_of("denial", pair.statement):
            continue  # "unable to", "no agreement"
        verbal = _verbal(mark, pair.found)
        if mark.group in ("should", "may", "must"):
            dropped = pair.cover >= 0.45 and (verbal or _proposes(mark, pair.found))
        elif mark.group in ("can", "need"):
            dropped = verbal and pair.cover >= SURE
        else:
            past = pair.said[head].word.endswith("ed")
            dropped = mark.group == "will" and past and pair.cover >= SURE
        if dropped:
            yield apart_by_marks("strength", pair, None, mark, head)


def _negated(words: Sequence[Token], mark: Mark) -> bool:
    return [t.word for t in words[mark.until : mark.until + 1]] == ["not"]


def _verbal(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark is a verb such as "should", not a noun such as "proposal"."""
    return words[mark.at].word in MODAL_VERBS


def _proposes(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark proposes a deed right behind it: "called for revising"."""
    after = words[mark.until : mark.head + 1]
    return bool(after) and len(after) <= 2 and words[mark.head].word.endswith("ing")


def hearsay_dropped(pair: Pair) -> Iterator[Found]:
    """Find "accused of", "so-called" or "struggling to" left out: then it's said as a fact."""
    for scale in ("hearsay", "attempt"):
        new = [m for m in marks(pair.statement) if m.at not in pair.to]
        if any(m.scale in (scale, "doubt") for m in new):
            continue
        for mark in marks(pair.sentence):
            head = pair.back(mark.head)
            if mark.scale != scale or head is None:
                continue
            told = pair.cover >= NEAR
            until = max(mark.at + 1, mark.until - 1)
            if told and not any(j in pair.to.values() for j in range(mark.at, until)):
                yield apart_by_marks("strength", pair, None, mark, head)


def doubts_dropped(pair: Pair) -> Iterator[Found]:
    """Find "it is unclear whether" dropped, or turned into its opposite."""
    found = marks_of("doubt", pair.sentence)
    strong = [m for m in found if pair.found[m.at].word in _UNCLEAR]
    kept = any(m.scale in ("doubt", "denial") or m.group == "may" for m in marks(pair.statement))
    if strong and pair.cover >= 0.45 and not kept and not pair.statement.rstrip().endswith("?"):
        yield apart_by_marks("strength", pair, None, strong[0])


def proofs_claimed(pair: Pair) -> Iterator[Found]:
    """Find "indicate" made "prove", "discussed" made "agreed"."""
    for scale, strong, weak in _CLAIMED:
        said, found = marks_of(scale, pair.statement), marks_of(scale, pair.sentence)
        ours = [m for m in said if m.group == strong and pair.said[m.at].word not in _NOUNS]
        theirs = any(m.group == strong for m in found)
        if not ours or theirs or any(m.at in pair.to for m in ours):
            continue
        weaker = [m for m in found if m.group == weak]
        if weaker:
            yield apart_by_marks("strength", pair, ours[0], weaker[0])
        elif scale == "deed" and frames(pair.sentence) and frames(pair.statement):
            frame = frames(pair.sentence)[0]
            here = span_of(pair.said[ours[0].at : ours[0].until])
            there = span_of(pair.found[frame.at : frame.until])
            yield apart("strength", pair, here, there)
