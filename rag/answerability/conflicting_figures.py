"""Different figures for the same thing, in one passage or in two: shown as such."""

from __future__ import annotations

from rag.answerability.features import Fit, Measured
from rag.question.question_type import Sort

AS_GOOD = 0.9
"""A figure must fill the slot this well, against the best one, to be a rival of it."""
SURE = 0.35
"""Below this, a figure may belong to something else."""
_FIGURES: frozenset[Sort] = frozenset(("count", "money", "percent", "duration", "measure"))
"""Dates are left out: a sentence about one event names others, and what belongs to which takes
more than these rules (of the dates in our development cases, three in four were no conflict)."""


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
        text = _figure(fit)
        if text and not any(_alike(text, other) for other in values):
            values.append(text)
    if len(values) < 2:
        return ""
    listed = ", ".join(f"“{value}”" for value in values)
    return f"The passages give different figures: {listed}. Check that they speak of the same."


def _figure(fit: Fit) -> str:
    return " ".join(fit.filler.text.lower().split()) if fit.filler else ""


def _alike(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words
