"""Somebody or something else in the place of what the evidence has there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.amounts import same_value
from rag.beside import Beside
from rag.callings import BODIES
from rag.english import TIME_UNITS
from rag.figures import Figure, figures
from rag.kinds import excluding, one_sort
from rag.strength import marks
from rag.thesaurus import akin, noun
from rag.tokens import Token, alike

ROOT = 5
"""Letters by which two words are of one root: "civil" and "civilians"."""
_ANYBODY = frozenset(
    "author group member members participant participants person people meeting speaker speakers "
    "document report paper brief text policy writer reader readers one other man woman "
    "thing".split()
)


def counted_otherwise(beside: Beside) -> str | None:
    """Find a figure of the evidence that counts something else there."""
    for pair in beside.pairs[:1]:
        found = figures(pair.sentence)
        for figure in figures(pair.statement):
            same = [other for other in found if same_value(figure, other)]
            ours = _counted(pair.said, figure)
            if len(same) != 1 or ours is None or figure.sort == "ordinal":
                continue
            theirs = _counted(pair.found, same[0])
            if _joined(pair.found, same[0]):
                continue
            if theirs is None or alike(ours.stem, theirs.stem) or one_sort(ours.word, theirs.word):
                continue
            return f"it counts “{ours.text}”, its evidence “{theirs.text}”"
    return None


def _joined(words: Sequence[Token], figure: Figure) -> bool:
    """Say whether a figure's noun may come later: "two platinum and five gold albums"."""
    behind = [t.word for t in words if t.start >= figure.end][:4]
    return "and" in behind or "or" in behind


def many_for_one(beside: Beside) -> str | None:
    """Find "several" of what the evidence has one of."""
    for pair in beside.pairs[:1]:
        for mark in marks(pair.statement):
            if mark.scale != "many" or mark.group not in ("several", "many"):
                continue
            stem = pair.said[mark.head].stem if mark.head >= 0 else ""
            for n, token in enumerate(pair.found):
                lone = n > 0 and pair.found[n - 1].word in ("one", "single", "sole")
                if token.stem == stem and lone:
                    said = pair.said[mark.at].text
                    return f"it says “{said}”, its evidence “{pair.found[n - 1].text}”"
    return None


def _counted(words: Sequence[Token], figure: Figure) -> Token | None:
    """Give the noun that a figure counts: the last of the telling words behind it."""
    counted = None
    for n, token in enumerate(words):
        if token.start < figure.end:
            continue
        gap = token.start - (words[n - 1].end if n else 0)
        if not token.content or gap > 1 or _plural(counted):
            break
        counted = token
        if token.word.rstrip("s") in TIME_UNITS:
            break
    return counted


def _plural(counted: Token | None) -> bool:
    """Say whether a noun ends what is counted: what's behind "militants" is another word."""
    return counted is not None and counted.word.endswith("s") and not counted.word.endswith("ss")


def other_of_a_kind(beside: Beside) -> str | None:
    """Find a word of a kind of which the evidence has another: parliament for the cabinet."""
    for pair in beside.pairs[:1]:
        taken = set(pair.to.values())
        free = [
            t for j, t in enumerate(pair.found)
            if j not in taken and (t.content or t.word in _TIMES)
        ]  # fmt: skip
        for i, one in enumerate(pair.said):
            counted = one.word in _TIMES
            if not (one.content or counted) or one.stem in beside.known or one.word in _ANYBODY:
                continue
            for other in free:
                if i and one.word.rstrip("s") in TIME_UNITS and figures(pair.said[i - 1].text):
                    continue  # a figure's unit: "ten years" are a decade
                if excluding(one.stem, other.stem) and not pair.has(i):
                    return f"it says “{one.text}”, its evidence “{other.text}”"
    return None


_TIMES = frozenset("once twice thrice".split())


def somebody_else(beside: Beside) -> str | None:
    """Find a body, or people of a sort, of whom the evidence doesn't speak."""
    for i, token in enumerate(beside.said):
        if not _who(token) or beside.has(i) or token.stem in beside.known:
            continue
        if any(_near(token, other) for other in beside.found):
            continue
        if token.word == "office" and i and beside.said[i - 1].word == "in":
            continue
        if token.word in _ADJECTIVES and any(t.content for t in beside.said[i + 1 : i + 2]):
            continue
        return f"its evidence doesn't speak of “{token.text}”"
    return None


def _near(one: Token, other: Token) -> bool:
    """Say whether two words are of one root, or known to mean the same."""
    return (
        one_sort(one.word, other.word)
        or alike(one.stem, other.stem)
        or (ROOT <= len(one.word) <= 2 * ROOT and one.word[:ROOT] == other.word[:ROOT])
        or one.word == f"{other.word.removesuffix('s')}less"
    )


def _who(token: Token) -> bool:
    if token.stem in _ANYBODY or token.word in _ANYBODY:
        return False
    return token.word in BODIES or (bool(_WHO.search(token.word)) and token.word not in _NOBODY)


_ADJECTIVES = frozenset("chief prime state media".split())
_WHO = re.compile(r"(?:[a-z]{3}(?:ers|ors|ists|ians|ants|ees)|(?:wo)?men)$")
_NOBODY = frozenset(
    "others matters papers factors errors doors powers borders orders chapters letters centers "
    "sectors numbers characters quarters offers answers corners computers servers parameters "
    "layers pointers newsletters disasters covers differs refers suffers considers remains "
    "discovers hinders enters triggers favors colors committees degrees trees fees employees "
    "guarantees agrees sees elders specimen regimen chairmen plants grants wants variants "
    "elements waters winters wonders shoulders towers showers filters metres meters".split()
)


def in_its_place(beside: Beside) -> str | None:
    """Find a noun that stands, between the same words, where the evidence has another thing."""
    for pair in beside.pairs[:1]:
        for edit in pair.edits:
            end = edit.said[1] >= len(pair.said)
            if edit.left < (AT_END if end else BESIDE) or (edit.right < BESIDE and not end):
                continue
            ours = [i for i in range(*edit.said) if pair.said[i].content]
            stop = min(edit.found[1], edit.found[0] + len(ours)) if end else edit.found[1]
            theirs = [j for j in range(edit.found[0], stop) if pair.found[j].content]
            if not (1 <= len(ours) <= MOST and 1 <= len(theirs) <= MOST):
                continue
            one = pair.said[ours[-1]]
            nouns = [pair.found[j] for j in theirs if noun(pair.found[j].word).mostly]
            other = (nouns or [pair.found[theirs[-1]]])[-1]
            if one.stem in beside.known or any(_near(one, t) for t in pair.found):
                continue
            if not _other_thing(one, other):
                continue
            return f"it says “{one.text}” where its evidence says “{other.text}”"
    return None


def _other_thing(one: Token, other: Token) -> bool:
    said, found = noun(one.word), noun(other.word)
    return said.mostly and found.mostly and not akin(said.word, found.word)


BESIDE, AT_END, MOST = 2, 3, 2
"""Words of both on each side of another noun, or before one at the end; telling words there."""


RULES = (
    counted_otherwise,
    many_for_one,
    other_of_a_kind,
    somebody_else,
    in_its_place,
)
