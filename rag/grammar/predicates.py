"""How far goes what a verb says: up to a further clause of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import PREPOSITIONS
from rag.grammar.clause_words import (
    RELATIVES,
    STRONG,
    SUBORDINATORS,
    Word,
    is_finite,
    is_past,
)
from rag.grammar.word_classes import is_base, mostly_verb


def predicate_end(words: Sequence[Word], verb: int) -> int:
    """Give where ends what the verb at an index says, up to a further clause of the sentence."""
    i, depth = verb + 1, 0
    quoted = False
    while i < len(words):
        low = words[i].low
        if low == "”" and not quoted:
            return i - (words[i - 1].low == ",")
        quoted = low == "“" or (quoted and low != "”")
        if low == "(":
            depth += 1
        elif low == ")":
            if not depth:
                return i
            depth -= 1
        elif not depth and _ends_predicate(words, i, verb):
            return i
        i += 1
    return i


def _ends_predicate(words: Sequence[Word], i: int, verb: int) -> bool:
    low = words[i].low
    if low == ":" and i == verb + 1 and i + 1 < len(words):
        return False  # "should include: a budget and …"
    if low in STRONG:
        return True
    if low == ",":
        return _ends_at_comma(words, i)
    if low in ("but", "and", "or", "nor"):
        return _next_clause(words, i + 1)
    if low in ("which", "that") and i > verb + 2:
        return _tells_more(words, i)
    return low in ("because", "although", "though", "whereas", "unless", "so") and i > verb + 1


def _tells_more(words: Sequence[Word], i: int) -> bool:
    """Say whether a relative clause begins: "that" behind a noun, with its verb right behind."""
    before = words[i - 1]
    noun = not (
        before.mark
        or before.adverb
        or is_base(before.low)
        or before.low in PREPOSITIONS | {"and", "or", "but"}
    )
    noun = noun and not before.low.endswith("ing") and not is_past(before.low)
    return noun and i + 1 < len(words) and (is_finite(words, i + 1) or words[i + 1].adverb)


def _ends_at_comma(words: Sequence[Word], i: int) -> bool:
    if i + 1 >= len(words):
        return True
    low = words[i + 1].low
    if low in ("and", "or", "but", "nor"):
        return low == "but" or _next_clause(words, i + 2)
    if low == "even":
        return True
    if low == "as" and words[i + 2 : i + 3] and words[i + 2].low == "well":
        return False
    if low in ("including", "such", "for", "with", "in", "where", "if", "when", "as"):
        close = next((n for n in range(i + 1, len(words)) if words[n].low == ","), 0)
        return not (close and words[close + 1 : close + 2] and words[close + 1].low == "to")
    if low in RELATIVES | SUBORDINATORS:
        return True
    if low.endswith("ing") and words[i - 1].low != "by":
        return True
    return _next_clause(words, i + 1)


def _next_clause(words: Sequence[Word], i: int) -> bool:
    """Say whether what follows has a finite verb of its own before the next mark or link."""
    if i < len(words) and mostly_verb(words[i].low):
        return False
    for n in range(i, min(i + 14, len(words))):
        word = words[n]
        if word.mark or word.low in RELATIVES | SUBORDINATORS or word.low in ("and", "or", "to"):
            return False
        if is_finite(words, n):
            return True
    return False
