"""Words that stand in others' place in a sentence that is the source's but for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.english.word_lists import words
from rag.grammar.claim_strength import marks
from rag.grammar.word_relations import one_sort
from rag.text.alignment import Edit, Pair
from rag.text.tokens import Token, alike, nearly_spelt
from rag.verification.contradiction.degree import graded_alike
from rag.verification.contradiction.findings import Found, apart, is_held, span_of
from rag.verification.contradiction.names_and_units import (
    PERSONAL,
    kinds_apart,
    names_apart,
    units_apart,
)
from rag.verification.contradiction.quantities import QUANTITY, figures_apart, quantities_apart


def replaced_words(pair: Pair) -> Iterator[Found]:
    """Look at each place where the two go apart between the same words."""
    for edit in pair.edits:
        said, found = pair.words(edit)
        if len(said) > 8 or len(found) > 8 or not is_held(pair, edit):
            continue
        for rule in (
            figures_apart, quantities_apart, names_apart, units_apart, kinds_apart,
        ):  # fmt: skip
            one = rule(pair, edit, said, found)
            if one:
                yield one
                break


def altered_word(pair: Pair) -> Iterator[Found]:
    """One word exchanged in a sentence that is the source's but for it.

    Who writes in words of their own doesn't leave all others as they were.
    """
    if not pair.altered or len(pair.said) < LONG:
        return
    edits = [e for e in pair.edits if _telling(pair.said, e.said) or _telling(pair.found, e.found)]
    if len(edits) != 1:
        return
    edit = edits[0]
    ours, theirs = pair.words(edit)
    said, found = [t for t in ours if _tells(t)], [t for t in theirs if _tells(t)]
    if not (1 <= len(said) <= 3 and 1 <= len(found) <= 3) or not is_held(pair, edit):
        return
    words = {t.word for t in (*ours, *theirs)}
    if edit.said[0] == 0 and (edit.right < 2 * LONG // 3 or words & _OPENERS):
        return
    if len(said) == len(found) == 1 and _near_words(said[0], found[0]):
        return
    if _one_grade(pair, edit):
        return
    if any(i in pair.to for i in range(*edit.said) if _tells(pair.said[i])):
        return
    yield apart("word", pair, span_of(said), span_of(found))


LONG = 10
"""Words that a sentence must have for one exchanged word to be a sign of a change."""


_OPENERS = frozenset(words("replaced_words", "openers"))


def _one_grade(pair: Pair, edit: Edit) -> bool:
    """Say whether both stretches say as strongly or as many: "often" and "commonly"."""
    ours = {m.group for m in marks(pair.statement) if edit.said[0] <= m.at < edit.said[1]}
    theirs = {m.group for m in marks(pair.sentence) if edit.found[0] <= m.at < edit.found[1]}
    return any(graded_alike(one, other) for one in ours for other in theirs)


def _telling(words: Sequence[Token], span: tuple[int, int]) -> bool:
    return any(_tells(t) for t in words[slice(*span)])


def _tells(token: Token) -> bool:
    return token.content or token.word in QUANTITY or token.word in PERSONAL


def _near_words(one: Token, other: Token) -> bool:
    """Say whether two words are forms of one, spelt nearly alike, or known to mean the same."""
    if alike(one.stem, other.stem) or nearly_spelt(one.word, other.word):
        return True
    if one.word[:5] == other.word[:5] and min(len(one.word), len(other.word)) >= 5:
        return True
    return one_sort(one.word, other.word)
