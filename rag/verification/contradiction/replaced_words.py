"""Words that stand in others' place: another name, another unit, another one of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.english.word_lists import words
from rag.grammar.claim_strength import marks
from rag.grammar.word_relations import excluding, one_sort, opposed
from rag.text.alignment import Edit, Pair
from rag.text.quantities import Figure, figures
from rag.text.tokens import Token, alike, nearly_spelt
from rag.verification.contradiction.degree import graded_alike
from rag.verification.contradiction.findings import Found, apart, is_held, span_of, text_of
from rag.verification.contradiction.quantities import (
    QUANTITY,
    figures_apart,
    quantities_apart,
    same_value,
)
from rag.verification.contradiction.word_order import AUXILIARY

CLOSE = 25
"""Characters from a figure to the noun that it may count, at most."""
LONG = 10
"""Words that a sentence must have for one exchanged word to be a sign of a change."""
PERSONAL = frozenset("he she him her".split())


def replaced_words(pair: Pair) -> Iterator[Found]:
    """Look at each place where the two go apart between the same words."""
    for edit in pair.edits:
        said, found = pair.words(edit)
        if len(said) > 8 or len(found) > 8 or not is_held(pair, edit):
            continue
        one = (
            figures_apart(pair, edit, said, found)
            or quantities_apart(pair, said, found)
            or _names_apart(pair, edit, said, found)
            or _units_apart(pair, said, found)
            or _kinds_apart(pair, said, found)
        )
        if one:
            yield one


def _names_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Find another name between the same words."""
    ours = [t for t in said if is_name(t, pair.said)]
    theirs = [t for t in found if is_name(t, pair.found)]
    lone = [t for t in ours if not any(one_name(t, o) for o in theirs)]
    other = [t for t in theirs if not any(one_name(t, o) for o in ours)]
    if not (lone and other):
        return None
    if any(pair.to.get(i) in range(*edit.found) for i in range(*edit.said)):
        return None  # one of them is the other, abbreviated
    for stretch, names in ((said, ours), (found, theirs)):
        if len([t for t in stretch if t.content and t not in names]) > 1:
            return None
    if re.search(r"\((?![A-Z]+(?:\)|$))", text_of(pair.sentence, found)):
        return None  # a list or an aside
    if _elsewhere(lone, pair.found) and _elsewhere(other, pair.said):
        return None  # they changed places: that's a matter of order
    return apart("name", pair, span_of(ours), span_of(theirs))


def _elsewhere(some: Sequence[Token], words: Sequence[Token]) -> bool:
    return all(any(one_name(t, o) for o in words if o.capital) for t in some)


def _units_apart(pair: Pair, said: Sequence[Token], found: Sequence[Token]) -> Found | None:
    """The same figure of something else: the noun that's counted is another."""
    ours = [t for t in said if t.content]
    theirs = [t for t in found if t.content]
    if len(ours) != 1 or len(theirs) != 1 or _near_words(ours[0], theirs[0]):
        return None
    if opposed(ours[0].word, theirs[0].word):
        return None  # another rule's matter
    counts = [f for f in _figures_before(pair.statement, ours[0]) if f.sort != "ordinal"]
    if not counts or pair.statement[counts[0].end] != " ":
        return None
    if not any(same_value(f, counts[0]) for f in _figures_before(pair.sentence, theirs[0])):
        return None
    between = [t for t in pair.said if counts[0].end <= t.start < ours[0].start]
    if len(between) > 1 or not all(t.content for t in between):
        return None
    return apart("unit", pair, span_of(ours), span_of(theirs))


def _figures_before(text: str, noun: Token) -> list[Figure]:
    """Give the figures close in front of a noun, which they may count."""
    return [figure for figure in figures(text) if 0 < noun.start - figure.end < CLOSE]


def _kinds_apart(pair: Pair, said: Sequence[Token], found: Sequence[Token]) -> Found | None:
    """Another one of a kind, written small: the police for the military."""
    ours = [t for t in said if t.content or t.word in PERSONAL]
    theirs = [t for t in found if t.content or t.word in PERSONAL]
    if not (1 <= len(ours) <= 2 and 1 <= len(theirs) <= 2):
        return None
    kept = {t.stem for t in theirs}
    for one in ours:
        for other in theirs:
            if one.stem in kept or opposed(one.word, other.word):
                continue
            if excluding(one.stem, other.stem):
                day = one.word.endswith("day")
                return apart("date" if day else "name", pair, span_of([one]), span_of([other]))
    return None


def is_name(token: Token, words: Sequence[Token]) -> bool:
    """Say whether a word is a name: written large inside a sentence, or a number of a name."""
    if token.word == "i" or not token.content:
        return False
    if token.text.isupper() and token.text.isalpha() and len(token.text) > 1:
        return True
    if not token.capital or not token.first:
        return token.capital
    if len(words) < 2 or words[1].capital:
        return len(words) > 1
    plain = token.word.endswith(_COMMON_ENDINGS)
    return not plain and (words[1].word in AUXILIARY or words[1].word.endswith("s"))


_COMMON_ENDINGS = ("s", "ism", "tion", "ment", "ness", "ity", "ance", "ence", "ing", "cy", "ly")


def one_name(one: Token, other: Token) -> bool:
    """Say whether two words are forms of one name: Pakistan, Pakistani; Baloch, Baluch."""
    if alike(one.stem, other.stem) or one.word[:5] == other.word[:5]:
        return True
    if len(one.word) == len(other.word) >= 5:
        return sum(a != b for a, b in zip(one.word, other.word, strict=True)) == 1
    short, long = sorted((one, other), key=lambda t: len(t.word))
    letters = iter(long.word)
    return (
        short.text.isupper() and len(short.word) <= 3 and short.word[0] == long.word[0]
        and all(letter in letters for letter in short.word)
    )  # fmt: skip


def altered_word(pair: Pair) -> Iterator[Found]:
    """One word exchanged in a sentence that is the source's but for it.

    Who writes in words of their own doesn't leave all others as they were.
    """
    if not pair.altered or len(pair.said) < LONG:
        return
    edits = [e for e in pair.edits if any(_tells(t) for part in pair.words(e) for t in part)]
    if len(edits) != 1:
        return
    edit = edits[0]
    ours, theirs = pair.words(edit)
    said, found = [t for t in ours if _tells(t)], [t for t in theirs if _tells(t)]
    if not (1 <= len(said) <= 3 and 1 <= len(found) <= 3) or not is_held(pair, edit):
        return
    openers = {t.word for t in (*ours, *theirs)} & _OPENERS
    if edit.said[0] == 0 and (edit.right < 2 * LONG // 3 or openers):
        return
    if len(said) == len(found) == 1:
        starts = {token.word[:5] for token in (said[0], found[0])}
        same_start = len(starts) == 1 and len(starts.pop()) == 5
        if same_start or _near_words(said[0], found[0]):
            return
    if _one_grade(pair, edit):
        return
    if any(i in pair.to for i in range(*edit.said) if _tells(pair.said[i])):
        return
    yield apart("word", pair, span_of(said), span_of(found))


_OPENERS = frozenset(words("replaced_words", "openers"))


def _one_grade(pair: Pair, edit: Edit) -> bool:
    """Say whether both stretches say as strongly or as many: "often" and "commonly"."""
    ours = {m.group for m in marks(pair.statement) if m.at in range(*edit.said)}
    theirs = {m.group for m in marks(pair.sentence) if m.at in range(*edit.found)}
    return any(graded_alike(one, other) for one in ours for other in theirs)


def _tells(token: Token) -> bool:
    return token.content or token.word in QUANTITY or token.word in PERSONAL


def _near_words(one: Token, other: Token) -> bool:
    """Say whether two words are forms of one, spelt nearly alike, or known to mean the same."""
    same = alike(one.stem, other.stem) or nearly_spelt(one.word, other.word)
    return same or one_sort(one.word, other.word)
