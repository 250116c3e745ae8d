"""Figures among the passages that speak against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answerability.answer_candidates import clauses
from rag.answerability.features import Fit, Measured
from rag.question.question_type import Sort
from rag.text.quantities import Figure, figures
from rag.text.tokens import stem, tokens
from rag.types.document import BETWEEN_CELLS

_FIGURES: frozenset[Sort] = frozenset(("count", "money", "percent", "duration", "measure"))
"""Dates are left out: a sentence about one event names others, and what belongs to which takes
more than these rules (of the dates in our development cases, three in four were no conflict)."""
AS_GOOD = 0.9
"""A figure must fill the slot this well, against the best one, to be a rival of it."""
SURE = 0.35
"""Below this, a figure may belong to something else."""
SAME_FRAME = 0.5
"""Two clauses that share this part of their words, figures aside, speak of the same."""


def conflict(measured: Measured) -> str:
    """Say which figures differ; empty where they don't, or where none is asked for.

    Every figure that fills the question's slot about as well as the best one is taken.
    They differ where two sentences that say the same otherwise give other values in the
    same unit, or one sets them against each other; not "10" and "more than 10", nor "2,500" and
    "2.5 thousand". Of two values in one sentence that sets nothing against another, or of other
    nouns, it was never true on squad2_dev and doc2dial_dev (0 of 8).
    """
    if measured.slot.sort not in _FIGURES or set(measured.missing) & set(measured.slot.names):
        return ""
    best = max((fit.strict for fit in measured.fits), default=0.0)
    rivals = [fit for fit in measured.fits if fit.strict >= max(SURE, AS_GOOD * best)]
    told: list[_Told] = []
    for fit in sorted(rivals, key=lambda fit: (-fit.strict, fit.candidate)):
        one = _told(fit, measured)
        if one is not None and all(one.rivals(other) for other in told):
            told.append(one)
    if len(told) < 2:
        return ""
    listed = ", ".join(f"“{one.text}”" for one in told)
    return f"The passages give different figures: {listed}. Check that they speak of the same."


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure that fills the slot, as written, and the stems of what is said of it.

    ``opposed``: its sentence sets one thing against another ("while one said …").
    """

    text: str
    figure: Figure
    clause: tuple[int, int]
    counted: frozenset[str]
    stems: frozenset[str]
    opposed: bool

    def rivals(self, other: _Told) -> bool:
        """Say whether the two say of the same, in the same unit, that it is so much or so much."""
        one, two = self.figure, other.figure
        shared = len(self.stems & other.stems)
        frame = shared >= SAME_FRAME * max(1, min(len(self.stems), len(other.stems)))
        unit = (one.sort, one.unit) == (two.sort, two.unit)
        few, many = sorted((self.counted, other.counted), key=len)
        if self.clause[0] == other.clause[0]:
            same = self.opposed and bool(few & many)
        else:
            same = frame and bool(few) and few <= many
        return same and unit and one.value != two.value


def _told(fit: Fit, measured: Measured) -> _Told | None:
    """Read a filler by value; None where it is no figure."""
    filler = fit.filler
    if filler is None:
        return None
    sentence = measured.sentences[fit.candidate]
    if BETWEEN_CELLS in sentence:  # what two rows say is of two things
        return None
    found = [f for f in figures(sentence) if f.start < filler.end and filler.start < f.end]
    if not found:
        return None
    start, end = next((a, b) for a, b in clauses(sentence) if a <= filler.start < b)
    around = sentence[start : filler.start] + " " + sentence[filler.end : end]
    stems = frozenset(t.stem for t in tokens(around) if t.content and not t.word[0].isdigit())
    counted = frozenset(stem(noun.lower()) for noun in filler.nouns)
    clause = (fit.candidate, start)
    if counted.isdisjoint(stem(word.lower()) for word in measured.slot.words):
        return None
    opposed = _OPPOSED.search(sentence) is not None
    return _Told(" ".join(filler.text.split()), found[0], clause, counted, stems, opposed)


_OPPOSED = re.compile(r"\b(?:while|whereas)\b", re.IGNORECASE)
