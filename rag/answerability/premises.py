"""What an answer must have besides being near: the thing that is asked for, or the person."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answerability.features import Measured
from rag.answerability.office_holder import names_holder
from rag.english.vocabulary import GENERIC_NOUNS, LIGHT_WORDS
from rag.question.question_type import Sort
from rag.text.mentions import Mentions
from rag.types import Evidence

SURELY = 0.65
"""From here on an answer may call what is asked for by another word ("what subject")."""
_NAMED: frozenset[Sort] = frozenset(("what", "which", "money"))


def borne_out(
    measured: Measured, evidence: Sequence[Evidence], probability: float
) -> tuple[Evidence, ...]:
    """Keep the evidence that has what is asked for; none where it isn't there.

    "What prison sentence …" isn't answered by sentences without that noun, unless it's sure; "who
    is the director" only by those that name one.
    """
    kept = tuple(item for item in evidence if names_holder(measured, item.text))
    noun = measured.slot.head[-1:]
    if probability >= SURELY or measured.slot.sort not in _NAMED or not noun:
        return kept
    there = Mentions([item.text for item in kept])
    return kept if noun[0] in LIGHT_WORDS | GENERIC_NOUNS or there.has(noun[0]) else ()
