"""Names that differ, units that are counted, and words of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.grammar.word_relations import excluding, one_sort, opposed
from rag.text.alignment import Edit, Pair
from rag.text.quantities import Figure, figures
from rag.text.tokens import Token, alike, nearly_spelt
from rag.types import DifferenceKind
from rag.verification.contradiction.findings import NEAR, Found, apart, span_of, text_of
from rag.verification.contradiction.quantities import same_value
from rag.verification.contradiction.word_order import AUXILIARY

CLOSE = 25
"""Characters from a figure to the noun that it may count, at most."""


def names_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Find another name between the same words."""
    ours = [t for t in said if is_name(t, pair.said)]
    theirs = [t for t in found if is_name(t, pair.found)]
    if not (ours and theirs):
        return None
    lone = [t for t in ours if not any(one_name(t, o) for o in theirs)]
    other = [t for t in theirs if not any(one_name(t, o) for o in ours)]
    if not (lone and other) or _abbreviate(pair, edit):
        return None
    others = [t for t in said if t.content and t not in ours]
    if len(others) > 1 or len([t for t in found if t.content and t not in theirs]) > 1:
        return None
    if re.search(r"\((?![A-Z]+(?:\)|$))", text_of(pair.sentence, found)):
        return None  # a list or an aside
    if _elsewhere(lone, pair.found) and _elsewhere(other, pair.said):
        return None  # they changed places: that's a matter of order
    return apart("name", pair, span_of(ours), span_of(theirs))


def _elsewhere(some: Sequence[Token], words: Sequence[Token]) -> bool:
    return all(any(one_name(t, o) for o in words if o.capital) for t in some)


def _abbreviate(pair: Pair, edit: Edit) -> bool:
    return any(
        i in pair.to and edit.found[0] <= pair.to[i] < edit.found[1] for i in range(*edit.said)
    )


def units_apart(
    pair: Pair, _edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """The same figure of something else: the noun that's counted is another."""
    ours = [t for t in said if t.content]
    theirs = [t for t in found if t.content]
    if len(ours) != 1 or len(theirs) != 1 or _as_good_as(ours[0], theirs[0]):
        return None
    counts = [f for f in _figures_before(pair.statement, ours[0]) if f.sort != "ordinal"]
    if not counts or pair.statement[counts[0].end] != " ":
        return None
    if not any(same_value(f, counts[0]) for f in _figures_before(pair.sentence, theirs[0])):
        return None
    between = [t for t in pair.said if counts[0].end <= t.start < ours[0].start]
    if len(between) > 1 or not all(t.content for t in between):
        return None
    return apart("unit", pair, span_of(ours), span_of(theirs))


def _as_good_as(one: Token, other: Token) -> bool:
    """Say whether two nouns may stand for each other, or are opposites: another rule's matter."""
    same = alike(one.stem, other.stem) or nearly_spelt(one.word, other.word)
    return same or one_sort(one.word, other.word) or opposed(one.word, other.word)


def _figures_before(text: str, noun: Token) -> list[Figure]:
    """Give the figures close in front of a noun, which they may count."""
    return [figure for figure in figures(text) if 0 < noun.start - figure.end < CLOSE]


def kinds_apart(
    pair: Pair, _edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Another one of a kind, written small: the police for the military."""
    ours = [t for t in said if t.content or t.word in PERSONAL]
    theirs = [t for t in found if t.content or t.word in PERSONAL]
    if not (1 <= len(ours) <= 2 and 1 <= len(theirs) <= 2):
        return None
    for one in ours:
        for other in theirs:
            kept = one.stem in {t.stem for t in theirs}
            if kept or not excluding(one.stem, other.stem) or opposed(one.word, other.word):
                continue
            kind: DifferenceKind = "date" if one.word.endswith("day") else "name"
            return apart(kind, pair, span_of([one]), span_of([other]))
    return None


PERSONAL = frozenset("he she him her".split())


def other_names(pair: Pair) -> Iterator[Found]:
    """A name that the sentence hasn't, beside a word of the sentence that has another there."""
    matched = set(pair.to.values())
    free = [
        j for j, t in enumerate(pair.found)
        if j not in matched and is_name(t, pair.found) and not t.word[0].isdigit()
    ]  # fmt: skip
    for i, token in enumerate(pair.said):
        if i in pair.to or not is_name(token, pair.said) or token.word[0].isdigit():
            continue
        for j in free:
            if _same_slot(pair, i, j) and not one_name(token, pair.found[j]):
                yield apart("name", pair, span_of([token]), span_of([pair.found[j]]))
                break


def _same_slot(pair: Pair, i: int, j: int) -> bool:
    """Say whether two names follow the same preposition, and little else is the statement's own."""
    word = _word_before(pair.said, i)
    if word not in _IN or word != _word_before(pair.found, j) or pair.cover < NEAR:
        return False
    own = [n for n, t in enumerate(pair.said) if n not in pair.to and t.weight == 1.0 and t.content]
    return len(own) <= 2 and i in own and all(pair.found[j].stem != t.stem for t in pair.said)


def _word_before(words: Sequence[Token], i: int) -> str:
    """Give the word before a name, its article and its other words passed over; "" for none."""
    i -= 1
    while i >= 0 and (words[i].word in ("the", "a", "an") or words[i].capital):
        i -= 1
    return words[i].word if i >= 0 else ""


_IN = frozenset("in at from to by with of against for on like as and between among".split())


def is_name(token: Token, words: Sequence[Token]) -> bool:
    """Say whether a word is a name: written large inside a sentence, or a number of a name."""
    if token.word == "i" or not token.content:
        return False
    if token.text.isupper() and token.text.isalpha() and len(token.text) > 1:
        return True
    if not token.capital:
        return False
    if not token.first:
        return True
    follows = words[1] if len(words) > 1 else None
    if follows is None:
        return False
    if follows.capital:
        return True
    plain = token.word.endswith(_COMMON_ENDINGS)
    return not plain and (follows.word in AUXILIARY or follows.word.endswith("s"))


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
