"""Which clause of the evidence a word stands in: what's said of one thing isn't of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.alignment import Pair
from rag.beside import Beside, telling
from rag.english import DETERMINERS, PRONOUNS, SAYING_VERBS
from rag.tokens import Token, tokens

_PARTING = re.compile(r";|,? \b(?:but|while|whereas|yet)\b", re.IGNORECASE)
FEWEST = 2
"""Words that only one clause has, by which a statement is known to speak of that clause."""
OPENING = 3
"""Telling words at a clause's start that may be its subject."""


@dataclass(frozen=True, slots=True)
class _Clause:
    stems: frozenset[str]
    opening: tuple[str, ...]


def clauses(text: str) -> list[tuple[int, int]]:
    """Give the characters of each clause of a sentence, parted by a semicolon or a "but"."""
    marks = list(_PARTING.finditer(text))
    starts = [0, *(match.end() for match in marks)]
    ends = [*(match.start() for match in marks), len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]


def said_of_another(beside: Beside) -> str | None:
    """Find one clause's subject with what the evidence says, in another clause, of another."""
    for pair in beside.pairs[:1]:
        parts = [_clause(pair.sentence[start:end]) for start, end in clauses(pair.sentence)]
        if len(parts) < FEWEST:
            continue
        for start, end in clauses(pair.statement):
            words = [t for t in pair.said if start <= t.start < end and _tells(t)]
            if who := _misplaced(words, parts):
                return f"its evidence doesn't say that of “{who.text}”"
    return None


def _tells(token: Token) -> bool:
    return telling(token) and not token.word[0].isdigit()


def _clause(text: str) -> _Clause:
    words = tokens(text)
    telling = [t.stem for t in words if _tells(t)]
    return _Clause(frozenset(telling), tuple(telling[:OPENING]) if _has_subject(words) else ())


def _has_subject(words: Sequence[Token]) -> bool:
    """Say whether a clause names its subject: not in ", but sees a risk" nor ", but it does"."""
    first = next((n for n, t in enumerate(words) if t.word not in DETERMINERS), None)
    if first is None or words[first].word in PRONOUNS or not words[first].content:
        return first is not None and words[first].word in ("according", "in")
    determined = first > 0
    return determined or [t.word in DETERMINERS for t in words[first + 1 : first + 2]] != [True]


def _misplaced(words: Sequence[Token], parts: Sequence[_Clause]) -> Token | None:
    """Give the subject of some words where it's one clause's, and most else is another's."""
    words = [t for t in words if t.word not in SAYING_VERBS]
    known = [(t, one) for t in words if (one := _only(t.stem, parts)) is not None]
    if len(known) <= FEWEST:
        return None
    (subject, home), *rest = known
    for n, part in enumerate(parts):
        there = sum(one == n for _, one in rest)
        here = sum(one == home for _, one in rest)
        if n == home or there < FEWEST or there <= 2 * here or not part.opening:
            continue
        own = subject.stem in parts[home].opening
        if own and part.opening[0] not in {token.stem for token in words}:
            return subject
    return None


def _only(stem: str, parts: Sequence[_Clause]) -> int | None:
    """Give the one clause that has a stem; None where several have it, or none."""
    having = [n for n, part in enumerate(parts) if stem in part.stems]
    return having[0] if len(having) == 1 else None


def in_same_clause(pair: Pair, index: int) -> frozenset[int]:
    """Give the sentence's words in its clause for that of the statement's word at ``index``."""
    at = pair.said[index].start if index < len(pair.said) else 0
    own = next((s for s in clauses(pair.statement) if s[0] <= at < s[1]), (0, len(pair.statement)))
    taken = [
        pair.found[j].start for i, j in pair.to.items()
        if telling(pair.said[i]) and own[0] <= pair.said[i].start < own[1]
    ]  # fmt: skip
    spans = clauses(pair.sentence)
    best = max(spans, key=lambda s: sum(s[0] <= at < s[1] for at in taken), default=(0, 0))
    return frozenset(j for j, t in enumerate(pair.found) if best[0] <= t.start < best[1])


def in_reach(pair: Pair, at: int) -> bool:
    """Say whether most of what the statement has of the sentence is in the clause of a word."""
    placed = [j for i, j in pair.to.items() if pair.said[i].content]
    start, end = 0, len(pair.found)
    if at and pair.found[at - 1].word in ("which", "who", "that", "and"):
        start = at
    for n in range(1, len(pair.found)):
        gap = pair.sentence[pair.found[n - 1].end : pair.found[n].start]
        aside = "," in gap and pair.found[n].word in _RELATIVE | {"and"}
        if re.search("[;:]", gap) or pair.found[n].word in _TURNS or aside:
            start, end = (max(start, n), end) if n <= at else (start, min(end, n))
    return bool(placed) and sum(start <= j < end for j in placed) >= MOST * len(placed)


MOST = 0.7
"""Of the words of both, this share is in a clause where the statement is about that clause."""
_TURNS = frozenset("while but although whereas yet though".split())
_RELATIVE = frozenset("which who where whose when".split())
