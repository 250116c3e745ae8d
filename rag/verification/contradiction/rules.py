"""Definite differences between a statement and the sentence that it leans on.

Each rule looks for one kind and says nothing where it isn't sure: two sentences that
are worded differently don't differ in what they say for that. English only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rag.text.alignment import Pair
from rag.verification.contradiction.attribution import other_speaker
from rag.verification.contradiction.degree import only_put_in, other_grades, other_times
from rag.verification.contradiction.findings import ABOUT, Found
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
    saying_denied,
)
from rag.verification.contradiction.quantities import other_dates, other_numbers
from rag.verification.contradiction.replaced_words import altered_word, other_names, replaced_words
from rag.verification.contradiction.word_order import swapped


def differences(pair: Pair, before: Sequence[str] = (), others: Sequence[str] = ()) -> list[Found]:
    """List what definitely differs; nothing unless the sentence is about the same thing.

    ``before`` are sentences in front of it, where a speaker may be named; ``others`` those
    that the statement leans on besides: a figure or a name that they have isn't wrong.
    """
    matched = sum(pair.said[i].content for i in pair.to)
    if pair.cover < ABOUT or matched < 2:
        return []
    found = [one for rule in _RULES for one in rule(pair)]
    found += other_speaker(pair, before)
    found += [] if found else altered_word(pair)
    unique: dict[tuple[object, object], Found] = {}
    for one in found:
        if not _had_elsewhere(one, pair, others):
            unique.setdefault((one.said, one.found), one)
    return list(unique.values())


def _had_elsewhere(one: Found, pair: Pair, others: Sequence[str]) -> bool:
    if one.kind not in ("number", "date", "name") or one.said is None:
        return False
    words = pair.statement[one.said[0] : one.said[1]].lower()
    return any(words in other.lower() for other in others)


_RULES: tuple[Callable[[Pair], Iterator[Found]], ...] = (
    other_numbers,
    other_dates,
    replaced_words,
    other_names,
    denied_words,
    denials_put_in,
    prefixes_put_in,
    opposite_words,
    other_times,
    saying_denied,
    other_modals,
    other_grades,
    hearsay_dropped,
    only_put_in,
    doubts_dropped,
    proofs_claimed,
    swapped,
)
