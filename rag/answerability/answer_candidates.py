"""Sentence to fillers: the numbers, dates, names, places and reasons that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rag.answerability import answer_patterns as patterns
from rag.english.vocabulary import (
    DETERMINERS,
    FUNCTION_WORDS,
    MANNER_MARKERS,
    MONTHS,
    OFFICE_ENDING,
    OFFICES,
    ORDINALS,
    REASON_MARKERS,
    SPEAKERS,
    VAGUE_PLACES,
    WORD,
)
from rag.question.question_type import Slot, Sort
from rag.text.content_words import words_of
from rag.text.figure_words import same_figure

SHOUTED = 0.3
SAME_START = 5
"""Words that share so many first letters are taken to be forms of one word."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A piece of a sentence that could fill a slot.

    ``weight`` (0 to 1) says how surely it is of the sort; ``nouns`` are the words
    beside a figure that say what is counted; ``kind`` says what a name must be
    the name of ("person").
    """

    start: int
    end: int
    text: str
    weight: float = 1.0
    nouns: tuple[str, ...] = ()
    kind: str = ""


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Cut a sentence at its conjunctions and strong punctuation, into ranges of characters."""
    breaks = [found.start() for found in patterns.CLAUSE_BREAK.finditer(sentence)]
    cuts = [0, *breaks, len(sentence)]
    ranges: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if end - start < 15 and ranges:
            ranges[-1] = (ranges[-1][0], end)
        elif end > start:
            ranges.append((start, end))
    return ranges or [(0, len(sentence))]


def find_fillers(slot: Slot, sentence: str) -> list[Filler]:
    """List what a sentence holds of the sort asked for and the question doesn't bring itself."""
    finder = _FINDERS.get(slot.sort)
    known = {same_figure(word.lower()) for word in words_of(slot.question)}
    return [f for f in finder(slot, sentence) if not _brought(f, known)] if finder else []


def _brought(filler: Filler, known: set[str]) -> bool:
    words = [same_figure(word.lower()) for word in words_of(filler.text)]
    telling = [w for w in words if w not in FUNCTION_WORDS] or words
    return all(w in known for w in telling)


def _places(slot: Slot, sentence: str) -> list[Filler]:
    if slot.head and not set(slot.head) & VAGUE_PLACES:
        kind = slot.head[-1]
        return [*_group(patterns.PLACE, sentence, kind), *_names(sentence, kind, 0.6)]
    return [
        *_group(patterns.PLACE, sentence, "place"),
        *_names(sentence, "place"),
        *_all(patterns.WHERE, sentence, 0.3),
    ]


def _called(slot: Slot, sentence: str) -> list[Filler]:
    called = _names(sentence, slot.head[-1] if slot.head else "")
    return called if slot.identity else [*called, *_modified(slot, sentence)]


def _people(slot: Slot, sentence: str) -> list[Filler]:
    if slot.identity:
        return _names(sentence, "person")
    return [*_names(sentence, "agent"), *_offices(sentence), *_all(SPEAKERS, sentence, 0.8)]


def _which(slot: Slot, sentence: str) -> list[Filler]:
    if not slot.head:
        return []
    return [*_modified(slot, sentence), *_names(sentence, slot.head[-1], 0.7)]


def _all(pattern: re.Pattern[str], sentence: str, weight: float = 1.0) -> list[Filler]:
    return [Filler(m.start(), m.end(), m.group(), weight) for m in pattern.finditer(sentence)]


def _group(pattern: re.Pattern[str], sentence: str, kind: str) -> list[Filler]:
    return [
        Filler(m.start(1), m.end(1), m.group(1), kind=kind)
        for m in pattern.finditer(sentence)
        if m.group(1).split()[0].lower().rstrip(".") not in MONTHS
    ]


def _modified(slot: Slot, sentence: str) -> list[Filler]:
    """Find the asked noun with words before it that tell which one ("the seventh group")."""
    if not slot.head:
        return []
    noun = slot.head[-1].rstrip("s")[:12]
    asked = {w.lower()[:SAME_START] for w in words_of(slot.question)}
    tokens = list(WORD.finditer(sentence))
    found = []
    for i, token in enumerate(tokens):
        if not token.group().lower().startswith(noun) or len(token.group()) > len(noun) + 3:
            continue
        first = i
        while first and _qualifies(tokens[first - 1], sentence):
            first -= 1
        text = sentence[tokens[first].start() : token.end()]
        if any(
            w.lower()[:SAME_START] not in asked and not w[0].isdigit() for w in words_of(text)[:-1]
        ):
            found.append(Filler(tokens[first].start(), token.end(), text))
    return found


def _qualifies(word: re.Match[str], sentence: str) -> bool:
    telling = word.group().lower() not in FUNCTION_WORDS
    return telling and sentence[word.end() : word.end() + 1] in " -"


def _figures(sentence: str) -> list[Filler]:
    """Find figures that count something: no years, days of a month or section numbers."""
    taken = [
        m.span()
        for p in (patterns.YEAR, patterns.DAY, patterns.SLASHED, patterns.CENTURY, patterns.LAW)
        for m in p.finditer(sentence)
        if not patterns.COUNTS.match(sentence, m.start())
    ]
    return [
        Filler(m.start(), m.end(), m.group(), nouns=_counted(sentence, m.end()))
        for m in patterns.NUMBER.finditer(sentence)
        if not any(a <= m.start() < b for a, b in taken)
        and not re.match(r"(?:st|nd|rd|th)\b|%", sentence[m.end() :])
    ]


def _counted(sentence: str, end: int) -> tuple[str, ...]:
    """Take the words after a figure, up to the first function word or stop: what it counts."""
    nouns: list[str] = []
    for m in WORD.finditer(sentence, end):
        between = sentence[end : m.start()] if not nouns else sentence[m.start() - 2 : m.start()]
        low = m.group().lower()
        if re.search(r"[.;:()]", between) or len(nouns) == 4:
            break
        if low in ("million", "billion", "of", "more", "or", "and", "different"):
            continue
        if low in FUNCTION_WORDS and low not in DETERMINERS:
            break
        if low not in DETERMINERS:
            nouns.append(m.group())
    return tuple(nouns)


def _dates(slot: Slot, sentence: str) -> list[Filler]:
    days, months = _all(patterns.DAY, sentence), _all(patterns.MONTH, sentence)
    years = [*_all(patterns.YEAR, sentence), *_all(patterns.CENTURY, sentence)]
    by_grain = {
        "time": _all(patterns.CLOCK, sentence),
        "day": [*days, *_all(patterns.WEEKDAY, sentence)],
        "month": [*months, *days],
        "year": years,
    }
    if slot.grain:
        return by_grain[slot.grain]
    loose = ((patterns.CLOCK, 0.8), (patterns.RELATIVE, 0.7), (patterns.AGE, 0.3))
    found = [filler for pattern, weight in loose for filler in _all(pattern, sentence, weight)]
    return [*years, *days, *months, *_all(patterns.WEEKDAY, sentence), *found]


def _names(sentence: str, kind: str, weight: float = 1.0) -> list[Filler]:
    """Find capitalised names; a lone word that opens the sentence counts only as an acronym.

    In a sentence that is all in capitals they tell hardly anything.
    """
    found = []
    weight = weight * SHOUTED if sentence.isupper() and sentence.count(" ") > 2 else weight
    for m in patterns.NAME.finditer(sentence):
        start, text, sure = m.start(), m.group(), 1.0
        opens = not re.search(r"\w", sentence[:start])
        first, _, rest = text.partition(" ")
        if opens and first.lower() in FUNCTION_WORDS | ORDINALS:
            if not rest or not rest[0].isupper():
                continue
            start, text = start + len(first) + 1, rest
        elif first.lower().rstrip(".") in MONTHS or text.lower() in FUNCTION_WORDS:
            continue
        elif opens and " " not in text and not text[1:].isupper():
            sure = 0.4
        found.append(Filler(start, m.end(), text, weight * sure, kind=kind))
    return found


def _offices(sentence: str) -> list[Filler]:
    """Find words for those who hold an office or act: by list and by ending."""
    found = []
    for m in WORD.finditer(sentence):
        low = m.group().lower()
        if low in OFFICES:
            found.append(Filler(m.start(), m.end(), m.group(), 0.5))
        elif low in FUNCTION_WORDS or low != m.group() or len(low) <= 5:
            continue
        elif OFFICE_ENDING.search(low):
            found.append(Filler(m.start(), m.end(), m.group(), 0.4))
    return found


def _marked(pattern: re.Pattern[str], sentence: str) -> list[Filler]:
    """Find what a marker announces: the marker and the words after it, to the clause's end."""
    found = []
    for m in pattern.finditer(sentence):
        stop = re.search(r"[.;:]|, ", sentence[m.end() :])
        end = m.end() + (stop.start() if stop else len(sentence) - m.end())
        found.append(Filler(m.start(), end, sentence[m.start() : end]))
    return found


_FINDERS: dict[Sort, Callable[[Slot, str], list[Filler]]] = {
    "count": lambda _slot, sentence: _figures(sentence),
    "measure": lambda _slot, sentence: [
        *_figures(sentence),
        *_all(patterns.MONEY, sentence),
        *_all(patterns.PERCENT, sentence),
    ],
    "money": lambda _slot, sentence: _all(patterns.MONEY, sentence),
    "percent": lambda _slot, sentence: _all(patterns.PERCENT, sentence),
    "duration": lambda _slot, sentence: [
        *_all(patterns.DURATION, sentence),
        *_all(patterns.YEAR, sentence, 0.5),
    ],
    "frequency": lambda _slot, sentence: _all(patterns.FREQUENCY, sentence),
    "date": _dates,
    "law": lambda _slot, sentence: _all(patterns.LAW, sentence),
    "place": _places,
    "name": _called,
    "person": _people,
    "role": lambda _slot, sentence: _offices(sentence),
    "which": _which,
    "reason": lambda _slot, sentence: _marked(REASON_MARKERS, sentence),
    "manner": lambda _slot, sentence: _marked(MANNER_MARKERS, sentence),
}
"""What finds the fillers of a sort; the others have none that can be told by form."""
