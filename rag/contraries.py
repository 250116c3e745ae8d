"""Words for their opposites, and directions turned round, in a statement in words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from rag.alignment import Pair
from rag.beside import Beside
from rag.binding import in_same_clause
from rag.denial import DENIALS, compares_alone, converses_apart
from rag.english import DETERMINERS
from rag.opposites import opposed
from rag.tokens import Token

_HALF_DENIALS = frozenset("lack absence hardly barely scarcely".split())


def _turns(words: Sequence[Token]) -> int:
    """Count what turns a word into its contrary: "not", "a lack of"."""
    return sum(token.word in DENIALS or token.word in _HALF_DENIALS for token in words)


def opposite(beside: Beside) -> str | None:
    """Find a word that has its opposite in the evidence instead."""
    for pair in beside.pairs[:1]:
        taken = set(pair.to.values())
        free = [j for j in range(len(pair.found)) if j not in taken]
        for i in range(len(pair.said)):
            for j in free:
                if not pair.has(i) and _opposed_here(pair, i, j):
                    return f"it says “{pair.said[i].text}”, its evidence “{pair.found[j].text}”"
    return None


def _opposed_here(pair: Pair, i: int, j: int) -> bool:
    one, other = pair.said[i].word, pair.found[j].word
    if min(len(one), len(other)) < SHORTEST or other in _TURNED or not opposed(one, other):
        return False
    near = pair.said[max(0, i - NEAR) : i + NEAR + 1], pair.found[max(0, j - NEAR) : j + NEAR + 1]
    if (_turns(near[0]) + _turns(near[1])) % 2:
        return False
    if (
        compares_alone(pair, i, j)
        or converses_apart(pair, i, j)
        or (_compared(pair) and one.endswith(("er", "re", "ss")))
    ):
        return False  # "A is higher than B" where B is lower than A
    both = {n for n, token in enumerate(pair.found) if opposed(token.word, other)}
    clause = in_same_clause(pair, i)
    return not both or (j in clause and not both & clause)


def _compared(pair: Pair) -> bool:
    return "than" in {t.word for t in pair.found} & {t.word for t in pair.said}


NEAR = 6
"""Words around one within which a "not" may turn it."""
SHORTEST = 3


_TURNED = frozenset("with without like unlike".split())
"""Their contrary is as often said in other words."""


_WAYS = (
    ("into onto to toward towards", "out off from away"),
    ("inside", "outside"),
    ("before until till", "after since following"),
    ("above over", "below under beneath"),
    ("with", "without"),
    ("for", "against"),
)
_OTHER_WAY = {
    word: frozenset(others.split())
    for pair in _WAYS
    for words, others in (pair, pair[::-1])
    for word in words.split()
}


def other_way(beside: Beside) -> str | None:
    """Find an "into" that's an "out of" in the evidence, between the same two words."""
    for pair in beside.pairs:
        for i, j in pair.to.items():
            if not pair.said[i].content:
                continue
            ours, theirs = _led_to(pair.said, i), _led_to(pair.found, j)
            if ours is None or theirs is None or pair.to.get(ours[0]) != theirs[0]:
                continue
            if theirs[1].word in _OTHER_WAY.get(ours[1].word, ()):
                return f"it says “{ours[1].text}”, its evidence “{theirs[1].text}”"
    return None


def _led_to(words: Sequence[Token], i: int) -> tuple[int, Token] | None:
    """Give the telling word before a word's preposition, and the preposition."""
    at = i - 1
    while at >= 0 and words[at].word in DETERMINERS | {"of"}:
        at -= 1
    if at < 1 or words[at].word not in _OTHER_WAY:
        return None
    before = at - 1
    while before >= 0 and not words[before].content:
        before -= 1
    return (before, words[at]) if before >= 0 and at - before <= 2 else None


RULES = (opposite, other_way)
