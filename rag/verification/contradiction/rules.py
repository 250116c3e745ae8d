"""Definite differences between a statement and the sentence that it leans on.

Each rule looks for one kind of difference; whether the two say the same thing apart from it is
for `frame_match` to tell: sentences that are worded differently don't differ in what they say for
that. English only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.text.alignment import Pair
from rag.text.quantities import days, figures
from rag.verification.contradiction.attribution import other_speaker
from rag.verification.contradiction.degree import only_of_several, other_grades
from rag.verification.contradiction.findings import ABOUT, Found
from rag.verification.contradiction.frame_match import sureness
from rag.verification.contradiction.modality import (
    doubts_dropped,
    hearsay_dropped,
    other_modals,
    proofs_claimed,
)
from rag.verification.contradiction.negation import (
    denials_put_in,
    denied_words,
    opposite_words,
    prefixes_put_in,
)
from rag.verification.contradiction.quantities import (
    held,
    other_dates,
    other_numbers,
    same_value,
)
from rag.verification.contradiction.replaced_words import altered_word, replaced_words
from rag.verification.contradiction.word_order import swapped


def differences(pair: Pair, before: Sequence[str] = (), evidence: str = "") -> list[Found]:
    """List what differs, each with how surely it contradicts.

    ``before`` are sentences in front of it, where a speaker may be named; ``evidence`` is all
    that is known: a figure or a name that it has isn't wrong.
    """
    found = proposed(pair, before, evidence)
    return [replace(one, sure=sureness(pair, one, rule)) for rule, one in found]


def proposed(pair: Pair, before: Sequence[str] = (), evidence: str = "") -> list[tuple[str, Found]]:
    """List what may differ, each with the name of its rule. See `differences`."""
    matched = sum(pair.said[i].content for i in pair.to)
    if pair.cover < ABOUT or matched < 2:
        return []
    found = [(rule.__name__, one) for rule in _RULES for one in rule(pair)]
    found += [(other_speaker.__name__, one) for one in other_speaker(pair, before)]
    found += [] if found else [(altered_word.__name__, one) for one in altered_word(pair)]
    unique: dict[tuple[object, object], tuple[str, Found]] = {}
    for rule, one in found:
        if not _had_elsewhere(one, pair, evidence):
            unique.setdefault((one.said, one.found), (rule, one))
    return list(unique.values())


def _had_elsewhere(one: Found, pair: Pair, evidence: str) -> bool:
    """Say whether the evidence has a figure, a date or a name, or the figure follows from it.

    Not where it's the sentence itself, altered: its figures may have changed places.
    """
    if one.said is None or pair.altered:
        return False
    words = pair.statement[slice(*one.said)]
    if one.kind == "name":
        return words.lower() in evidence.lower()
    if one.kind == "date":
        dates = days(evidence)
        return all(any(day.fits(other) for other in dates) for day in days(words))
    if one.kind != "number" or one.found is None:
        return False
    said, found = (
        [f for f in figures(text) if f.start < span[1] and span[0] < f.end]
        for text, span in ((pair.statement, one.said), (pair.sentence, one.found))
    )
    bounded = any(same_value(f, other) for f in said for other in found)  # "over" for "under"
    return bool(said) and not bounded and all(held(f, evidence) for f in said)


_RULES: tuple[Callable[[Pair], Iterator[Found]], ...] = (
    other_numbers,
    other_dates,
    replaced_words,
    denied_words,
    denials_put_in,
    prefixes_put_in,
    opposite_words,
    other_modals,
    other_grades,
    hearsay_dropped,
    only_of_several,
    doubts_dropped,
    proofs_claimed,
    swapped,
)
