"""A follow-up that is only a noun phrase: "and in Lahore?", "what about trams?"."""

from __future__ import annotations

import re

from rag.ellipsis import LEAD, plain, without_lead
from rag.english import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS
from rag.phrases import WH, Phrase, tokens
from rag.pointers import THIRD_PERSON
from rag.verbs import PLAIN_VERBS

ABOUT = re.compile(
    r"^(?:(?:what|how) about|what of|same (?:question )?(?:for|about)|the same (?:for|about)|"
    r"likewise for)\s+",
    re.IGNORECASE,
)


def fragment(question: str) -> str | None:
    """Give the noun phrase, with its preposition, that a follow-up puts in another's place.

    "What about X", "and X", "and in X": None of all that has a verb or just is a
    noun, which may be a search of its own.
    """
    text = plain(question)
    led = LEAD.match(text) is not None
    text = without_lead(text)
    about = ABOUT.match(text)
    text = ABOUT.sub("", text, count=1)
    text = re.sub(r"(?: as well| too| then| instead)$", "", text, flags=re.IGNORECASE)
    words = tokens(text)
    if not words or len(words) > 9 or not (about or led or words[0].low in PREPOSITIONS):
        return None
    if not about and not led and len(words) > 5:
        return None
    if any(word.free or word.low in WH or word.low in AUXILIARIES for word in words):
        return None
    if any(word.low in THIRD_PERSON for word in words) or words[-1].low in PREPOSITIONS:
        return None
    one = len(words) == 1 and words[0].text.islower() and not about
    if one and words[0].low.endswith(("ed", "ing")):
        return None
    if words[0].low in CONJUNCTIONS | {"if", "not"} or _imperative(words[0].low):
        return None
    return text


def _imperative(low: str) -> bool:
    return low in PLAIN_VERBS or low in ("compare", "explain", "list", "summarise", "summarize")


def as_phrase(piece: str) -> Phrase:
    """Read a fragment as a noun phrase with the preposition before it."""
    words = tokens(piece)
    first = 0
    if len(words) > 2 and words[0].low == "according":
        first = 2
    elif len(words) > 1 and words[0].low in PREPOSITIONS:
        first = 1
    text = piece[words[first].start :] if words else piece
    preposition = words[first - 1].low if first else ""
    return Phrase(text, 0, len(text), len(text), "other", preposition)
