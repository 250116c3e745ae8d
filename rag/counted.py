"""Questions for how many or how much that don't say of what: "how many are there?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.candidates import candidates
from rag.ellipsis import plain, without_lead
from rag.english import AUXILIARIES, COUNT_NOUNS, DATE_NOUNS, GENERIC_NOUNS, MONEY_NOUNS
from rag.mentions import GENERIC, Said
from rag.phrases import Token, tokens
from rag.pointers import Anaphor
from rag.wordclass import is_past

_HOW_MANY = re.compile(r"how (?:many|much)(?: more)?\b", re.IGNORECASE)


_UNITS = (DATE_NOUNS | COUNT_NOUNS | MONEY_NOUNS | GENERIC_NOUNS | GENERIC) | frozenset(
    "hours minutes cases times points percent women men children land space".split()
)
"""What much may be counted in: alone, it doesn't say what is counted."""


def counts(question: str) -> bool:
    """Say whether a question asks how many, and not of what: "how many are there?"."""
    text = plain(without_lead(question))
    found = _HOW_MANY.match(text)
    if not found:
        return False
    words = tokens(text[found.end() :])
    if not words or _only_unit(words):
        return True
    return _verb(words[0]) and all(word.low in _THERE or _verb(word) for word in words)


def counted(question: str, history: Sequence[Said]) -> str | None:
    """Name what is counted, if the last question has several of something.

    "How many outfits are there?" after "what are outfits?"; None of "how much money?".
    """
    text = plain(without_lead(question))
    found = _HOW_MANY.match(text)
    if not found or not text[found.end() :].strip() or "many" not in found.group().lower():
        return None
    if _only_unit(tokens(text[found.end() :])):
        return None
    several = Anaphor("pronoun", 0, 0, "many", identity=True)
    named = next(candidates(several, history[-1]), None)
    if named is None:
        return None
    if re.search(r"['’]s? ", named):
        named = f"of {named}"  # "how many of Hull's wells"
    noun = re.sub(r"^(?:the|these|those|all|any|some|most) ", "", named, flags=re.IGNORECASE)
    many = f"{found.group()[:1].upper()}{found.group()[1:]}"
    return f"{many} {noun}{text[found.end() :]}?"


_THERE = frozenset("there in all of total altogether so far now left".split())


def _only_unit(words: Sequence[Token]) -> bool:
    return len(words) == 1 and words[0].low in _UNITS and words[0].text.islower()


def _verb(word: Token) -> bool:
    return word.low in AUXILIARIES or is_past(word)
