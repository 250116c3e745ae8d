"""The words that differ within a changed sentence, and what of it an analyst must not miss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rag.english.word_lists import words
from rag.grammar.claim_strength import marks_of
from rag.text.quantities import days, figures
from rag.text.tokens import tokens
from rag.types import Document, Span
from rag.versions.units import Word, words_of

CalloutKind = Literal["figure", "date", "duty"]
MODAL_VERBS = frozenset(words("modality", "modal_verbs"))
_PERMITS = frozenset("may might could".split())
"""Of the words of doubt those that also permit: "perhaps" is no duty."""
_SHORT = 3
"""Letters of a word that both have between two differences, up to which they are told as one."""
_MUCH = 4
"""Words that differ around it, from which on."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the old words and the one that stands in its place; one may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Callout:
    """A figure, a date or a duty that is another now; "" where there was, or is, none."""

    kind: CalloutKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """Something in a text that counts: its characters, its words, what it comes to."""

    start: int
    end: int
    text: str
    value: object


def edits_between(old: tuple[Document, Span], new: tuple[Document, Span]) -> tuple[Edit, ...]:
    """Give the words that differ, as ranges of the two documents, in order."""
    here, there = (words_of(d.text[s.start : s.end], s.start) for d, s in (old, new))
    runs = _joined(list(_differing(here, there)), here)
    ends = old[1], new[1]
    return tuple(
        Edit(_span(here, a, a_end, ends[0].start), _span(there, b, b_end, ends[1].start))
        for a, a_end, b, b_end in runs
    )


def only_signs(edits: Sequence[Edit], old: Document, new: Document) -> bool:
    """Say whether what differs is punctuation and capitals alone."""
    return all(
        _letters(old.text[one.old.start : one.old.end])
        == _letters(new.text[one.new.start : one.new.end])
        for one in edits
    )


def callouts_of(old: str, new: str) -> tuple[Callout, ...]:
    """Give the figures, dates and duties that differ between two forms of a sentence."""
    here, there = words_of(old), words_of(new)
    runs = list(_differing(here, there))
    to = _kept(here, there, runs)
    regions = [
        (_chars(here, a, a_end, len(old)), _chars(there, b, b_end, len(new)))
        for a, a_end, b, b_end in runs
    ]
    found: list[tuple[int, Callout]] = []
    readers: tuple[tuple[CalloutKind, Callable[[str], list[_Mark]]], ...] = (
        ("figure", _figures),
        ("date", _dates),
        ("duty", _duties),
    )
    for kind, read in readers:
        for one, other in _paired(read(old), read(new), to, regions):
            if one is None or other is None or one.value != other.value:
                at = other.start if other else one.start if one else 0
                before, after = one.text if one else "", other.text if other else ""
                found.append((at, Callout(kind, before, after)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


Run = tuple[int, int, int, int]


def _differing(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    """Give where the words differ: from and to in the old ones, and in the new ones."""
    matcher = SequenceMatcher(
        None, [word.same for word in old], [word.same for word in new], autojunk=False
    )
    yield from (code[1:] for code in matcher.get_opcodes() if code[0] != "equal")


def _joined(runs: Sequence[Run], old: Sequence[Word]) -> list[Run]:
    """Put two stretches into one where all that both have between them is one short word."""
    made: list[Run] = []
    for run in runs:
        if made:
            a, a_end, b, b_end = made[-1]
            between = old[a_end : run[0]]
            short = len(between) == 1 and len(between[0].same) <= _SHORT
            much = min(run[1] - a - 1, run[3] - b - 1) >= _MUCH
            if short and much and run[2] - b_end == 1:
                made[-1] = a, run[1], b, run[3]
                continue
        made.append(run)
    return made


def _span(words_: Sequence[Word], first: int, last: int, start: int) -> Span:
    """Give the characters of some words; of none, the end of the word before."""
    if first < last:
        return Span(words_[first].start, words_[last - 1].end)
    at = words_[first - 1].end if first else start
    return Span(at, at)


def _chars(words_: Sequence[Word], first: int, last: int, end: int) -> Span:
    """Give a stretch up to where its neighbours begin, so that what is put between is in it."""
    low = words_[first - 1].end if first else 0
    return Span(low, words_[last].start if last < len(words_) else end)


def _kept(old: Sequence[Word], new: Sequence[Word], runs: Sequence[Run]) -> dict[int, int]:
    """Give where each old word that is kept begins in the new sentence."""
    to: dict[int, int] = {}
    a = b = 0
    for until, a_end, _, b_end in (*runs, (len(old), len(old), len(new), len(new))):
        to |= {old[a + n].start: new[b + n].start for n in range(until - a)}
        a, b = a_end, b_end
    return to


Marks = tuple[_Mark | None, _Mark | None]


def _paired(
    old: Sequence[_Mark],
    new: Sequence[_Mark],
    to: dict[int, int],
    regions: Iterable[tuple[Span, Span]],
) -> list[Marks]:
    """Pair the marks of two sentences: those with a word that is kept, then by their places."""
    found: list[Marks] = []
    lone, there = [], list(new)
    for mark in old:
        places = [to[at] for at in range(mark.start, mark.end) if at in to]
        partner = next((o for o in there for at in places if o.start <= at < o.end), None)
        if partner is None:
            lone.append(mark)
        else:
            there.remove(partner)
            found.append((mark, partner))
    gone: list[_Mark] = []
    come: list[_Mark] = []
    for here, place in regions:
        some = [mark for mark in lone if here.start <= mark.start < here.end]
        others = [mark for mark in there if place.start <= mark.start < place.end]
        _cancel(some, others)  # told in another way
        both = min(len(some), len(others))
        found += zip(some[:both], others[:both], strict=True)
        gone += some[both:]
        come += others[both:]
    _cancel(gone, come)  # stands elsewhere in the sentence
    return [*found, *((mark, None) for mark in gone), *((None, mark) for mark in come)]


def _cancel(some: list[_Mark], others: list[_Mark]) -> None:
    """Take out what comes to the same on both sides."""
    for mark in tuple(some):
        same = next((one for one in others if one.value == mark.value), None)
        if same is not None:
            some.remove(mark)
            others.remove(same)


def _figures(text: str) -> list[_Mark]:
    found = []
    for one in figures(text):
        end, unit = one.end, one.unit if one.sort == "count" else ""
        named = unit and re.match(rf"[- ](?:\w+ )?{unit}s?\b", text[end:], re.IGNORECASE)
        end += named.end() if named else 0
        value = one.value, one.sort, one.unit
        found.append(_Mark(one.start, end, text[one.start : end], value))
    return found


def _dates(text: str) -> list[_Mark]:
    return [
        _Mark(
            one.start,
            one.end,
            text[one.start : one.end],
            (one.year, one.month, one.day, one.part),
        )
        for one in days(text)
    ]


def _duties(text: str) -> list[_Mark]:
    """Find "should", "shall", "may" and their like, each with a "not" behind it."""
    said, found = tokens(text), []
    for mark in marks_of("modal", text):
        first = said[mark.at].word
        if first not in MODAL_VERBS or (mark.group == "may" and first not in _PERMITS):
            continue
        until = mark.until + ([t.word for t in said[mark.until : mark.until + 1]] == ["not"])
        value = " ".join(token.word for token in said[mark.at : until])
        start, end = said[mark.at].start, said[until - 1].end
        found.append(_Mark(start, end, text[start:end], value))
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
