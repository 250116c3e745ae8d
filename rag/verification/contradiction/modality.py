"""Obligation, doubt and hearsay that differ: a duty made a wish, a guess made a fact."""

from __future__ import annotations

import re
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
    span_of_mark,
)

_FORBIDDEN = re.compile(
    r"\b(?:not (?:be )?(?:allowed|permitted)|forb\w+|prohibit\w*|bann?(?:s|ed)?|obliged?|cannot|"
    r"unless|only [^;]* may|order(?:s|ed)?|instruct\w*|requir\w*)\b",
    re.IGNORECASE,
)
"""What's forbidden must not be: a "must" may say it."""
_EXPECTING = re.compile(r"\b(?:expect|forecast|predict|foresee|anticipat)\w*\b", re.IGNORECASE)
_STRICT = frozenset(("must", "should", "may", "will"))
_AGREEING = frozenset(
    frozenset(pair)
    for pair in (
        ("must", "need"), ("should", "need"), ("may", "can"), ("must", "will"), ("will", "need"),
        ("would", "will"), ("would", "may"), ("would", "should"), ("would", "can"),
    )
)  # fmt: skip
_THAT_BE = re.compile(r"\b(?:recommend|propos|suggest|advi[sc]|urg|demand|ask|call|insist)\w*\b"
                      r"[^.;]*\bthat\b[^.;]*\bbe\b", re.IGNORECASE)  # fmt: skip
_PERMITTED = re.compile(
    r"\b(?:can|able to|open to|allowed|permitted|entitled|eligible|free to|possible|an option)\b",
    re.IGNORECASE,
)
_HOW_TO = re.compile(r"\b(?:how|where|whom|what|ways?|means?) to\b", re.IGNORECASE)
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
    near = [m for m in found if _bears(pair, mark, m)]
    if _in_other_words(pair, mark, near):
        return
    denied = [m for m in near if _negated(pair.found, m) and m.group != mark.group]
    if denied and _negated(pair.said, mark) and _verbal(mark, pair.said):
        yield apart_by_marks("strength", pair, mark, denied[0])  # "may not" for "cannot"
        return
    reworded = [m.group for m in found if not _verbal(m, pair.found)]
    if pair.said[mark.at].word == "should" and not (near and pair.altered):
        found = [m for m in found if pair.found[m.at].word != "shall"]
        near = [m for m in near if m in found]  # a policy's "shall" is what should be done
    if mark.group in reworded or any(_agree(mark.group, m.group) for m in near or found):
        return
    rivals = [m for m in near if _verbal(m, pair.found)] or [
        m for m in found if m.group in _STRICT and mark.group in _STRICT
    ]
    if rivals and _verbal(mark, pair.said):
        yield apart_by_marks("strength", pair, mark, rivals[0])
    elif not near and _put_in(pair, mark) and not _asked_how(pair.said, mark):
        yield apart_by_marks("strength", pair, mark, None)


def _put_in(pair: Pair, mark: Mark) -> bool:
    """Say whether a weighty modal was put to what the source says plainly."""
    same = pair.altered or pair.cover >= SURE
    return same and _weighty(mark, pair.said) and _plain(pair, mark.head)


def _in_other_words(pair: Pair, mark: Mark, near: Sequence[Mark]) -> bool:
    """Say whether a "must" tells what is forbidden, or a "will" what is expected."""
    if mark.group == "must":
        return not near and bool(_FORBIDDEN.search(pair.sentence))
    texts = pair.statement, pair.sentence
    return mark.group == "will" and all(_EXPECTING.search(text) for text in texts)


def _asked_how(words: Sequence[Token], mark: Mark) -> bool:
    """Say whether a "could" asks after a way, as "how to" does: "how it could be done"."""
    asking = words[max(0, mark.at - 12) : mark.at]
    return words[mark.at].word in ("could", "can", "might") and any(
        token.word in ("how", "what", "whether", "where", "ways") for token in asking
    )


def _modals_dropped(pair: Pair, found: Sequence[Mark]) -> Iterator[Found]:
    kept = set(pair.to.values())
    for mark in found:
        head = pair.back(mark.head)
        if head is None or mark.at in kept or other_mood(pair) or not _finite(pair.said, head):
            continue
        if _permitted(pair, mark) or _wished(pair, mark) or _unable(pair, mark):
            continue
        if mark.group in ("should", "may", "must"):
            dropped = pair.cover >= 0.7 and (
                _verbal(mark, pair.found) or _proposes(mark, pair.found)
            )
        elif mark.group == "can" and _HOW_TO.search(pair.statement):
            continue  # "how to do it" is "how it can be done"
        elif mark.group in ("can", "need"):
            dropped = _verbal(mark, pair.found) and pair.cover >= SURE and near_head(mark)
        else:
            past = pair.said[head].word.endswith("ed") and pair.cover >= SURE
            dropped = mark.group == "will" and past
        if dropped:
            yield apart_by_marks("strength", pair, None, mark, head)


def _finite(words: Sequence[Token], n: int) -> bool:
    """Say whether a word may be what a sentence says of something: not in "to do", "doing it"."""
    before = [token.stem for token in words[max(0, n - 2) : n]]
    if words[n].word.endswith("ing") and "be" not in before:
        return not words[n].first and before[-1:] != ["that"]
    return True


def _permitted(pair: Pair, mark: Mark) -> bool:
    """Say whether a "may" or "can" is said in other words: "it's open to them"."""
    return mark.group in ("may", "can") and bool(_PERMITTED.search(pair.statement))


def _unable(pair: Pair, mark: Mark) -> bool:
    """Say whether a "could not" is said in other words: "unable to", "no agreement"."""
    return _negated(pair.found, mark) and bool(marks_of("denial", pair.statement))


def _wished(pair: Pair, mark: Mark) -> bool:
    """Say whether a "should" is left out of what is wished: "the advice is that it be done"."""
    return mark.group == "should" and bool(_THAT_BE.search(pair.statement))


def _negated(words: Sequence[Token], mark: Mark) -> bool:
    return [t.word for t in words[mark.until : mark.until + 1]] == ["not"]


def near_head(mark: Mark) -> bool:
    """Say whether a mark stands right before the word that it bears on."""
    return mark.head - mark.until <= 2


def _agree(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _AGREEING


def _bears(pair: Pair, mark: Mark, other: Mark) -> bool:
    return mark.head >= 0 and pair.to.get(mark.head) == other.head


def _verbal(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark is a verb such as "should", not a noun such as "proposal"."""
    return words[mark.at].word in MODAL_VERBS


def _proposes(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark proposes a deed right behind it: "called for revising"."""
    after = words[mark.until : mark.head + 1]
    return bool(after) and len(after) <= 2 and words[mark.head].word.endswith("ing")


def _weighty(mark: Mark, words: Sequence[Token]) -> bool:
    return words[mark.at].word in MODAL_VERBS and mark.group in ("must", "should", "may")


def _plain(pair: Pair, head: int) -> bool:
    """Say whether the source has the word that the modal bears on, with nothing like a modal."""
    return head in pair.to and not any(t.word in PROPOSING for t in pair.found)


def other_mood(pair: Pair) -> bool:
    """Say whether the statement says in words of its own that it's a proposal, a doubt, a wish."""
    if any(t.word in PROPOSING for i, t in enumerate(pair.said) if i not in pair.to):
        return True
    new = (m for m in marks(pair.statement) if m.at not in pair.to)
    return any(
        m.scale == "doubt" or (m.scale == "modal" and not _verbal(m, pair.said)) for m in new
    )


def hearsay_dropped(pair: Pair) -> Iterator[Found]:
    """Find "accused of", "so-called" or "struggling to" left out: then it's said as a fact."""
    for scale in ("hearsay", "attempt"):
        new = [m for m in marks(pair.statement) if m.at not in pair.to]
        if any(m.scale in (scale, "doubt") for m in new):
            continue
        for mark in marks(pair.sentence):
            head = pair.back(mark.head)
            if mark.scale != scale or head is None or not near_head(mark):
                continue
            told = pair.cover >= NEAR and not other_mood(pair)
            until = max(mark.at + 1, mark.until - 1)
            if told and not any(j in pair.to.values() for j in range(mark.at, until)):
                yield apart_by_marks("strength", pair, None, mark, head)


def doubts_dropped(pair: Pair) -> Iterator[Found]:
    """Find "it is unclear whether" dropped, or turned into its opposite."""
    found = marks_of("doubt", pair.sentence)
    strong = [m for m in found if pair.found[m.at].word in _UNCLEAR]
    if not strong or pair.cover < 0.7:
        return
    ours = marks(pair.statement)
    if any(m.scale in ("doubt", "denial") or m.group == "may" for m in ours):
        return
    if pair.statement.rstrip().endswith("?"):
        return
    yield apart_by_marks("strength", pair, None, strong[0], 0)


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
            there = frames(pair.sentence)[0]
            span = span_of(pair.found[there.at : there.until])
            yield apart("strength", pair, span_of_mark(pair.said, ours[0]), span)
