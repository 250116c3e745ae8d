"""The words of a sentence that answer: what fills the question's slot, where that is sure."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answerability.features import Fit, Measured
from rag.question.question_type import DEFINITE, Sort
from rag.types import Span

SURE = 0.65
"""What fills the slot must do so this well. Of what is then marked in answers to answerable
questions of squad2_dev and policyqa_dev, 91 of 100 hold an accepted answer (86 before); counting
answers to questions without one, 73 (65)."""
AHEAD = 0.9
"""The next best in the sentence must stay below this share of it."""
TOLD: frozenset[Sort] = frozenset((*(DEFINITE - {"name", "role", "person", "place"}), "reason"))
"""Sorts whose fillers are told by form. Of names, people, places and "which" a quarter is wrong."""
LOOSE = "to "
"""What opens with this is seldom a reason: "consent to our use"."""


def answers_in(measured: Measured) -> Mapping[int, Span]:
    """Give by candidate the characters that answer; none where it isn't sure which do."""
    if measured.slot.sort not in TOLD:
        return {}
    found: dict[int, list[Fit]] = {}
    for fit in measured.fits:
        if fit.filler is not None:
            found.setdefault(fit.candidate, []).append(fit)
    sure = {at: _surest(fits) for at, fits in found.items()}
    return {at: span for at, span in sure.items() if span is not None}


def _surest(fits: list[Fit]) -> Span | None:
    best, *others = sorted(fits, key=lambda fit: -fit.strict)
    if best.filler is None or best.strict < SURE or best.filler.text.lower().startswith(LOOSE):
        return None
    span = Span(best.filler.start, best.filler.end)
    rivals = [
        o for o in others if o.filler and not span.overlaps(Span(o.filler.start, o.filler.end))
    ]
    if any(rival.strict > AHEAD * best.strict for rival in rivals):
        return None
    return span
