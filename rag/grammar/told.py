"""Whether what a sentence obliges to is reported, and who is named as saying so."""

from __future__ import annotations

from collections.abc import Sequence

from rag.grammar.actors import is_thing
from rag.grammar.attribution import frames
from rag.grammar.clause_words import BE, Word, is_finite, is_past
from rag.grammar.clauses import clause_before
from rag.grammar.doers import sure
from rag.grammar.duty import Duty
from rag.grammar.obligations import TOLD_IN_PAST
from rag.grammar.recommendations import RECOMMENDED, first_of
from rag.grammar.short_names import shortest
from rag.text.tokens import tokens

_OPINIONS = frozenset(
    "view views opinion opinions consensus agreement suggestion understanding".split()
)
_NEAR = 7
"""Words between "announced" and its "that"."""
Told = tuple[bool, tuple[int, int] | None]
"""Whether it's reported, and the characters of who says so, if anybody is named."""


def told_by(text: str, words: Sequence[Word], duty: Duty) -> Told:
    """Say whether a duty is reported, and who says so. ``words`` are those of ``text``.

    Told in the past it's a report; in the present the document speaks, by itself or of others.
    """
    if duty.form == "recommended":
        return _recommended(words, duty)
    if duty.form in ("undertaken", "impersonal", "needed"):
        verb, before = words[duty.at].low, words[max(duty.at - 1, 0)].low
        undertaken = verb in TOLD_IN_PAST and before not in ("has", "have")
        was = any(one.low in ("was", "were") for one in words[duty.at : duty.at + 2])
        return was or undertaken, None
    if (at := _told_that(words, duty)) is not None:
        return True, _teller(words, at)
    return _framed(text, words, duty)


def _recommended(words: Sequence[Word], duty: Duty) -> Told:
    verb = words[duty.at].low
    if verb.endswith("ing") or verb not in TOLD_IN_PAST:
        before = range(duty.at)
        past = any(is_finite(words, i) and _is_told_in_past(words[i].low) for i in before)
        past = past and (verb.endswith("ing") or verb in RECOMMENDED)
    else:
        past = True
    if verb in RECOMMENDED or (first_of(words, duty.at) == duty.at and verb.endswith("ing")):
        return past, None
    subject = clause_before(words, first_of(words, duty.at)).subject
    if subject and words[subject[0]].low in ("we", "i"):
        return False, None
    return past, _named(words, subject)


def _is_told_in_past(word: str) -> bool:
    return word in ("was", "were", "had") or is_past(word)


def _teller(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    if words[verb - 1].low in BE:
        return None
    subject = clause_before(words, verb - (words[verb - 1].low in ("has", "had"))).subject
    return _named(words, subject)


def _named(words: Sequence[Word], subject: range) -> tuple[int, int] | None:
    """Give the characters of a subject that names somebody."""
    if not subject or is_thing(words, subject) or words[subject[0]].low in ("we", "i"):
        return None
    part = sure(words, shortest(words, subject.start, subject.stop))
    return (words[part.start].start, words[part.stop - 1].end) if part else None


def _told_that(words: Sequence[Word], duty: Duty) -> int | None:
    """Give where the verb in the past stands by which it's told: "announced on Monday that"."""
    that = duty.clause.start - 1
    if that < 1 or words[that].low != "that":
        return None
    near = range(that - 1, max(-1, that - 1 - _NEAR), -1)
    opinion = any(words[i].low in _OPINIONS for i in near)
    for i in near:
        if words[i].mark:
            return None
        if words[i].low in TOLD_IN_PAST or (opinion and words[i].low in ("was", "were")):
            return i
    return None


def _framed(text: str, words: Sequence[Word], duty: Duty) -> Told:
    """Read what stands around the clause: "According to …", "…, a member said"."""
    found = tokens(text)
    at = words[min(duty.verb, len(words) - 1)].start
    first_word = words[duty.clause.first if duty.clause.subject else duty.at].start
    for frame in frames(text):
        first, last = frame.reach
        if frame.voice == "author" or not first < last or frame.until > len(found):
            continue
        if not found[first].start <= at < found[last - 1].end:
            continue
        verb = found[frame.until - 1]
        if first_word <= verb.start <= at:
            continue
        according = found[frame.at].word in ("according", "in")
        if not according and not (verb.word in TOLD_IN_PAST or verb.word.endswith("ed")):
            continue
        who = [token for token in found[frame.at : frame.until - 1] if token.start < at]
        if frame.voice in ("nobody", "pronoun") or not who or found[frame.at].word == "according":
            return True, None
        return True, (who[0].start, who[-1].end)
    return False, None
