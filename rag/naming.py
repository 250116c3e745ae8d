"""Names that differ, units that are counted, and words of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.alignment import Edit, Pair
from rag.amounts import same_value
from rag.figures import figures
from rag.found import NEAR, Found, apart, span_of, text_of
from rag.kinds import excluding, one_sort
from rag.opposites import opposed
from rag.order import AUXILIARY
from rag.tokens import Token, alike, nearly_spelt
from rag.types import DifferenceKind


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
    if len(ours) != 1 or len(theirs) != 1 or alike(ours[0].stem, theirs[0].stem):
        return None
    figure = next(
        (
            f
            for f in figures(pair.statement)
            if f.sort != "ordinal" and 0 < ours[0].start - f.end < 25
        ),
        None,
    )
    if figure is None or one_sort(ours[0].word, theirs[0].word):
        return None
    if pair.statement[figure.end] != " " or nearly_spelt(ours[0].word, theirs[0].word):
        return None
    near = [
        f
        for f in figures(pair.sentence)
        if same_value(f, figure) and 0 < theirs[0].start - f.end < 25
    ]
    if not near or opposed(ours[0].word, theirs[0].word):
        return None
    between = [t for t in pair.said if figure.end <= t.start < ours[0].start]
    return (
        None
        if len(between) > 1 or not all(t.content for t in between)
        else apart("unit", pair, span_of(ours), span_of(theirs))
    )


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
    """Say whether two names follow the same preposition and a word beside them is shared."""
    before = _back(pair.said, i), _back(pair.found, j)
    if None in before or pair.said[before[0]].word != pair.found[before[1]].word:  # type: ignore[index]
        return False
    word = pair.said[before[0]].word  # type: ignore[index]
    return word in _IN and pair.cover >= NEAR and _only_named(pair, i) and _only_free(pair, j)


def _only_named(pair: Pair, i: int) -> bool:
    unknown = [
        n for n, t in enumerate(pair.said) if n not in pair.to and t.content and t.weight == 1.0
    ]
    return len(unknown) <= 2 and i in unknown


def _only_free(pair: Pair, j: int) -> bool:
    return not any(pair.found[j].stem == t.stem for t in pair.said)


def _back(words: Sequence[Token], i: int) -> int | None:
    """Give the index of the word before a name, its article and its other words passed over."""
    i -= 1
    while i >= 0 and (words[i].word in ("the", "a", "an") or words[i].capital):
        i -= 1
    return i if i >= 0 else None


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
