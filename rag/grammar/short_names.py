"""The shortest noun phrase that tells who is meant, of all that is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.grammar.clause_words import (
    COORDINATORS,
    RELATIVES,
    SUBORDINATORS,
    Word,
    is_past,
    opens_noun_phrase,
)

GENERIC = frozenset("any a an no each every those persons individuals people anyone nobody".split())
"""They open phrases that only what follows tells apart: "any person who …"."""
LONGEST = 16
"""Words of a subject that is given with the clause that tells it apart."""


def shortest(words: Sequence[Word], first: int, last: int) -> range:
    """Give the words of a noun phrase without what's said besides of whom it names."""
    generic = words[first].low in GENERIC or (
        first + 1 < last and words[first + 1].low in RELATIVES
    )
    i, relative = first + 1, False
    while i < last:
        word = words[i]
        relative = relative or (generic and word.low in RELATIVES)
        if word.low == ",":
            if not _is_list(words, i, last):
                break
        elif word.mark or _begins_another(words, i):
            break
        elif _ends_name(words, i):
            apart = relative or (generic and word.low not in PREPOSITIONS - {"with"})
            if not apart or last - first > LONGEST:
                break
        i += 1
    while i > first + 1 and (words[i - 1].mark or words[i - 1].low in COORDINATORS):
        i -= 1
    return range(first, i)


def _begins_another(words: Sequence[Word], i: int) -> bool:
    """Say whether a second noun phrase follows on the first: "the treasurer every year"."""
    links = PREPOSITIONS | COORDINATORS | DETERMINERS | RELATIVES
    return words[i].low in DETERMINERS and words[i - 1].low not in links


def _is_list(words: Sequence[Word], comma: int, last: int) -> bool:
    joined = any(words[n].low in ("and", "or") for n in range(comma, last))
    return joined and (opens_noun_phrase(words, comma + 1) or words[comma + 1].low in ("and", "or"))


def _ends_name(words: Sequence[Word], i: int) -> bool:
    """Say whether a word begins what is said besides: a clause, a place, a time, a deed."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else None
    if word.low in RELATIVES or word.low in SUBORDINATORS:
        return True
    if word.low in PREPOSITIONS and word.low != "of":
        named = after is not None and words[i - 1].capital and after.text not in ("The", "A")
        titled = named and any(one.capital for one in words[i + 1 : i + 3])
        return not titled
    if word.low.endswith("ing") or is_past(word.low):
        return after is None or after.mark or after.low in PREPOSITIONS | DETERMINERS | {"to"}
    return word.adverb
