"""Who is to do what a sentence obliges to, what it's done to, and by whom that's told."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.grammar.actors import acts, is_thing
from rag.grammar.clause_words import (
    COORDINATORS,
    RELATIVES,
    SUBORDINATORS,
    Word,
    is_finite,
    is_past,
    opens_noun_phrase,
)
from rag.grammar.clauses import clause_before
from rag.grammar.duty import Duty
from rag.grammar.short_names import shortest
from rag.grammar.word_classes import is_base, is_listed_noun

_MADE_TO = frozenset(
    "made required asked told allowed permitted forced encouraged urged ordered directed "
    "compelled obliged enabled expected instructed invited persuaded".split()
)
_QUOTES = frozenset('“”"')
_COPULAR = frozenset("be been being is are remain represent become".split())
_PLURALS = frozenset("people police women men children staff personnel they we".split())


def doer(words: Sequence[Word], duty: Duty) -> range | None:
    """Give the words for who is to do it; None where the sentence's clause names nobody."""
    subject = duty.clause.subject
    if duty.passive and not is_made_to(words, duty):
        return _by(words, duty)
    if duty.form == "imperative" or not subject or is_thing(words, subject):
        return None
    doing = acts(words, subject)
    if duty.clause.relative and (part := _behind_of(words, subject)):
        return part
    copular = duty.verb < len(words) and words[duty.verb].low in _COPULAR | {"have"}
    if not doing and copular:
        return _for_whom(words, duty)
    if not doing and duty.form in ("told", "to be", "recommended"):
        return None
    return sure(words, shortest(words, subject.start, subject.stop))


def _for_whom(words: Sequence[Word], duty: Duty) -> range | None:
    """Give whose task it's said to be: "should be a priority for the new unit"."""
    i = duty.verb + 1
    if i >= duty.end or words[i].low not in ("a", "an", "the"):
        return None
    at = next((n for n in range(i + 2, duty.end - 1) if words[n].low == "for"), None)
    if at is None:
        return None
    part = shortest(words, at + 1, duty.end)
    return part if acts(words, part) else None


def sure(words: Sequence[Word], part: range) -> range | None:
    """Give a noun phrase, unless it holds a verb: then more was taken for it than it is."""
    apart = any(words[i].low in RELATIVES for i in part)
    return part if apart or not any(is_finite(words, i) for i in part[1:]) else None


def _behind_of(words: Sequence[Word], subject: range) -> range | None:
    """Give who acts of what a relative clause tells: "the creation of a team that will"."""
    of = next((i for i in subject if words[i].low == "of"), None)
    if of is None or of + 1 >= subject.stop or not acts(words, range(of + 1, subject.stop)):
        return None
    if acts(words, subject) and words[of + 1].low not in ("a", "an"):
        return None
    return shortest(words, of + 1, subject.stop)


def is_made_to(words: Sequence[Word], duty: Duty) -> bool:
    """Say whether a passive's subject is the one to act: "be made to coordinate"."""
    i = duty.verb + 1
    while i < duty.end and words[i].adverb:
        i += 1
    if i + 2 >= len(words) or words[i].low not in _MADE_TO:
        return False
    return words[i + 1].low == "to" and is_base(words[i + 2].low)


def _by(words: Sequence[Word], duty: Duty) -> range | None:
    """Give who does what is to be done, in a passive: "be audited by the board"."""
    i = duty.verb + 1
    while i < duty.end and words[i].adverb:
        i += 1
    for n in range(i + 1, duty.end - 1):
        if words[n].low == "by":
            part = shortest(words, n + 1, duty.end)
            return part if acts(words, part) else None
        if is_past(words[n].low) or words[n].low in RELATIVES | SUBORDINATORS | {"to"}:
            return None
    return None


def needs_doer(words: Sequence[Word], duty: Duty) -> bool:
    """Say whether a pronoun stands for who is to do it, so that it must be looked for."""
    subject = duty.clause.subject
    if not subject or len(subject) > 1 or (duty.passive and not is_made_to(words, duty)):
        return False
    return words[subject[0]].low in ("it", "they", "he", "she")


def main_subject(words: Sequence[Word], before: int, *, plural: bool) -> range | None:
    """Give who acts in a sentence's main clause before a word, if the number agrees."""
    for i in range(1, before):
        if is_finite(words, i):
            found = clause_before(words, i).subject
            if not found or not acts(words, found) or is_thing(words, found):
                return None
            part = shortest(words, found.start, found.stop)
            return part if agrees([words[n].low for n in part], plural=plural) else None
    return None


def agrees(phrase: Sequence[str], *, plural: bool) -> bool:
    """Say whether "they" (plural) or "it" can stand for a noun phrase, in lower case."""
    until = next((n for n, word in enumerate(phrase) if n and word == "of"), len(phrase))
    head = phrase[until - 1]
    many = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    many = many or head in _PLURALS or "and" in phrase[:until]
    return many == plural


def object_of(words: Sequence[Word], duty: Duty) -> range | None:
    """Give the words for what it's done to: a passive's subject, or the noun phrase behind it."""
    if duty.passive:
        return _undergoing(words, duty)
    if words[min(duty.verb, len(words) - 1)].low in _COPULAR:
        subject = duty.clause.subject
        if subject and not is_thing(words, subject):
            return None if acts(words, subject) else subject
    i = duty.verb + 1
    skipped = 0
    while i < duty.end and skipped < 4 and _between(words, i):
        i, skipped = i + 1, skipped + 1
    if i >= duty.end or not opens_noun_phrase(words, i):
        return None
    end = i + 1
    while end < duty.end and not _ends_object(words, end):
        end += 1
    while end > i + 1 and words[end - 1].low in PREPOSITIONS | COORDINATORS:
        end -= 1
    if end - i == 1 and words[i].adverb:
        return None
    return range(i, end)


def _undergoing(words: Sequence[Word], duty: Duty) -> range | None:
    """Give a passive's subject, without the "no" that the strength says: "no child shall be"."""
    subject = duty.clause.subject
    if not subject or is_made_to(words, duty) or is_thing(words, subject):
        return None
    if duty.strength == "must not" and words[subject[0]].low == "no":
        return subject[1:] or None
    return subject


def _between(words: Sequence[Word], i: int) -> bool:
    """Say whether a word stands between a verb and its object: "work closely with", "seek to"."""
    word = words[i]
    if word.mark or word.low in RELATIVES | SUBORDINATORS | COORDINATORS:
        return False
    if words[i - 1].low == "to" and is_base(word.low):
        return True
    return (
        word.adverb or word.low in PREPOSITIONS or (word.low.endswith("ing") and not word.capital)
    )


def _ends_object(words: Sequence[Word], i: int) -> bool:
    word = words[i]
    if word.low in _QUOTES:
        return False
    if word.mark or word.low in RELATIVES | SUBORDINATORS or word.low == "to" or word.adverb:
        return True
    if words[i - 1].low in DETERMINERS:
        return False  # "an outside agency", "the meeting of"
    if word.low in PREPOSITIONS:
        return word.low != "of"
    if word.low in COORDINATORS:
        return word.low not in ("and", "or") or not opens_noun_phrase(words, i + 1)
    follows = words[i + 1].low if i + 1 < len(words) else ""
    plural = words[i - 1].low.endswith("s") and not words[i - 1].low.endswith("ss")
    if word.low.endswith("ing") and is_listed_noun(word.low) and not plural:
        return False  # "safety training before", not "horses running in"
    return (word.low.endswith("ing") or is_past(word.low)) and follows in PREPOSITIONS | DETERMINERS
