"""Measures to an outcome, and in words what speaks against an answer, or for caution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.answer_patterns import FORMS, MONEY, YEAR
from rag.answerability.conflicting_figures import conflict
from rag.answerability.features import TOPIC_FOUND, Measured
from rag.answerability.measure_asked import FIGURES
from rag.answerability.premises import (
    SURELY,
    gives_reason,
    has_its_names,
    lacks_a_name,
    lacks_a_phrase,
    lacks_what_is_asked,
    why_they_differ,
)
from rag.english.vocabulary import MONEY_NOUNS
from rag.question.question_type import Grain, Slot, Sort
from rag.text.content_words import words_of
from rag.text.mentions import Mentions
from rag.text.related_words import said_otherwise
from rag.types import Status

FILLED = 0.3
"""Below this, nothing in the passages fills the slot."""
FAR = 0.85
"""Below this share of `TOPIC_FOUND`, words that are missing say more than the slot does."""
ANSWER = 0.46
"""Probability of an answer from which on there is one."""
ANSWER_OPEN = 0.56
"""The same for a text that asks for nothing of a definite sort ("… association summary"), unless
the best sentence takes up nearly all of it. Of those below it that were answered, 2 in 28 had an
answer (clapnq_dev, squad2_dev)."""
NEARLY_ALL = 0.7
REFUSE, REFUSE_ABSENT = 0.15, 0.35
"""Below this there is none, where no sentence is on the topic; the second, where what the
question is about is nowhere named."""
ABSENT, NEAR = 0.7, 0.6
"""Where so much of what is asked about is nowhere named, and no sentence is so near, it's unsure
at best: a sentence about a country is no answer about its mountains."""
HALF = 0.5
"""One word that stands nowhere is what a question is about where it's so much of it."""
_THINGS: dict[Sort, str] = {
    "money": "sum of money",
    "percent": "percentage or share",
    "measure": "measure or amount",
    "duration": "length of time",
    "date": "date",
}
_GRAINS: dict[Grain, str] = {"": "date", "time": "time of day"}
ABOUT_IT = 0.75
"""A sentence must have this part of the question's other words for an opposite in it to be told."""


def outcome(measured: Measured, probability: float) -> Status:
    """Give the outcome for a probability of an answer."""
    away = measured.values["cosine"] < TOPIC_FOUND and probability < REFUSE
    away = away and not has_its_names(measured)
    if away or (off_topic(measured) and probability < REFUSE_ABSENT):
        return "refused"
    elsewhere = measured.absent >= ABSENT and measured.values["cosine"] < NEAR
    figure = measured.slot.sort in FIGURES
    lacks = (figure or probability < SURELY) and lacks_what_is_asked(measured)
    # Its year stands neither in the sentence nor around it, nor in the document's title.
    undated = probability < SURELY and measured.values.get("numbers") == 0
    denied = _other_figure(measured) or _contradicted(measured) or lacks or undated
    denied = denied or lacks_a_phrase(measured) or lacks_a_name(measured)
    enough = ANSWER_OPEN if _is_vague(measured) else ANSWER
    return "answered" if probability >= enough and not elsewhere and not denied else "unsure"


def _is_vague(measured: Measured) -> bool:
    """Say whether nothing definite is asked for, and the best sentence takes up only a part."""
    best = max(zip(measured.scores, measured.told, strict=True), default=(0.0, 0.0))[1]
    return measured.slot.sort == "open" and best < NEARLY_ALL


def notes(measured: Measured, shown: Sequence[str] = ()) -> tuple[str, ...]:
    """Say what a reader of an answer should check: figures that differ, words that lack."""
    lacking = ", ".join(f"“{word}”" for word in _without(measured.missing, shown))
    said = f"The passages read don't mention {lacking}: check that this answers." if lacking else ""
    today = _OF_TODAY if _STILL.search(measured.slot.question) else ""
    return tuple(filter(None, (conflict(measured), said, today)))


_STILL = re.compile(
    r"\b(?:still|currently|nowadays|today|any ?more|at present|right now)\b", re.IGNORECASE
)
_OF_TODAY = "A document speaks for its own date, not for today: check that it still holds."


def reason(measured: Measured, status: Status = "unsure", shown: Sequence[str] = ()) -> str:
    """Say in a sentence what speaks most against an answer; nothing more than is certain.

    ``shown`` are the sentences that are put under it: what stands in them is nothing that lacks.
    """
    measured = replace(measured, missing=_without(measured.missing, shown))
    ways = (off_topic(measured), _other_figure(measured), _contradicted(measured))
    if why_they_differ(measured) and status == "unsure" and shown and not gives_reason(shown[0]):
        return next(filter(None, ways), "The closest passage gives no reason.")
    lacking = (_undated(measured, shown), _unfilled(measured, shown), _missing(measured))
    found = next(filter(None, (*ways, *lacking)), "")
    if found or status == "answered":
        return found
    if status == "refused":
        return "No passage comes close to the question."
    if measured.values["cosine"] < TOPIC_FOUND:
        return "What comes closest may be about something else."
    return "The closest passage speaks of the topic, but may not answer."


def _without(words: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """Leave out the words that what is shown has in some form."""
    there = Mentions(shown)
    told = " ".join(shown)
    return tuple(w for w in words if not (there.has(w) or said_otherwise(w, told)))


def off_topic(measured: Measured) -> str:
    """Name what no passage speaks of, when that is what the question is about; else nothing."""
    names = not set(measured.missing).isdisjoint(measured.slot.names)
    half = bool(measured.nowhere) and measured.absent >= HALF
    strange = len(measured.missing) > 1 or names or half
    if measured.values["topic"] >= FAR * TOPIC_FOUND or not strange:
        return ""
    nowhere = tuple(word for word in measured.missing if word in measured.nowhere)
    return f"No passage speaks of {_listed(nowhere)}." if nowhere else _missing(measured)


def _other_figure(measured: Measured) -> str:
    """Name a year or an ordinal of the question that the passages lack, and what they have."""
    lacking = [
        n for n in measured.slot.numbers if n in measured.missing and not _SMALL.fullmatch(n)
    ]
    if not lacking:
        return ""
    years = [y for y in YEAR.findall(measured.likeliest) if y not in lacking]
    if years and YEAR.fullmatch(lacking[0]):
        return f"The passages speak of {_listed(tuple(dict.fromkeys(years)))}, not of {lacking[0]}."
    return f"The passages speak of the topic, but not of {_listed(tuple(lacking))}."


def _undated(measured: Measured, shown: Sequence[str]) -> str:
    """Name a year that is asked for and that no sentence shown has, nor what is around them."""
    if measured.values.get("numbers") != 0:
        return ""
    years = [one for one in measured.slot.numbers if _YEARS.fullmatch(one)]
    text = " ".join(shown)
    lacking = [one for one in years if not re.search(rf"(?<!\d){re.escape(one)}(?!\d)", text)]
    return f"What comes closest doesn't speak of {lacking[0]}." if lacking and shown else ""


_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:[-–/]\d{2,4})?")
_SMALL = re.compile(r"\d")
"""A count that the text may leave to its reader: "the 3 sources"."""


def _contradicted(measured: Measured) -> str:
    """Name an opposite in the sentence that seems to answer, where that is about the same."""
    if measured.opposite is None:
        return ""
    asked, found = measured.opposite
    there = Mentions([measured.likeliest])
    others = [word for word in measured.slot.words if word not in (asked, *measured.slot.numbers)]
    held = sum(map(there.has, others))
    if not there.has(found) or held < ABOUT_IT * len(others):
        return ""
    return f"The question says “{asked}”, the text “{found}” instead."


def _unfilled(measured: Measured, shown: Sequence[str]) -> str:
    """Say what the sentences shown give none of, where its form alone can tell that."""
    slot = measured.slot
    forms = FORMS.get(slot.sort)
    if forms is None or not shown or measured.values["filled"] >= FILLED:
        return ""
    there = Mentions(shown)
    sums = [w for w in words_of(slot.question) if slot.sort == "money" and w.lower() in MONEY_NOUNS]
    told = any(there.has(word) or said_otherwise(word, " ".join(shown)) for word in sums)
    if sums and not told and not any(map(MONEY.search, shown)):
        return f"The closest sentences don't mention “{sums[0]}”."
    if any(form.search(text) for form in forms for text in shown):
        return ""
    if measured.values["cosine"] < TOPIC_FOUND:
        return _missing(measured)
    if slot.sort == "frequency":
        return "The closest sentences don't say how often."
    if slot.sort == "count":
        counted = _HOW_MANY.search(slot.question)
        said = f"don't say how many {_head(slot)}" if counted else "give no number"
        return f"The closest sentences {said}."
    thing = _GRAINS.get(slot.grain, slot.grain) if slot.sort == "date" else _THINGS[slot.sort]
    return f"The closest sentences give no {thing}."


_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)


def _missing(measured: Measured) -> str:
    if measured.missing:
        return f"The closest passages don't mention {_listed(measured.missing)}."
    return ""


def _head(slot: Slot) -> str:
    """Give the asked noun as the question writes it, with the words between."""
    pattern = r"\W+(?:(?:and|or|of)\W+)?".join(re.escape(word) for word in slot.head)
    found = re.search(pattern, slot.question, re.IGNORECASE) if slot.head else None
    return found.group() if found else " ".join(slot.head) or "there are"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:3])
