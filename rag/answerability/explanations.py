"""Measures to an outcome, and in words what speaks against an answer, or for caution."""

from __future__ import annotations

import re

from rag.answerability.answer_patterns import YEAR
from rag.answerability.features import TOPIC_FOUND, Measured
from rag.question.question_type import DEFINITE, Grain, Slot, Sort
from rag.types import Status

FILLED = 0.3
"""Below this, nothing in the passages fills the slot."""
FAR = 0.85
"""Below this share of `TOPIC_FOUND`, words that are missing say more than the slot does."""
ANSWER = 0.45
"""Probability of an answer from which on there is one."""
REFUSE, REFUSE_ABSENT = 0.15, 0.35
"""Below this there is none, where no sentence is on the topic; the second, where what the
question is about is nowhere named."""
ABSENT, NEAR = 0.7, 0.6
"""Where so much of what is asked about is nowhere named, and no sentence is so near, it's unsure
at best: a sentence about a country is no answer about its mountains."""
_THINGS: dict[Sort, str] = {
    "money": "sum of money",
    "percent": "percentage or share",
    "measure": "measure or amount",
    "duration": "length of time",
    "person": "person or office",
    "name": "name",
    "role": "post or office",
    "place": "place",
    "law": "section or law",
}
_GRAINS: dict[Grain, str] = {"": "date", "time": "time of day"}
AS_GOOD = 0.9
"""A figure must fill the slot this well, against the best one, to be a rival of it."""
SURE = 0.35
"""Below this, a figure may belong to something else."""
_FIGURES: frozenset[Sort] = frozenset(("count", "money", "percent", "duration", "measure"))
"""Dates are left out: a sentence about one event names others, and what belongs to which takes
more than these rules (of the dates in our development cases, three in four were no conflict)."""


def outcome(measured: Measured, probability: float) -> tuple[Status, str]:
    """Give the outcome and, unless answered, the reason in words."""
    why = reason(measured)
    away = measured.values["cosine"] < TOPIC_FOUND and probability < REFUSE
    if away or (off_topic(measured) and probability < REFUSE_ABSENT):
        return "refused", why or "No passage comes close to the question."
    elsewhere = measured.absent >= ABSENT and measured.values["cosine"] < NEAR
    denied = _other_figure(measured) or _contradicted(measured)
    if probability >= ANSWER and not elsewhere and not denied:
        return "answered", ""
    return "unsure", why or "The closest passage speaks of the topic, but may not answer."


def notes(measured: Measured) -> tuple[str, ...]:
    """Say what a reader of an answer should check: figures that differ, words that lack."""
    lacking = ", ".join(f"“{word}”" for word in measured.missing)
    said = f"The passages read don't mention {lacking}: check that this answers." if lacking else ""
    return tuple(filter(None, (conflict(measured), said)))


def reason(measured: Measured) -> str:
    """Say in a sentence what speaks most against an answer; empty where nothing does."""
    ways = (off_topic, _other_figure, _contradicted, _unfilled, _missing)
    return next(filter(None, (say(measured) for say in ways)), "")


def off_topic(measured: Measured) -> str:
    """Name what no passage speaks of, when that is what the question is about; else nothing."""
    strange = len(measured.missing) > 1 or set(measured.missing) & set(measured.slot.names)
    if measured.values["topic"] >= FAR * TOPIC_FOUND or not strange:
        return ""
    return f"No passage speaks of {_listed(measured.missing)}."


def _other_figure(measured: Measured) -> str:
    """Name a year or an ordinal of the question that the passages lack, and what they have."""
    lacking = [n for n in measured.slot.numbers if n in measured.missing]
    if not lacking:
        return ""
    years = [y for y in YEAR.findall(measured.likeliest) if y not in lacking]
    if years and YEAR.fullmatch(lacking[0]):
        return f"The passages speak of {_listed(tuple(dict.fromkeys(years)))}, not of {lacking[0]}."
    return f"The passages speak of the topic, but not of {_listed(tuple(lacking))}."


def _contradicted(measured: Measured) -> str:
    if measured.opposite is None:
        return ""
    asked, found = measured.opposite
    return f"The question says “{asked}”, the text “{found}” instead."


def _unfilled(measured: Measured) -> str:
    slot = measured.slot
    if slot.sort == "reason" and measured.values["marked"] < FILLED:
        return "The passages speak of the topic, but give no reason."
    if slot.sort not in DEFINITE or measured.values["filled"] >= FILLED:
        return ""
    if measured.values["cosine"] < TOPIC_FOUND:
        return _missing(measured)
    if slot.sort == "count":
        return f"The passages speak of the topic, but don't say how many {_head(slot)}."
    thing = _GRAINS.get(slot.grain, slot.grain) if slot.sort == "date" else _THINGS[slot.sort]
    if slot.sort in ("place", "name", "law") and slot.head:
        thing = _head(slot)
    return f"The passages speak of the topic, but give no {thing} for it."


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


def conflict(measured: Measured) -> str:
    """Say which figures differ; empty where they don't, or where none is asked for.

    Every figure that fills the question's slot about as well as the best one is
    taken. Two that are written alike, or of which one is part of the other ("10",
    "more than 10"), don't differ.
    """
    if measured.slot.sort not in _FIGURES:
        return ""
    best = max((fit.strict for fit in measured.fits), default=0.0)
    rivals = [fit for fit in measured.fits if fit.strict >= max(SURE, AS_GOOD * best)]
    values: list[str] = []
    for fit in sorted(rivals, key=lambda fit: (-fit.strict, fit.candidate)):
        text = " ".join(fit.filler.text.lower().split()) if fit.filler else ""
        if text and not any(_alike(text, other) for other in values):
            values.append(text)
    if len(values) < 2:
        return ""
    listed = ", ".join(f"“{value}”" for value in values)
    return f"The passages give different figures: {listed}. Check that they speak of the same."


def _alike(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words
