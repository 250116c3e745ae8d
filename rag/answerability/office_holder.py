"""Questions for who holds an office: a sentence about the office alone doesn't say."""

from __future__ import annotations

import re

from rag.answerability.features import Fit, Measured
from rag.english.vocabulary import DETERMINERS, FUNCTION_WORDS, OFFICE_ENDING, OFFICES, PREPOSITIONS
from rag.grammar.reporting_words import BODIES
from rag.question.question_type import Slot
from rag.text.content_words import words_of
from rag.text.mentions import Mentions

A_NAME = 0.15
"""How well a name must fill the slot to be a holder's: what isn't a person's does less."""
_NOW = r"(?:now|today|currently|presently|at present|right now|at the moment|these days)"
_ASKED = re.compile(
    rf"\b(?:who(?:['’]?s| is)|what(?:['’]?s| is) the name of|name) (?P<still>{_NOW} )?"
    r"(?:(?:the|an?|our|its|your) |[\w’']+['’]s? )?"
    r"(?P<current>(?:current|present|new|acting|incumbent|latest) )?"
    rf"(?P<office>[^?.,]+?)(?P<now> {_NOW})?\W*$",
    re.IGNORECASE,
)
_BEFORE = r"\b(?:former|formerly|then|ex|previous|outgoing|late|past|vacant)\W+(?:[\w’']+ ){0,2}"


def office_asked(slot: Slot) -> tuple[str, ...]:
    """Give the words of the office whose holder a question asks for; none if it asks for none."""
    asked = _ASKED.search(slot.question)
    if asked is None or slot.sort != "person":
        return ()
    office = []
    for word in words_of(asked["office"]):
        if word.lower() in PREPOSITIONS | DETERMINERS | FUNCTION_WORDS:
            break
        office.append(word)
    marked = asked["still"] or asked["current"] or asked["now"]
    return tuple(office) if office and (marked or _is_office(office[-1])) else ()


def names_holder(measured: Measured, text: str) -> bool:
    """Say whether a text names a person with the office that is asked for, and no former one.

    True where none is asked for.
    """
    office = office_asked(measured.slot)
    if not office:
        return True
    fits = (fit for fit in measured.fits if fit.filler and fit.filler.kind in ("person", "agent"))
    return any(
        _names_person(fit, measured.slot)
        for fit in fits
        if (sentence := measured.sentences[fit.candidate]) in text and _holds(office, sentence)
    )


def _holds(office: tuple[str, ...], sentence: str) -> bool:
    """Say whether all words of an office stand in a sentence that doesn't call it a former one."""
    before = re.search(_BEFORE + re.escape(office[-1]), sentence, re.IGNORECASE)
    return before is None and all(map(Mentions([sentence]).has, office))


def _names_person(fit: Fit, slot: Slot) -> bool:
    """Say whether what fills the slot is a person's name: two words or more, or a title and one.

    What ends in a word for a body is that body's name.
    """
    if fit.filler is None or fit.score < A_NAME:
        return False
    found = [word for word in words_of(fit.filler.text) if word[0].isupper()]
    asked = {word.lower() for word in words_of(slot.question)}
    own = [word for word in found if word.lower() not in asked and not _is_office(word)]
    return bool(own) and len(found) > 1 and found[-1].lower() not in BODIES


def _is_office(word: str) -> bool:
    low = word.lower()
    return low in OFFICES or OFFICE_ENDING.search(low) is not None
