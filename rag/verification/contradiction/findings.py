"""A difference as it was found, and the small questions that the rules ask of a pair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.grammar.claim_strength import Mark
from rag.text.alignment import Edit, Pair
from rag.text.quantities import Day, Figure
from rag.text.tokens import Token
from rag.types import DifferenceKind

ABOUT = 0.3
"""Share of the statement's words that the sentence must have to be about the same thing."""
NEAR = 0.5
"""Share from which on the two are nearly the same words."""
DENIED = 0.5
"""Share from which on a word denied in one of the two only is about the same thing."""
SURE = 0.6
"""Share from which on a word that only one of the two has was added or left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference: its kind, its characters in the statement and in the sentence, in words.

    ``sure`` is how likely it is a contradiction, 0 to 1.
    """

    kind: DifferenceKind
    said: tuple[int, int] | None
    found: tuple[int, int] | None
    reason: str
    sure: float = 1.0


def is_held(pair: Pair, edit: Edit) -> bool:
    """Say whether the words around an edit are the same in both, so that it's a change."""
    start = edit.said[0] == 0
    end = edit.said[1] >= len(pair.said)
    if start and end:
        return False
    if start:
        return edit.right >= 3 and edit.found[0] == 0
    if end:
        return edit.left >= 3 and edit.found[1] >= len(pair.found)
    return edit.left >= 1 and edit.right >= 1 and edit.left + edit.right >= 3


def only_if(pair: Pair) -> bool:
    """Say whether one says "only if" for the other's "not unless": two denials for none."""
    texts = pair.statement, pair.sentence
    if all(_NOT_WITHOUT.search(text) for text in texts):
        return True
    for one, other in (texts, texts[::-1]):
        if _WITHOUT.search(one) and _ONLY_WITH.search(other):
            return True  # "without it they'd leave": "it's needed if they are to stay"
    return needs(pair.statement, [pair.sentence]) or needs(pair.sentence, [pair.statement])


def needs(text: str, others: Sequence[str]) -> bool:
    """Say whether a text says "not without" where another says "only with"."""
    return bool(_NOT_WITHOUT.search(text)) and any(_ONLY_WITH.search(other) for other in others)


_WITHOUT = re.compile(r"\b(?:without|unless)\b", re.IGNORECASE)
_NO = r"\b(?:not|n't|cannot|no|nobody|no one|never|none|nothing)\b"
_BUT = r"\b(?:unless|until|without|before|except)\b"
_NOT_WITHOUT = re.compile(
    rf"{_NO}[^;]*{_BUT}|{_BUT}[^;]*{_NO}|n['’]t\b[^;]*{_BUT}|{_BUT}[^;]*n['’]t\b", re.IGNORECASE
)
_ONLY_WITH = re.compile(
    r"\bonly (?:if|when|once|after|from|with|where|by|in case|because|through|thanks|due|on)\b|"
    r"\b(?:need(?:s|ed)?|requir(?:e|es|ed)|depend(?:s|ed)?|essential|condition|provided that|"
    r"rel(?:y|ies|ied) on)\b",
    re.IGNORECASE,
)


def inside(words: Sequence[Token], one: Figure | Day, span: tuple[int, int]) -> bool:
    """Say whether a figure or a date lies, in part, in the words of a span."""
    return any(token.start < one.end and one.start < token.end for token in words[slice(*span)])


def text_of(text: str, found: Sequence[Token]) -> str:
    """Give the text from the first to the last of some words."""
    return text[found[0].start : found[-1].end] if found else ""


def span_of(found: Sequence[Token]) -> tuple[int, int]:
    """Give the characters from the first to the last of some words."""
    return found[0].start, found[-1].end


def apart_by_marks(
    kind: DifferenceKind, pair: Pair, said: Mark | None, found: Mark | None, head: int = 0
) -> Found:
    """Make a difference of marks; None where the mark was left out, or put in.

    ``head`` is the statement's word that a mark left out would bear on.
    """
    if said is None and found is not None:
        left_out = pair.found[found.at : found.until]
        reason = f"it leaves out “{text_of(pair.sentence, left_out)}”"
        return Found(kind, span_of([pair.said[head]]), span_of(left_out), reason)
    assert said is not None
    words = pair.said[said.at : said.until]
    if found is None:
        reason = f"“{text_of(pair.statement, words)}” isn't in the source"
        return Found(kind, span_of(words), None, reason)
    return apart(kind, pair, span_of(words), span_of(pair.found[found.at : found.until]))


Ranged = Figure | Day | tuple[int, int]


def apart(kind: DifferenceKind, pair: Pair, said: Ranged, found: Ranged) -> Found:
    """Make a difference of what the statement says and what the sentence says there."""
    here = said if isinstance(said, tuple) else (said.start, said.end)
    there = found if isinstance(found, tuple) else (found.start, found.end)
    ours, theirs = pair.statement[here[0] : here[1]], pair.sentence[there[0] : there[1]]
    return Found(kind, here, there, f"it says “{ours}”, the source “{theirs}”")
