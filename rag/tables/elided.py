"""What a number is of where a sentence has said it of the number before, and not again."""

from __future__ import annotations

import re

from rag.english.vocabulary import AUXILIARIES, PREPOSITIONS
from rag.grammar.noun_runs import words_behind
from rag.text.amounts import Amount

_TO = re.compile(r"\s(?:to|from)\s")
_JOINED = re.compile(r"[^.;:]*(?:,|,?\s(?:and|or|but))\s")
_OF_ALL = re.compile(r"(?:^|[.;:]\s)Of\s(?:the\s|these\s|all\s|its\s|their\s)*$")


def elided(
    text: str, last: Amount, of: tuple[int, int] | None, one: Amount
) -> tuple[int, int] | None:
    """Give of what a number is by the one before, ``last``, which is of ``of``, where it's sure.

    That is so from one to the other ("from 12% to 9%", "by 12% to $4 billion"), where the same
    preposition follows both ("$30 for adults and $15 for children"), and of a part of what a
    sentence begins with ("Of the 300 wells, 40 were dry").
    """
    if of is None:
        return None
    both = last.measure and one.measure
    if both and _TO.fullmatch(text, last.whole, one.start):
        return of
    behind = words_behind(text, one.whole)
    if not behind:
        return None
    whole = max(last.whole, of[1])
    if _OF_ALL.search(text, 0, last.start) and text[whole : whole + 1] == ",":
        part = one.measure in ("", "per cent", "share") and one.start == whole + 2
        return of if part and behind[0].low not in PREPOSITIONS else None
    if last.measure != one.measure or not _JOINED.fullmatch(text, whole, one.start):
        return None
    first, said = words_behind(text, whole), text[whole : one.start].split()
    same = first and first[0].low == behind[0].low and first[0].low in PREPOSITIONS - {"of"}
    return of if same and not AUXILIARIES & {*said} else None
