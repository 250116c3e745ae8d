"""Definite differences between a statement and the sentence that it leans on.

Each rule looks for one kind and says nothing where it isn't sure: two sentences that
are worded differently don't differ in what they say for that. English only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.alignment import Edit, Pair
from rag.attribution import Frame, frames, voices
from rag.figures import Day, Figure, days, figures
from rag.kinds import excluding
from rag.strength import Mark, Scale, denies, marks, opposed
from rag.tokens import IRREGULAR, Token, alike, nearly_spelt
from rag.types import DifferenceKind

ABOUT = 0.5
"""Share of the statement's words that the sentence must have to be about the same thing."""
NEAR = 0.75
"""Share from which on the two are nearly the same words."""
DENIED = 0.8
"""Share from which on a word denied in one of the two only is about the same thing."""
SURE = 0.85
"""Share from which on a word that only one of the two has was added or left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference: its kind, its characters in the statement and in the sentence, in words."""

    kind: DifferenceKind
    said: tuple[int, int] | None
    found: tuple[int, int] | None
    reason: str


def differences(
    pair: Pair, before: Sequence[str] = (), others: Sequence[str] = ()
) -> list[Found]:
    """List what definitely differs; nothing unless the sentence is about the same thing.

    ``before`` are sentences in front of it, where a speaker may be named; ``others`` those
    that the statement leans on besides: a figure or a name that they have isn't wrong.
    """
    matched = [i for i, token in enumerate(pair.said) if token.content and pair.has(i)]
    if pair.cover < ABOUT or len(matched) < 2:
        return []
    found = [one for rule in _RULES for one in rule(pair)]
    found += _speaker(pair, before)
    found += [] if found else _altered(pair)
    found = [one for one in found if not _had_elsewhere(one, pair, others)]
    unique: dict[tuple[object, object], Found] = {}
    for one in found:
        unique.setdefault((one.said, one.found), one)
    return list(unique.values())


def _had_elsewhere(one: Found, pair: Pair, others: Sequence[str]) -> bool:
    if one.kind not in ("number", "date", "name") or one.said is None:
        return False
    words = pair.statement[one.said[0] : one.said[1]].lower()
    return any(words in other.lower() for other in others)


# --- figures and dates ------------------------------------------------------------------------


def _numbers(pair: Pair) -> Iterator[Found]:
    said, found = figures(pair.statement), figures(pair.sentence)
    free = [f for f in found if not any(_same_value(f, s) for s in said)]
    for figure in said:
        same = [f for f in found if _same_value(f, figure)]
        if same:
            yield from _same_number(figure, same, pair)
            continue
        rival = _rival(figure, free, pair)
        if rival is not None:
            kind: DifferenceKind = "number"
            if _digits(pair.statement, figure) == _digits(pair.sentence, rival):
                kind = "unit"  # 28 million for 28,000
            if pair.statement[figure.start : figure.end].endswith("0s"):
                kind = "date"  # a decade
            yield _of(kind, pair, figure, rival)


def _same_value(one: Figure, other: Figure) -> bool:
    if one.sort != other.sort and "ordinal" in (one.sort, other.sort):
        return False
    return abs(one.value - other.value) <= 1e-3 * max(abs(one.value), 1e-9)


def _same_number(figure: Figure, same: Sequence[Figure], pair: Pair) -> Iterator[Found]:
    if not any(_same_unit(figure, f) for f in same):
        yield _of("unit", pair, figure, same[0])
    elif not any(_same_bound(figure, f) for f in same):
        yield _of("number", pair, figure, same[0])


def _same_unit(one: Figure, other: Figure) -> bool:
    if one.sort != other.sort:
        return False
    return not (one.unit and other.unit) or one.unit == other.unit


def _same_bound(one: Figure, other: Figure) -> bool:
    loose = {"", "about"}
    return one.bound == other.bound or (one.bound in loose and other.bound in loose)


def _rival(figure: Figure, free: Sequence[Figure], pair: Pair) -> Figure | None:
    """Find the figure that stands where the statement's does; None where that isn't sure."""
    alike_sorts = [f for f in free if f.sort == figure.sort and _comparable(f, figure)]
    counted = _after(pair.said, figure.end)
    for other in alike_sorts:
        noun = _after(pair.found, other.end)
        same = counted and noun and alike(counted.stem, noun.stem)
        if same and pair.cover >= ABOUT + 0.1:
            return other
    edit = _edit_at(pair, figure.start, figure.end)
    for other in alike_sorts:
        if edit and _inside(pair.found, other.start, other.end, edit.found) and _anchored(edit, 2):
            return other
    if len(alike_sorts) == len(figures(pair.statement)) == 1 and figure.sort != "ordinal" and pair.cover >= ABOUT + 0.15:
        return alike_sorts[0]
    return None


def _comparable(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or not (one.unit and other.unit) or one.sort == "money"


def _digits(text: str, figure: Figure) -> str:
    """Give a number's leading digits as written: 28 of "28,000" and of "28 million"."""
    shown = f"{figure.value:.0f}".rstrip("0")
    return shown if "million" in text[figure.start : figure.end] or shown else ""


def _dates(pair: Pair) -> Iterator[Found]:
    said, found = days(pair.statement), days(pair.sentence)
    free = [d for d in found if not any(d.fits(s) for s in said)]
    for day in said:
        same = [d for d in found if d.fits(day)]
        if same:
            if day.part and all(d.part and d.part != day.part for d in same):
                yield _of("date", pair, day, same[0])
            elif day.role and all(d.role and d.role != day.role for d in same):
                yield _of("date", pair, day, same[0])
            continue
        rivals = [
            d for d in (*free, *found)
            if d.rivals(day) and d.as_fine_as(day) and pair.cover >= ABOUT + 0.1
        ]  # fmt: skip
        role = [d for d in rivals if d.role == day.role] or rivals
        if role:
            yield _of("date", pair, day, role[0])


# --- what stands in the other's place ---------------------------------------------------------


def _replaced(pair: Pair) -> Iterator[Found]:
    """Look at each place where the two go apart between the same words."""
    for edit in pair.edits:
        said = pair.said[slice(*edit.said)]
        found = pair.found[slice(*edit.found)]
        if len(said) > 8 or len(found) > 8 or not _held(pair, edit):
            continue
        for rule in (
            _figures_apart, _quantities_apart, _names_apart, _units_apart, _kinds_apart,
        ):  # fmt: skip
            one = rule(pair, edit, said, found)
            if one:
                yield one
                break


def _figures_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Numbers or dates that change places within a sentence are each in it, and yet wrong."""
    if not said or not found:
        return None
    for reader, kind in ((days, "date"), (figures, "number")):
        ours = [f for f in reader(pair.statement) if _inside(pair.said, f.start, f.end, edit.said)]
        other = [
            f for f in reader(pair.sentence) if _inside(pair.found, f.start, f.end, edit.found)
        ]
        if reader is figures and _one_for_more(ours, other, said, found):
            return _of("number", pair, _span(said), _span(found))
        if len(ours) == len(other) == 1 and not _same_thing(ours[0], other[0]):
            return _of(kind, pair, ours[0], other[0])  # type: ignore[arg-type]
    return None


def _one_for_more(
    ours: Sequence[object], theirs: Sequence[object], said: Sequence[Token], found: Sequence[Token]
) -> bool:
    """Say whether "one" stands against another number: "one" itself is mostly no number."""
    counts = [f for f in (*ours, *theirs) if isinstance(f, Figure) and f.sort == "count"]
    alone = [t.word for t in (found if ours else said) if t.word != "the"] == ["one"]
    return len(counts) == 1 and alone and counts[0].value != 1


def _same_thing(one: Figure | Day, other: Figure | Day) -> bool:
    if isinstance(one, Day) and isinstance(other, Day):
        return one.fits(other)
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.sort != other.sort or _same_value(one, other)
    return True


def _quantities_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """ "Two" for "an", "half the" for "all the", "several" for "one"."""
    if not pair.altered or {"other", "another"} & {t.word for t in (*said, *found)}:
        return None
    ours, theirs = _quantities(said, pair.statement), _quantities(found, pair.sentence)
    if len(ours) != 1 or len(theirs) != 1 or ours == theirs:
        return None
    if not (ours | theirs) - {"one"} or any(t.content and not _counting(t) for t in said):
        return None
    if {*ours, *theirs} <= {"several", "some", "many"}:
        return None
    return _of("number", pair, _span(said), _span(found))


def _quantities(some: Sequence[Token], text: str) -> set[str]:
    found = {_QUANTITY[t.word] for t in some if t.word in _QUANTITY}
    for figure in figures(text):
        if figure.sort != "ordinal" and any(t.start == figure.start for t in some):
            found.add("one" if figure.value == 1 else f"{figure.value:g}")
    return found


def _counting(token: Token) -> bool:
    return token.word in _QUANTITY or token.word[0].isdigit() or bool(figures(token.word))


_QUANTITY = {
    "a": "one", "an": "one", "one": "one", "each": "all", "every": "all", "all": "all",
    "some": "some", "several": "several", "many": "many", "most": "most", "few": "few",
    "half": "50", "both": "2", "no": "no",
}  # fmt: skip


def _names_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    ours = [t for t in said if _named(t, pair.said)]
    theirs = [t for t in found if _named(t, pair.found)]
    if not (ours and theirs):
        return None
    lone = [t for t in ours if not any(_one_name(t, o) for o in theirs)]
    other = [t for t in theirs if not any(_one_name(t, o) for o in ours)]
    if not (lone and other) or _abbreviate(pair, edit):
        return None
    others = [t for t in said if t.content and t not in ours]
    if len(others) > 1 or len([t for t in found if t.content and t not in theirs]) > 1:
        return None
    if re.search(r"\((?![A-Z]+(?:\)|$))", _text(pair.sentence, found)):
        return None  # a list or an aside
    if _elsewhere(lone, pair.found) and _elsewhere(other, pair.said):
        return None  # they changed places: that's a matter of order
    return _of("name", pair, _span(ours), _span(theirs))


def _elsewhere(some: Sequence[Token], words: Sequence[Token]) -> bool:
    return all(any(_one_name(t, o) for o in words if o.capital) for t in some)


def _abbreviate(pair: Pair, edit: Edit) -> bool:
    return any(i in pair.to and edit.found[0] <= pair.to[i] < edit.found[1]
               for i in range(*edit.said))


def _units_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """The same figure of something else: the noun that's counted is another."""
    ours = [t for t in said if t.content]
    theirs = [t for t in found if t.content]
    if len(ours) != 1 or len(theirs) != 1 or alike(ours[0].stem, theirs[0].stem):
        return None
    figure = next((f for f in figures(pair.statement) if f.sort != "ordinal"
                   and 0 < ours[0].start - f.end < 25), None)
    if figure is None or _one_sort(ours[0].word, theirs[0].word):
        return None
    if pair.statement[figure.end] != " " or nearly_spelt(ours[0].word, theirs[0].word):
        return None
    near = [f for f in figures(pair.sentence) if _same_value(f, figure)
            and 0 < theirs[0].start - f.end < 25]
    if not near or opposed(ours[0].word, theirs[0].word):
        return None
    between = [t for t in pair.said if figure.end <= t.start < ours[0].start]
    return None if len(between) > 1 or not all(t.content for t in between) else _of("unit", pair, _span(ours), _span(theirs))


def _kinds_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Another one of a kind, written small: the police for the military."""
    ours = [t for t in said if t.content or t.word in _PERSONAL]
    theirs = [t for t in found if t.content or t.word in _PERSONAL]
    if not (1 <= len(ours) <= 2 and 1 <= len(theirs) <= 2):
        return None
    for one in ours:
        for other in theirs:
            if excluding(one.stem, other.stem) and not opposed(one.word, other.word):
                if one.stem not in {t.stem for t in theirs}:
                    kind: DifferenceKind = "date" if one.word.endswith("day") else "name"
                    return _of(kind, pair, _span([one]), _span([other]))
    return None


_PERSONAL = frozenset("he she him her".split())


def _names(pair: Pair) -> Iterator[Found]:
    """A name that the sentence hasn't, beside a word of the sentence that has another there."""
    matched = set(pair.to.values())
    free = [
        j for j, t in enumerate(pair.found)
        if j not in matched and _named(t, pair.found) and not t.word[0].isdigit()
    ]  # fmt: skip
    for i, token in enumerate(pair.said):
        if i in pair.to or not _named(token, pair.said) or token.word[0].isdigit():
            continue
        for j in free:
            if _same_slot(pair, i, j) and not _one_name(token, pair.found[j]):
                yield _of("name", pair, _span([token]), _span([pair.found[j]]))
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


def _altered(pair: Pair) -> Iterator[Found]:
    """One word exchanged in a sentence that is the source's but for it.

    Who writes in words of their own doesn't leave all others as they were.
    """
    if not pair.altered or len(pair.said) < LONG:
        return
    edits = [e for e in pair.edits if _telling(pair.said, e.said) or _telling(pair.found, e.found)]
    if len(edits) != 1:
        return
    edit = edits[0]
    said = [t for t in pair.said[slice(*edit.said)] if _tells(t)]
    found = [t for t in pair.found[slice(*edit.found)] if _tells(t)]
    if not (1 <= len(said) <= 3 and 1 <= len(found) <= 3) or not _held(pair, edit):
        return
    words = {t.word for t in (*pair.said[slice(*edit.said)], *pair.found[slice(*edit.found)])}
    if edit.said[0] == 0 and (edit.right < 2 * LONG // 3 or words & _OPENERS):
        return
    if len(said) == len(found) == 1 and _near_words(said[0], found[0]):
        return
    if _one_grade(pair, edit):
        return
    if any(i in pair.to for i in range(*edit.said) if _tells(pair.said[i])):
        return
    yield _of("word", pair, _span(said), _span(found))


LONG = 10
"""Words that a sentence must have for one exchanged word to be a sign of a change."""


_OPENERS = frozenset(
    "i we you he she it they this that these those yes yeah yep no well oh also actually so but "
    "and one its his her their".split()
)


def _one_grade(pair: Pair, edit: Edit) -> bool:
    """Say whether both stretches say as strongly or as many: "often" and "commonly"."""
    ours = {m.group for m in marks(pair.statement) if edit.said[0] <= m.at < edit.said[1]}
    theirs = {m.group for m in marks(pair.sentence) if edit.found[0] <= m.at < edit.found[1]}
    return any(_graded_alike(one, other) for one in ours for other in theirs)


def _telling(words: Sequence[Token], span: tuple[int, int]) -> bool:
    return any(_tells(t) for t in words[slice(*span)])


def _tells(token: Token) -> bool:
    return token.content or token.word in _QUANTITY or token.word in _PERSONAL


def _near_words(one: Token, other: Token) -> bool:
    """Say whether two words are forms of one, spelt nearly alike, or known to mean the same."""
    if alike(one.stem, other.stem) or nearly_spelt(one.word, other.word):
        return True
    if one.word[:5] == other.word[:5] and min(len(one.word), len(other.word)) >= 5:
        return True
    return _one_sort(one.word, other.word)


# --- denial -----------------------------------------------------------------------------------


def _denied(pair: Pair) -> Iterator[Found]:
    """A word that is denied in one of the two only; two such turns cancel each other."""
    if any(t.word in ("unlikely", "improbable") for t in (*pair.said, *pair.found)):
        return
    turns = list(_turns(pair))
    if len(turns) % 2 == 1 or any(held for held, _ in turns):
        yield from (one for _, one in turns)


def _turns(pair: Pair) -> Iterator[tuple[bool, Found]]:
    said = {m.head: m for m in marks(pair.statement) if m.scale == "denial" and m.head >= 0}
    found = {m.head: m for m in marks(pair.sentence) if m.scale == "denial" and m.head >= 0}
    for i, j in pair.to.items():
        mark = said.get(i) or found.get(j)
        if mark is None or (i in said) == (j in found) or not pair.said[i].content:
            continue
        if not _alone(pair, i, j) or _other_denial(pair, i, j, in_said=i in said):
            continue
        ours = _marked(pair.said, mark) if i in said else (pair.said[i].start, pair.said[i].end)
        theirs = (
            _marked(pair.found, mark) if j in found else (pair.found[j].start, pair.found[j].end)
        )
        held = _neighbours(pair, i, j)
        if not (held or pair.altered or pair.cover >= DENIED):
            continue
        yield held, _of("negation", pair, ours, theirs)


def _alone(pair: Pair, i: int, j: int) -> bool:
    """Say whether the word stands once in each of the two: else it's unclear which is meant."""
    return (
        sum(t.stem == pair.said[i].stem for t in pair.said) == 1
        and sum(t.stem == pair.found[j].stem for t in pair.found) == 1
    )


def _other_denial(pair: Pair, i: int, j: int, *, in_said: bool) -> bool:
    """Say whether the one that doesn't deny by a "not" does so otherwise near the word."""
    words, at, text = (
        (pair.found, j, pair.sentence) if in_said else (pair.said, i, pair.statement)
    )
    near = words[max(0, at - 4) : at + 5]
    if any(t.word in _QUASI_DENIALS for t in near):
        return True
    return any(m.scale == "denial" and -5 <= m.at - at <= 4 for m in marks(text))


def _neighbours(pair: Pair, i: int, j: int) -> bool:
    """Say whether the two words have the same neighbours."""
    left = i > 0 and j > 0 and any(pair.to.get(i - n) in (j - 1, j - 2, j - 3) for n in (1, 2, 3))
    right = any(pair.to.get(i + n) in (j + 1, j + 2, j + 3) for n in (1, 2, 3))
    return left and right


def _no_against_some(pair: Pair) -> Iterator[Found]:
    """Denials inserted or dropped between the same words, whatever they bear on."""
    for edit in pair.edits:
        said = pair.said[slice(*edit.said)]
        found = pair.found[slice(*edit.found)]
        if not _held(pair, edit) or len(said) > 5 or len(found) > 5:
            continue
        if any(mark in _text(pair.sentence, found) for mark in ";:"):
            continue
        if any(t.word in ("unlikely", "improbable") for t in (*pair.said, *pair.found)):
            continue
        if "," in _text(pair.statement, said) or not (said or found):
            continue
        if edit.said[1] >= len(pair.said) and not (said and found):
            continue
        if edit.said[0] == 0 and (len(said) != 1 or len(found) != 1 or found[0].content):
            continue  # "No, …" and "I'm not sure, but …"
        small = len(said) <= 3 and len(found) <= 3 and min(edit.left, edit.right) >= 2
        if not (small or pair.altered):
            continue
        if {"but", "or"} & {t.word for t in (*said, *found)} or (
            _denial_in(pair.statement, edit.said) and _denial_in(pair.sentence, edit.found)
        ):
            continue
        if any(t.word in _QUASI_DENIALS or t.capital and t.content for t in (*said, *found)):
            continue
        ours = sum(t.word in _DENIALS for t in said)
        theirs = sum(t.word in _DENIALS for t in found)
        others = [t for t in (*said, *found) if t.content and t.word not in _DENIALS]
        if (ours + theirs) % 2 == 1 and len(others) <= 1:
            at = said or pair.said[max(0, edit.said[0] - 1) : edit.said[0] + 1]
            at_found = found or pair.found[max(0, edit.found[0] - 1) : edit.found[0] + 1]
            yield _of("negation", pair, _span(at), _span(at_found))


def _denial_in(text: str, span: tuple[int, int]) -> bool:
    return any(m.scale == "denial" and span[0] - 1 <= m.at <= span[1] for m in marks(text))


def _prefixes(pair: Pair) -> Iterator[Found]:
    """A "de-", "non-" or "un-" put in or left out."""
    for edit in pair.edits:
        said = pair.said[slice(*edit.said)]
        found = pair.found[slice(*edit.found)]
        one = (*said, *found)
        if len(one) == 1 and one[0].word in _PREFIXES and edit.left and edit.right:
            text = pair.statement if said else pair.sentence
            if text[one[0].end : one[0].end + 1] in "-‐‑":
                at = said or pair.said[edit.said[0] : edit.said[0] + 1]
                at_found = found or pair.found[edit.found[0] : edit.found[0] + 1]
                yield _of("negation", pair, _span(at), _span(at_found))


_PREFIXES = frozenset("de non un anti dis mis pro pre post sub ex semi quasi".split())


def _opposites(pair: Pair) -> Iterator[Found]:
    """A word for its opposite, where the words beside it are the same or hang together."""
    matched = set(pair.to.values())
    free = [j for j, t in enumerate(pair.found) if j not in matched and len(t.word) > 2]
    for i, token in enumerate(pair.said):
        if i in pair.to or len(token.word) < 3:
            continue
        for j in free:
            if opposed(token.word, pair.found[j].word) and _opposed_here(pair, i, j):
                yield _of("negation", pair, _span([token]), _span([pair.found[j]]))
                break


def _opposed_here(pair: Pair, i: int, j: int) -> bool:
    if any(m.scale == "denial" and (m.head == i or i - 4 <= m.at < i)
           for m in marks(pair.statement)):
        return False
    if any(m.scale == "denial" and (m.head == j or j - 4 <= m.at < j)
           for m in marks(pair.sentence)):
        return False
    span = (-3, -2, -1, 1, 2, 3)
    if {t.word for t in pair.said[max(0, i - 2) : i]} & _DENIALS:
        return False
    beside = [n for n in span if i + n in pair.to and abs(pair.to[i + n] - j) <= 3]
    telling = [n for n in beside if pair.said[i + n].content]
    return len(telling) >= 1 and len(beside) >= 2


def _saying_denied(pair: Pair) -> Iterator[Found]:
    ours = [t for t in pair.said if denies(t)]
    theirs = [t for t in pair.found if denies(t)]
    if ours and not theirs and frames(pair.statement) and frames(pair.sentence):
        there = frames(pair.sentence)[0]
        yield _of("negation", pair, _span(ours), _span(pair.found[there.at : there.until]))


# --- how strongly -----------------------------------------------------------------------------


def _modals(pair: Pair) -> Iterator[Found]:
    """Another obligation or doubt on the same word, one dropped or one added."""
    said = [m for m in marks(pair.statement) if m.scale == "modal"]
    found = [m for m in marks(pair.sentence) if m.scale == "modal"]
    for mark in said:
        near = [m for m in found if _bears(pair, mark, m)]
        denied = [m for m in near if _negated(pair.found, m) and m.group != mark.group]
        if denied and _negated(pair.said, mark) and _verbal(mark, pair.said):
            yield _marks_of("strength", pair, mark, denied[0])  # "may not" for "cannot"
            continue
        if any(_agree(mark.group, m.group) for m in near or found):
            continue
        if any(m.group == mark.group for m in found if pair.found[m.at].word not in _MODAL_VERBS):
            continue
        rivals = [m for m in near if _verbal(m, pair.found)] or [
            m for m in found if m.group in _STRICT and mark.group in _STRICT
        ]
        if rivals and _verbal(mark, pair.said):
            yield _marks_of("strength", pair, mark, rivals[0])
        elif (
            not near and _weighty(mark, pair.said) and _plain(pair, mark.head)
            and (pair.altered or pair.cover >= SURE)
        ):  # fmt: skip
            yield _marks_of("strength", pair, mark, None)
    kept = set(pair.to.values())
    new = {m.group for m in said if m.at not in pair.to and _verbal(m, pair.said)}
    for mark in found:
        head = next((i for i, j in pair.to.items() if j == mark.head), None)
        if head is None or mark.at in kept or new or _other_mood(pair):
            continue
        if mark.group in ("should", "may", "must"):
            dropped = pair.cover >= 0.7 and (
                _verbal(mark, pair.found) or _proposes(mark, pair.found)
            )
        elif mark.group in ("can", "need"):
            dropped = _verbal(mark, pair.found) and pair.cover >= SURE and _near_head(mark)
        else:
            past = pair.said[head].word.endswith("ed") and pair.cover >= SURE
            dropped = mark.group == "will" and past
        if dropped:
            yield _marks_of("strength", pair, None, mark, head)


def _negated(words: Sequence[Token], mark: Mark) -> bool:
    return [t.word for t in words[mark.until : mark.until + 1]] == ["not"]


def _near_head(mark: Mark) -> bool:
    return mark.head - mark.until <= 2


_STRICT = frozenset(("must", "should", "may", "will"))
_AGREEING = frozenset(
    frozenset(pair)
    for pair in (
        ("must", "need"), ("should", "need"), ("may", "can"), ("must", "will"), ("will", "need"),
        ("would", "will"), ("would", "may"), ("would", "should"), ("would", "can"),
    )
)  # fmt: skip


def _agree(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _AGREEING


def _bears(pair: Pair, mark: Mark, other: Mark) -> bool:
    return mark.head >= 0 and pair.to.get(mark.head) == other.head


def _verbal(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark is a verb such as "should", not a noun such as "proposal"."""
    return words[mark.at].word in _MODAL_VERBS


def _proposes(mark: Mark, words: Sequence[Token]) -> bool:
    """Say whether a mark proposes a deed right behind it: "called for revising"."""
    after = words[mark.until : mark.head + 1]
    return bool(after) and len(after) <= 2 and words[mark.head].word.endswith("ing")


def _weighty(mark: Mark, words: Sequence[Token]) -> bool:
    return words[mark.at].word in _MODAL_VERBS and mark.group in ("must", "should", "may")


def _plain(pair: Pair, head: int) -> bool:
    """Say whether the source has the word that the modal bears on, with nothing like a modal."""
    return head in pair.to and not any(t.word in _PROPOSING for t in pair.found)


def _other_mood(pair: Pair) -> bool:
    """Say whether the statement says in words of its own that it's a proposal, a doubt, a wish."""
    if any(t.word in _PROPOSING for i, t in enumerate(pair.said) if i not in pair.to):
        return True
    new = (m for m in marks(pair.statement) if m.at not in pair.to)
    return any(
        m.scale == "doubt" or (m.scale == "modal" and not _verbal(m, pair.said)) for m in new
    )


def _hedges(pair: Pair) -> Iterator[Found]:
    """How often, how far, how many: another grade for the same word, or the grade dropped."""
    for scale in ("often", "extent", "many"):
        said = [m for m in marks(pair.statement) if m.scale == scale]
        found = [m for m in marks(pair.sentence) if m.scale == scale]
        yield from _graded(pair, scale, said, found)


def _graded(
    pair: Pair, scale: Scale, said: Sequence[Mark], found: Sequence[Mark]
) -> Iterator[Found]:
    groups_said, groups_found = {m.group for m in said}, {m.group for m in found}
    everywhere = {m.group for m in marks(pair.sentence)} | {"some"}
    for mark in said:
        if any(_graded_alike(mark.group, group) for group in groups_found):
            continue
        rivals = [m for m in found if m.group not in groups_said and _beside(pair, mark, m)]
        if scale == "often" and len(said) == len(found) == 1 and pair.cover >= ABOUT + 0.1:
            rivals = rivals or [m for m in found if m.group not in groups_said]
        if rivals:
            yield _marks_of("strength", pair, mark, rivals[0])
        elif (
            mark.group in _ADDED and pair.said[mark.at].word != "only" and mark.head in pair.to and mark.group not in everywhere
            and pair.cover >= SURE and _adjacent(pair, mark)
            and not any(_beside(pair, mark, m) for m in found)
        ):  # fmt: skip
            yield _marks_of("strength", pair, mark, None)
    if scale == "many":
        yield from _superlatives(pair, said, found)
        return
    if said:
        return
    synonyms = {m.group for m in marks(pair.statement)}
    for mark in found:
        if mark.group in synonyms or mark.group not in _DROPPED:
            continue
        if mark.group == "necessarily" and any(m.scale == "modal" for m in marks(pair.statement)
                                               if m.at not in pair.to):
            continue
        head = next((i for i, j in pair.to.items() if j == mark.head), None)
        if head is not None and _next_to(pair, mark) and pair.cover >= 0.65:
            yield _marks_of("strength", pair, None, mark, head)


def _superlatives(
    pair: Pair, said: Sequence[Mark], found: Sequence[Mark]
) -> Iterator[Found]:
    """ "The most serious" made "serious"."""
    if pair.cover < SURE or any(m.group == "most" for m in said):
        return
    if any(t.word.endswith("est") for t in pair.said):
        return
    for mark in found:
        head = next((i for i, j in pair.to.items() if j == mark.head), None)
        if mark.group == "most" and mark.head == mark.until and head is not None:
            yield _marks_of("strength", pair, None, mark, head)


def _hearsay(pair: Pair) -> Iterator[Found]:
    """ "Accused of", "so-called" or "struggling to" left out: then it's said as a fact."""
    for scale in ("hearsay", "attempt"):
        new = [m for m in marks(pair.statement) if m.at not in pair.to]
        if any(m.scale in (scale, "doubt") for m in new):
            continue
        for mark in marks(pair.sentence):
            head = next((i for i, j in pair.to.items() if j == mark.head), None)
            if mark.scale != scale or head is None or not _near_head(mark):
                continue
            told = pair.cover >= NEAR and not _other_mood(pair)
            if told and not any(j in pair.to.values() for j in range(mark.at, mark.until - 1)):
                yield _marks_of("strength", pair, None, mark, head)


def _times(pair: Pair) -> Iterator[Found]:
    """ "Currently" for "previously", "for good" for "for a while"."""
    said = [m for m in marks(pair.statement) if m.scale == "time"]
    found = [m for m in marks(pair.sentence) if m.scale == "time"]
    if len(said) != 1 or not found or any(m.group == said[0].group for m in found):
        return
    rivals = [m for m in found if _beside(pair, said[0], m)]
    if not rivals and pair.altered:
        rivals = found
    if rivals:
        yield _marks_of("date", pair, said[0], rivals[0])


def _only(pair: Pair) -> Iterator[Found]:
    """ "Only" put in between the same words."""
    for edit in pair.edits:
        said = pair.said[slice(*edit.said)]
        found = pair.found[slice(*edit.found)]
        if not (_held(pair, edit) and len(said) <= 2 and len(found) <= 2):
            continue
        if any(t.content and not t.word.endswith("ly") for t in found):
            continue
        if {t.word for t in said} & _ONLY and not {t.word for t in pair.found} & _ONLY:
            yield _of("strength", pair, _span(said), _span(found or pair.found[:1]))


_ONLY = frozenset("only solely exclusively sole merely".split())


def _graded_alike(one: str, other: str) -> bool:
    return one == other or {one, other} in _GRADES


_GRADES = ({"usually", "often"}, {"several", "some"}, {"several", "many"}, {"wholly", "merely"})
_ADDED = frozenset(("always", "never", "wholly", "all", "most", "few"))
_DROPPED = frozenset(("usually", "often", "sometimes", "rarely", "largely", "partly", "nearly", "necessarily"))


def _adjacent(pair: Pair, mark: Mark) -> bool:
    return mark.head - mark.until <= 1


def _next_to(pair: Pair, mark: Mark) -> bool:
    return mark.head - mark.until <= 2


def _beside(pair: Pair, mark: Mark, other: Mark) -> bool:
    """Say whether two grades bear on the same word, or stand between the same words."""
    if mark.head >= 0 and pair.to.get(mark.head, -2) == other.head:
        return True
    before = pair.to.get(mark.at - 1, -9) == other.at - 1
    return before and pair.to.get(mark.until, -9) == other.until


def _doubts(pair: Pair) -> Iterator[Found]:
    """ "It is unclear whether" dropped, or turned into its opposite."""
    found = [m for m in marks(pair.sentence) if m.scale == "doubt"]
    strong = [m for m in found if pair.found[m.at].word in _UNCLEAR]
    if not strong:
        return
    ours = marks(pair.statement)
    if any(m.scale in ("doubt", "denial") or m.group == "may" for m in ours):
        return
    if pair.statement.rstrip().endswith("?"):
        return
    yield _marks_of("strength", pair, None, strong[0], 0)


def _proofs(pair: Pair) -> Iterator[Found]:
    """ "Indicate" made "prove", "discussed" made "agreed"."""
    for scale, strong, weak in (
        ("proof", "proves", "suggests"), ("deed", "decided", "discussed"),
    ):  # fmt: skip
        said = [m for m in marks(pair.statement) if m.scale == scale]
        found = [m for m in marks(pair.sentence) if m.scale == scale]
        ours = [m for m in said if m.group == strong and pair.said[m.at].word not in _NOUNS]
        theirs = [m for m in found if m.group == strong]
        if not ours or theirs or any(m.at in pair.to for m in ours):
            continue
        weaker = [m for m in found if m.group == weak]
        rival = weaker[0] if weaker else None
        if rival is not None:
            yield _marks_of("strength", pair, ours[0], rival)
        elif scale == "deed" and frames(pair.sentence) and frames(pair.statement):
            there = frames(pair.sentence)[0]
            span = _span(pair.found[there.at : there.until])
            yield _of("strength", pair, _marked(pair.said, ours[0]), span)


# --- who does what to whom --------------------------------------------------------------------


def _order(pair: Pair) -> Iterator[Found]:
    """Subject and object changed places about a word that both have."""
    yield from _exchanged(pair)
    for i, j in sorted(pair.to.items()):
        if not _shared_verb(pair, i, j):
            continue
        voices = _voice(pair.said, i), _voice(pair.found, j)
        if "" in voices:
            continue
        left, right = _sides(pair.said, i, pair.statement)
        found_left, found_right = _sides(pair.found, j, pair.sentence)
        if voices[0] != voices[1]:
            left, right = right, left
        if not pair.altered and not (_whole_verb(pair.said, i) and _whole_verb(pair.found, j)):
            continue
        if _crossed(pair, (left, right), (found_left, found_right)):
            yield _of("order", pair, _span([pair.said[i]]), _span([pair.found[j]]))
            return


def _shared_verb(pair: Pair, i: int, j: int) -> bool:
    """Say whether a word of both looks like a verb: by its form in one, by its place in both."""
    one, other = _pivot(pair.said, i), _pivot(pair.found, j)
    if any(
        text[max(0, t.start - 1)] in "-‐‑" or text[t.end : t.end + 1] in ("-", "‐", "‑")
        for text, t in ((pair.statement, pair.said[i]), (pair.sentence, pair.found[j]))
    ):
        return False
    places = i and j and pair.said[i - 1].content and pair.found[j - 1].content
    return bool((one and other) or ((one or other) and places))


def _whole_verb(words: Sequence[Token], n: int) -> bool:
    """Say whether a word in "-ing" has its "is" before it; any other may do without."""
    if not words[n].word.endswith("ing"):
        return True
    return any(t.stem == "be" for t in words[max(0, n - 2) : n])


Sides = tuple[set[int], set[int]]


def _crossed(pair: Pair, said: Sides, found: Sides) -> bool:
    """Say whether what was left of the word is right of it now, and the other way about."""
    left = {pair.to.get(n, -1) for n in said[0]}
    right = {pair.to.get(n, -1) for n in said[1]}
    to_right, to_left = left & found[1], right & found[0]
    if not (to_right and to_left) or left & found[0]:
        return False
    if left <= found[1] and found[0] <= right:
        return True
    if not pair.altered:
        return False
    return len(to_right) + len(to_left) > 2 * len(right & found[1])


def _exchanged(pair: Pair) -> Iterator[Found]:
    """Two stretches that stand in each other's place between the same words."""
    held = [e for e in pair.edits if e.said[0] < e.said[1] and e.found[0] < e.found[1]]
    for n, one in enumerate(held):
        for other in held[n + 1 :]:
            if not (_held(pair, one) and _held(pair, other)):
                continue
            if any(f.at < e.said[1] and e.said[0] < f.until
                   for f in frames(pair.statement) for e in (one, other)):
                continue  # who said it may stand anywhere
            stems = [
                {t.stem for t in words[slice(*span)] if t.content}
                for words, span in (
                    (pair.said, one.said), (pair.found, other.found),
                    (pair.said, other.said), (pair.found, one.found),
                )
            ]  # fmt: skip
            if all(stems) and stems[0] == stems[1] and stems[2] == stems[3]:
                middle = pair.said[one.said[1] : other.said[0]]
                first = range(one.said[1], other.said[0])
                turning = any(
                    _pivot(pair.said, n) or pair.said[n].word in ("not", "than") for n in first
                )
                if all(t.word in _EVEN or t.stem == "be" for t in middle[:1]) and not turning:
                    continue  # "A is B" is "B is A", and "A and B" is "B and A"
                if any(_voice(pair.said, i) != _voice(pair.found, j) for i, j in pair.to.items()
                       if _pivot(pair.said, i) and _pivot(pair.found, j)):
                    continue
                span = (pair.said[one.said[0]].start, pair.said[other.said[1] - 1].end)
                there = (pair.found[one.found[0]].start, pair.found[other.found[1] - 1].end)
                yield _of("order", pair, span, there)


_EVEN = frozenset("and or nor with plus".split())


def _pivot(words: Sequence[Token], n: int) -> bool:
    """Say whether a word looks like a verb, or is the "than" of a comparison."""
    token = words[n]
    if token.word == "than":
        return True
    if not token.content or token.capital or token.word[0].isdigit() or token.word.endswith("ly"):
        return False
    before = words[n - 1].word if n else ""
    if token.word.endswith("s") and before not in _AUXILIARY:
        return _finite(words, n)
    return (
        token.word.endswith(("ed", "ing", "en"))
        or before in _AUXILIARY
        or before.endswith("s")
        or token.word in _IRREGULAR_VERBS
    )


def _finite(words: Sequence[Token], n: int) -> bool:
    """Say whether a word in "s" is a verb rather than a plural: a noun before, an object behind."""
    before = words[n - 1] if n else None
    after = words[n + 1] if n + 1 < len(words) else None
    if before is None or after is None or before.word[0].isdigit():
        return False
    subject = (before.content or before.word in _SUBJECTS) and not before.word.endswith("s")
    return subject and (after.content or after.word in _OBJECTS)


_OBJECTS = frozenset("the a an this that these its their his her our all any to for on from".split())


def _voice(words: Sequence[Token], n: int) -> str:
    """Say whether a verb is active or passive with "by"; "" where that can't be told."""
    word = words[n].word
    if not word.endswith(("ed", "en")) and word not in _IRREGULAR_VERBS and word not in IRREGULAR:
        return "active"
    be = any(t.stem == "be" for t in words[max(0, n - 4) : n])
    by = any(t.word == "by" for t in words[n + 1 : n + 3])
    if be or by:
        return "passive" if be and by else ""
    before = words[n - 1] if n else None
    counted = before is not None and before.word[0].isdigit() and word.endswith("ed")
    if before is None or before.word in _DETERMINING or counted:
        return ""
    known = before.content or before.word.endswith("ly") or before.word in _SUBJECTS
    return "active" if known or before.stem in ("have", "do") else ""


def _sides(words: Sequence[Token], at: int, text: str) -> Sides:
    """Give the telling words before and behind a verb, in its own clause."""
    left: set[int] = set()
    for n in range(at - 1, max(-1, at - 16), -1):
        between = text[words[n].end : words[n + 1].start]
        if any(mark in between for mark in ";:(") or ("," in between and left):
            break
        if words[n].word in ("which", "who", "that") and n and words[n - 1].content and (
            not words[n - 1].word.endswith("ed")
        ):
            left.clear()
            continue
        if words[n].word in _CLAUSE:
            break
        if words[n].weight == 1.0 and not words[n].word.endswith("ly"):
            left.add(n)
    right: set[int] = set()
    for n in range(at + 1, min(len(words), at + 12)):
        between = text[words[n - 1].end : words[n].start]
        if any(mark in between for mark in ";:(") or words[n].word in _CLAUSE:
            break
        if words[n].weight == 1.0 and not words[n].word.endswith("ly"):
            right.add(n)
    return left, right


# --- who said it ------------------------------------------------------------------------------


def _speaker(pair: Pair, before: Sequence[str]) -> Iterator[Found]:
    """Another speaker, one dropped, or one put in front of what the source says itself."""
    said = [f for f in frames(pair.statement) if f.voice != "pronoun"]
    found = list(frames(pair.sentence))
    governing = _governing(pair, found)
    if said:
        yield from _another_speaker(pair, said, found, governing, before)
    elif governing is not None and governing.voice not in ("author", "pronoun"):
        whole = governing.voice not in ("name",) or governing.at <= 2
        named = any(_one_voice(voice, governing) for voice in voices(pair.statement))
        if whole and not (named or frames(pair.statement) or _told(pair)) and pair.cover >= 0.7:
            there = _span(pair.found[governing.at : governing.until])
            words = pair.sentence[there[0] : there[1]]
            reason = f"it leaves out who says so: “{words}”"
            yield Found("speaker", None, there, reason)


def _told(pair: Pair) -> bool:
    """Say whether the statement asks, or is no sentence of its own."""
    return pair.statement.rstrip().endswith("?")


def _another_speaker(
    pair: Pair,
    said: Sequence[Frame],
    found: Sequence[Frame],
    governing: Frame | None,
    before: Sequence[str],
) -> Iterator[Found]:
    frame = said[0]
    if governing is None:
        earlier = [f for text in before for f in frames(text)]
        if found or frame.voice in ("author", "name", "nobody", "body"):
            return
        if any(_one_voice(frame, f) for f in earlier) or pair.cover < NEAR:
            return
        if not _leads(pair, frame):
            return
        span = _span(pair.said[frame.at : frame.until])
        words = pair.statement[span[0] : span[1]]
        yield Found("speaker", span, None, f"“{words}”: the source says so itself")
        return
    candidates = [governing]
    if any(_one_voice(one, other) for one in said for other in candidates):
        return
    if governing.voice == "pronoun":
        return
    yield _of(
        "speaker", pair,
        _span(pair.said[frame.at : frame.until]),
        _span(pair.found[governing.at : governing.until]),
    )  # fmt: skip


def _leads(pair: Pair, frame: Frame) -> bool:
    """Say whether all but the frame is the source's."""
    rest = [i for i in range(len(pair.said)) if not frame.at <= i < frame.until]
    telling = [i for i in rest if pair.said[i].content]
    return bool(telling) and sum(i in pair.to for i in telling) >= 0.85 * len(telling)


def _governing(pair: Pair, found: Sequence[Frame]) -> Frame | None:
    """Give the frame whose words the statement says again, if most of them are in its reach."""
    best: tuple[float, Frame] | None = None
    placed = [
        j for i, j in pair.to.items() if pair.said[i].content
        and not any(f.at <= i < f.until for f in frames(pair.statement))
    ]  # fmt: skip
    for frame in found:
        inside = [
            j for j in placed
            if frame.reach[0] <= j < frame.reach[1] and not frame.at <= j < frame.until
        ]  # fmt: skip
        share = len(inside) / len(placed) if placed else 0.0
        if share >= 0.5 and (best is None or share > best[0]):
            best = share, frame
    return best[1] if best else None


def _one_voice(one: Frame, other: Frame) -> bool:
    """Say whether two frames may name the same speaker; the statement's comes first."""
    if "pronoun" in (one.voice, other.voice) or one.voice == "nobody":
        return True
    if {one.voice, other.voice} <= {"name", "body"}:
        return bool(one.who & other.who) or {"state", "govern"} >= (one.who | other.who)
    if one.voice == other.voice:
        return one.who == other.who
    return (one.voice, other.voice) in (
        ("members", "group"), ("name", "author"), ("author", "name"), ("group", "nobody"),
        ("body", "author"), ("nobody", "nobody"),
    )  # fmt: skip


# --- the common small things ------------------------------------------------------------------

_RULES: tuple[Callable[[Pair], Iterator[Found]], ...] = (
    _numbers, _dates, _replaced, _names, _denied, _no_against_some, _prefixes, _opposites,
    _times, _saying_denied,
    _modals, _hedges, _hearsay, _only, _doubts, _proofs, _order,
)  # fmt: skip

_DENIALS = frozenset("not no never none neither nor without nobody nothing cannot".split())
_QUASI_DENIALS = frozenset(
    "without unless until only little few hardly barely scarcely rather fail failed fails lack "
    "lacks lacking absence refuse refused refuses unable deny denies denied than "
    "missing unlikely improbable failing deficit shortage lacks loss gap besides except "
    "other".split()
)
_UNCLEAR = frozenset(
    "unclear uncertain unknown doubtful questionable not remains unsure".split()
)
_MODAL_VERBS = frozenset(
    "must shall has have had should ought may might could perhaps possibly will would can need "
    "needs "
    "required probably seem seems appear appears likely".split()
)
_PROPOSING = frozenset(
    "propose proposed proposes proposal recommend recommended recommends recommendation urge "
    "urged urges advise advised advises advice suggest suggested suggests call called calls "
    "calling want wants wanted need needs needed demand demanded demands ask asked plan plans "
    "planned intend intends intended aim aims aimed hope hopes hoped seek seeks sought wish "
    "favour favoured favor favored advocate advocated advocates idea require requires ought "
    "let to".split()
) - {"to"}
_NOUNS = frozenset("decision agreement consensus agreed-upon".split())
_IN = frozenset("in at from to by with of against for on like as and between among".split())
_AUXILIARY = frozenset(
    "to is are was were be been has have had can could should shall will would may might must "
    "not even do does did also they we".split()
)
_SUBJECTS = frozenset("i we you he she it they who which that not also even never".split())
_DETERMINING = frozenset("the a an this these those its their of in on with other some".split())
_IRREGULAR_VERBS = frozenset("overrode led met put made gave took won lost beat drove".split())
_CLAUSE = frozenset("which who that while because although though whereas if when how where whether".split())
_SORTS = (
    "people persons individuals person names men citizens",
    "outfits organisations organizations groups bodies entities",
    "meetings sessions gatherings", "years yrs", "members participants attendees",
    "big large huge great", "biggest largest greatest", "small little", "begin start commence",
    "began started commenced", "buy purchase", "buying purchasing", "help assist aid",
    "show demonstrate", "part portion", "kinds types sorts", "kind type sort", "need require",
    "use employ utilise utilize", "used employed utilised utilized", "also too", "main chief",
    "allow let permit enable", "topic subject", "vary range", "installing fitting",
    "consists composed", "talk speak", "said stated", "saying stating", "stop halt", "end finish",
    "goal aim objective target", "goals aims objectives targets", "method approach way",
    "problem issue", "problems issues", "challenges problems issues", "moved relocated",
    "books novels", "movie film", "movies films", "build construct", "built constructed",
    "get obtain", "gets obtains", "give provide", "gives provides", "given provided",
    "space room", "among amongst", "nation country", "nations countries", "states countries",
    "killed slain", "children kids", "child kid", "fast quick", "quickly rapidly",
    "important significant", "various different", "several various", "banned proscribed",
    "ban proscribe", "prohibited banned", "militants fighters", "different distinct",
    "answer reply", "choose select", "chosen selected", "work job", "area region",
    "areas regions", "whole entire", "usual customary", "near close", "become turn",
    "transform turn", "carry conduct", "deal cope", "defence defense", "terror terrorism",
    "counterterror counterterrorism", "explore examine", "explored examined",
    "discussed debated deliberated", "look see", "called named", "asks demands", "told informed",
    "rise increase", "rises increases", "fall decrease", "falls decreases", "enough sufficient",
    "shows demonstrates", "suggests indicates", "suggest indicate",
)  # fmt: skip
_SORT_OF: dict[str, set[int]] = {}
for _number, _line in enumerate(_SORTS):
    for _word in _line.split():
        _SORT_OF.setdefault(_word, set()).add(_number)


def _one_sort(one: str, other: str) -> bool:
    return bool(_SORT_OF.get(one, set()) & _SORT_OF.get(other, set()))


def _named(token: Token, words: Sequence[Token]) -> bool:
    """Say whether a word is a name: written large inside a sentence, or a number of a name."""
    if token.word in ("i",) or not token.content:
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
    return not plain and (follows.word in _AUXILIARY or follows.word.endswith("s"))


_COMMON_ENDINGS = ("s", "ism", "tion", "ment", "ness", "ity", "ance", "ence", "ing", "cy", "ly")


def _one_name(one: Token, other: Token) -> bool:
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


def _held(pair: Pair, edit: Edit) -> bool:
    """Say whether the words around an edit are the same in both, so that it's a change."""
    start = edit.said[0] == 0
    end = edit.said[1] >= len(pair.said)
    if start and end:
        return False
    if start:
        return edit.right >= 3 and edit.found[0] == 0
    if end:
        return edit.left >= 3 and edit.found[1] >= len(pair.found) - 0
    return edit.left >= 1 and edit.right >= 1 and edit.left + edit.right >= 3


def _anchored(edit: Edit, words: int) -> bool:
    return edit.left + edit.right >= words


def _edit_at(pair: Pair, start: int, end: int) -> Edit | None:
    for edit in pair.edits:
        if _inside(pair.said, start, end, edit.said):
            return edit
    return None


def _inside(words: Sequence[Token], start: int, end: int, span: tuple[int, int]) -> bool:
    """Say whether characters from start to end lie, in part, in the words of a span."""
    return any(words[n].start < end and start < words[n].end for n in range(*span))


def _after(words: Sequence[Token], end: int) -> Token | None:
    """Give the next telling word behind a figure."""
    return next((t for t in words if t.start >= end and t.content), None)


def _text(text: str, found: Sequence[Token]) -> str:
    return text[found[0].start : found[-1].end] if found else ""


def _span(found: Sequence[Token]) -> tuple[int, int]:
    return found[0].start, found[-1].end


def _marked(words: Sequence[Token], mark: Mark) -> tuple[int, int]:
    return words[mark.at].start, words[mark.until - 1].end


def _marks_of(
    kind: DifferenceKind, pair: Pair, said: Mark | None, found: Mark | None, head: int = 0
) -> Found:
    if said is None and found is not None:
        there = _marked(pair.found, found)
        words = pair.sentence[there[0] : there[1]]
        here = pair.said[head].start, pair.said[head].end
        return Found(kind, here, there, f"it leaves out “{words}”")
    assert said is not None
    here = _marked(pair.said, said)
    if found is None:
        return Found(kind, here, None, f"“{pair.statement[here[0] : here[1]]}” isn't in the source")
    return _of(kind, pair, here, _marked(pair.found, found))


Ranged = Figure | Day | tuple[int, int]


def _of(kind: DifferenceKind, pair: Pair, said: Ranged, found: Ranged) -> Found:
    here = said if isinstance(said, tuple) else (said.start, said.end)
    there = found if isinstance(found, tuple) else (found.start, found.end)
    ours, theirs = pair.statement[here[0] : here[1]], pair.sentence[there[0] : there[1]]
    return Found(kind, here, there, f"it says “{ours}”, the source “{theirs}”")
