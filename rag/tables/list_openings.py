"""What the words over a list leave to its entries: "The board must:", "Recommendations to …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.grammar.actors import acts, is_meant
from rag.grammar.clause_words import Word, is_finite, is_past, read
from rag.grammar.clauses import Clause
from rag.grammar.doers import doer
from rag.grammar.duty import Duty, of_clause
from rag.grammar.imperatives import imperative
from rag.grammar.obligations import duties
from rag.grammar.short_names import shortest
from rag.grammar.told import told_by
from rag.tables.row import Where
from rag.types import Document, Span

FEWEST = 4
"""Words of an entry under "Recommendations" that is no sentence."""
_PROPOSES = re.compile(
    r"\b(?:recommend(?:s|ed|ations?)?|suggest(?:ed|ions)|proposals?|proposed|urged)\b[^:]*:\s*$",
    re.IGNORECASE,
)
_RECOMMENDATIONS = re.compile(
    r"\W*(?:[\dA-Z.]{1,6}\s+)?(?:\w+\s+){0,2}recommendations\b(?:\s+(?:to|for)\b.{2,60})?\W*$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"\b(?:the following\b[^:;,.]{0,60}|to)\s*:\s*$", re.IGNORECASE)
_PROPOSED = Duty("should", 0, 0, 0, Clause(0, 0, 0), "recommended")


@dataclass(frozen=True, slots=True)
class Opening:
    """What entries of a list take from the words over it.

    ``headed`` says that these only call them recommendations, so that an entry needn't be one;
    ``following`` that they only announce what follows ("the following steps:").
    """

    duty: Duty
    where: Where
    actor: Span | None = None
    reporter: Span | None = None
    reported: bool = False
    headed: bool = False
    following: bool = False


def opened_by(document: Document, span: Span) -> Opening | None:
    """Read a sentence that opens a list."""
    text = document.text[span.start : span.end]
    words = read(text)
    told = duties(words)
    found = [duty for duty in told if duty.left_open]
    following = not found and told and _FOLLOWS.search(text, words[told[-1].at].start)
    if following and is_meant(words, told[-1], law=True):
        found = [told[-1]]
    if not found or not is_meant(words, found[-1], law=True):
        past = any(is_finite(words, i) and _past(words[i].low) for i in range(len(words)))
        named = _PROPOSES.search(text)
        return Opening(_PROPOSED, "list", reported=past, headed=True) if named else None
    duty = found[-1]
    part = doer(words, duty)
    reported, by = told_by(text, words, duty)
    return Opening(
        duty,
        "list",
        placed(span, words, part) if part else None,
        Span(span.start + by[0], span.start + by[1]) if by else None,
        reported,
        following=bool(following),
    )


def _past(word: str) -> bool:
    return word in ("was", "were", "had") or is_past(word)


def headed_by(document: Document, span: Span) -> Opening | None:
    """Read a heading that calls what stands under it recommendations, and to whom they go.

    Or that leaves it to a list what somebody must or should do ("Owners must").
    """
    text = document.text[span.start : span.end]
    if not _RECOMMENDATIONS.match(text):
        found = opened_by(document, span)
        open_ = found is not None and not found.headed and not found.following
        return replace(found, where="heading") if found and open_ else None
    words = read(text)
    to = next((i for i, word in enumerate(words) if word.low in ("to", "for")), len(words))
    named = range(to + 1, len(words))
    known = bool(named) and acts(words, named)
    actor = placed(span, words, shortest(words, named.start, named.stop)) if known else None
    return Opening(_PROPOSED, "heading", actor, headed=True)


def entry_of(words: Sequence[Word], opening: Opening) -> Duty | None:
    """Read an entry of a list whose opening says that it's to be done; None if it's no such thing.

    A duty in the form "imperative" is to be done by whom the opening names.
    """
    if len(words) < 2:
        return None
    strength = opening.duty.strength
    sure = not (opening.headed or opening.following)
    if found := imperative(words, entry=sure, listed=True, ended=opening.following):
        denied = strength == "must" and found.strength == "must not"
        return found if denied else replace(found, strength=strength)
    if opening.following:
        return None
    if opening.duty.form in ("recommended", "impersonal") and not opening.headed:
        found = of_clause(words, -1, "should", 0, "recommended")
        if found and found.verb > 0:
            return found
    if opening.headed and (
        len(words) < FEWEST or any(is_finite(words, i) for i in range(len(words)))
    ):
        return None
    first = next((i for i, word in enumerate(words) if not word.mark), 0)
    return Duty(strength, first, first, len(words), Clause(0, 0, 0), "imperative")


def placed(span: Span, words: Sequence[Word], part: range) -> Span:
    """Give where some words of a sentence stand in the document."""
    return Span(span.start + words[part.start].start, span.start + words[part.stop - 1].end)
