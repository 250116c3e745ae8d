"""A question taken apart without a tagger: asking words, auxiliary, subject, verb, noun phrases.

Only an approximation: where a plain verb can't be told from a noun, the order of
English questions decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import AUXILIARIES, DETERMINERS, IMPERATIVES, PREPOSITIONS, PRONOUNS
from rag.phrases import BE, DO, WH, Frame, Phrase, Role, Token, is_plural, tokens
from rag.verbs import PLAIN_VERBS
from rag.wordclass import (
    ADVERBS,
    STOPS,
    bare_noun,
    begins_verb,
    closes,
    ends_like_verb,
    goes_on,
    infinitive,
    is_past,
    is_past_at,
    is_verb,
    no_noun,
    plain_verb,
    stops,
)

LINKS = frozenset("of on about against between for with".split())
"""Prepositions whose phrase belongs to the noun phrase before it."""


_MODIFIER = re.compile(r"\w+-\w+|[a-z]{3,}(?:ical|ional|ious|ous|ful|less|ible)")
"""Words that need a noun behind them, so that what follows isn't the verb yet."""


_COMPARED = frozenset("more most less least better worse best worst".split())


_MUCH = frozenset("many much long old often far big large high soon quickly well".split())


_YEAR = re.compile(r"[12]\d{3}")


def parse(question: str) -> Frame:
    """Take a question apart; one that isn't a question has noun phrases only."""
    text = question.strip().rstrip("?!. ")
    words = tokens(text)
    at, asking, asked = _asking(words)
    auxiliary = None
    phrases = [asked] if asked else []
    if at < len(words) and words[at].low in AUXILIARIES:
        auxiliary = (words[at].start, words[at].end)
        at += 1
        wh_acts = asked is not None or (asking is not None and words[0].low == "who")
        predicate = wh_acts and words[at - 1].low in BE and bare_noun(words, at)
        acts = words[at - 1].low not in DO | BE and is_verb(words, at)
        if not (asking and (acts or goes_on(words, at))) and not predicate:
            end = _subject_end(words, at, verb=words[at - 1].low not in BE)
            if end > at:
                phrases.append(_phrase(text, words, at, end, "subject"))
            at = end
    if asking is None and auxiliary is None and words and words[0].low in IMPERATIVES:
        at = 1
    verb = words[at].start if at < len(words) else len(text)
    exists = words[at - 1 : at] and words[at - 1].low == "there"  # "are there exceptions"
    asks = auxiliary is not None or asking is not None
    phrases += _others(text, words, at, first_is_verb=asks and not exists)
    return Frame(text, asking, auxiliary, verb, tuple(_linked(text, phrases)))


def _asking(words: Sequence[Token]) -> tuple[int, tuple[int, int] | None, Phrase | None]:
    """Give where what asks ends, its characters, and the noun in it."""
    first = 1 if len(words) > 1 and words[0].low in PREPOSITIONS and words[1].low in WH else 0
    if len(words) <= first or words[first].low not in WH:
        return 0, None, None
    at = first + 1
    if words[first].low == "how" and at < len(words) and words[at].low in _MUCH:
        at += 1
    counts = words[at - 1].low in ("what", "which", "whose", "many", "much")
    end = at
    while counts and end < len(words) and end < at + 6 and not stops(words[end], of=end > at):
        end += 1
    has_verb = end < len(words) and words[end].low in AUXILIARIES
    if end > at and not has_verb and words[at - 1].low != "what":
        # "which group discussed it": the verb is the first word that ends like one.
        first_verb = at if end == at + 1 and is_past(words[at]) else at + 1  # "how many died"
        end = next((n for n in range(first_verb, end) if ends_like_verb(words[n].low)), at + 1)
    elif not has_verb:
        end = at
    span = (words[0].start, words[end - 1].end)
    if end == at:
        return at, span, None
    last = words[end - 1].end
    return end, span, Phrase("", words[at].start, last, last, "asked")


def _subject_end(words: Sequence[Token], at: int, *, verb: bool) -> int:
    """Give where the subject behind an auxiliary ends; ``verb``: a plain verb must follow."""
    begin, low = at, words[at].low if at < len(words) else ""
    if low in _COMPARED and not verb:
        return at
    if low in PRONOUNS and low not in DETERMINERS:
        return at + 1
    if low in DETERMINERS:
        at += 1
        if at < len(words) and stops(words[at]):
            return at
    first, proper = at, at < len(words) and words[at].text[0].isupper()
    while at < len(words):
        inside = at > first
        more = _joined(words, at) if inside else 0
        ends = stops(words[at]) or (words[at].low in DETERMINERS and at > begin)
        if not more and (ends or (inside and _begins(words, at, verb=verb, proper=proper))):
            break
        at += more or 1
    return _before_verb(words, first, min(at, len(words))) if verb else min(at, len(words))


def _joined(words: Sequence[Token], at: int) -> int:
    """Say by how many words "and" or "of" joins more to a noun phrase; 0 if it doesn't."""
    token, after = words[at], words[at + 1].low if at + 1 < len(words) else ""
    if token.low not in ("and", "or", "of") or token.free or not after:
        return 0
    if after in STOPS - DETERMINERS:
        return 0
    return 3 if after in DETERMINERS else 2


def _begins(words: Sequence[Token], at: int, *, verb: bool, proper: bool) -> bool:
    """Say whether what is said of the subject begins at a word inside a run of plain words."""
    token, later = words[at], words[at + 1].low if at + 1 < len(words) else ""
    if token.low in ADVERBS or later in ("than", "enough"):
        return True
    if words[at - 1].low.endswith(("'s", "s'")) or not begins_verb(token, verb=verb, proper=proper):
        return False
    if verb:
        if later in PLAIN_VERBS and _MODIFIER.fullmatch(words[at - 1].low):
            return False  # "the urban-rural divide affect"
        return not (proper and later in PLAIN_VERBS and token.low not in PLAIN_VERBS)
    return proper or is_plural(words[at - 1].low) or closes(words, at + 1)


def _before_verb(words: Sequence[Token], first: int, end: int) -> int:
    """Leave the last word of a run to be the verb, or the last but one in front of a plural."""
    ran_on = end == len(words) or words[end].low in STOPS | DETERMINERS
    if end < len(words) and words[end].low in ("have", "do"):
        return end  # "how many members does the water board have"
    if ran_on and end - first >= 2 and plain_verb(words[end - 1]):
        return end - 1
    if ran_on and end - first >= 3 and plain_verb(words[end - 2]):
        return end - 2  # "the council ban drones"
    return end


def _others(text: str, words: Sequence[Token], at: int, *, first_is_verb: bool) -> list[Phrase]:
    """Give the noun phrases behind the subject."""
    found = []
    skip = first_is_verb
    while at < len(words):
        low = words[at].low
        if low in _COMPARED or no_noun(words, at):
            skip = skip and (low == "not" or low in ADVERBS)  # "has it not met"
            skip = skip or low in AUXILIARIES or low in _COMPARED or infinitive(words, at)
            skip = skip or low in ("i", "we", "you", "he", "she", "they")
            # "those who killed civilians"
            skip = skip or (low in ("who", "which", "that") and is_past_at(words, at + 1))
            at += 1
        elif skip and low not in DETERMINERS and words[at].text.islower():
            skip = False
            at += 1
        else:
            before = words[at - 1].low if at else ""
            inside = at + (low in DETERMINERS)
            end, cut = _noun_end(words, inside)
            if end > inside:
                role: Role = "other" if before in PREPOSITIONS else "object"
                preposition = before if before in PREPOSITIONS else ""
                found.append(_phrase(text, words, at, end, role, preposition))
            skip = cut
            at = end
    return found


def _noun_end(words: Sequence[Token], inside: int) -> tuple[int, bool]:
    """Give where a noun phrase ends, and whether a participle was cut off its end."""
    at = inside
    while at < len(words) and not stops(words[at]) and words[at].low not in ADVERBS:
        if words[at].low in DETERMINERS and at > inside:
            break
        at += 1
        if at + 1 < len(words) and (words[at].low == "of" or words[at + 1].text[0].isupper()):
            more = _joined(words, at)
            at += more - 1 if more else 0
    if at < len(words) and words[at - 1].text.isdigit() and _YEAR.fullmatch(words[at].text):
        at += 1  # "May 3, 2012"
    end = at
    if at - inside > 1 and words[at - 1].low in PLAIN_VERBS and is_plural(words[at - 2].low):
        at -= 1  # "if the tenants refuse"
    while at - inside > 1 and words[at - 1].text.islower() and words[at - 1].low.endswith("ed"):
        at -= 1
    return at, at < end


def _phrase(
    text: str, words: Sequence[Token], at: int, end: int, role: Role, preposition: str = ""
) -> Phrase:
    start, stop = words[at].start, words[min(end, len(words)) - 1].end
    return Phrase(text[start:stop], start, stop, stop, role, preposition)


def _linked(text: str, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Let each phrase reach over those that are linked to it by a preposition."""
    linked: list[Phrase] = []
    far = 0
    for phrase in reversed(phrases):
        reach = phrase.end
        if linked:
            follower = linked[-1]
            between = text[phrase.end : follower.start].strip(" ,").lower()
            pair = between == "and" and phrase.preposition == "between"
            if (pair or between in LINKS) and phrase.role != "asked":
                reach = follower.far
        far = max(far, reach)
        words = text[phrase.start : phrase.end]
        linked.append(
            Phrase(words, phrase.start, phrase.end, reach, phrase.role, phrase.preposition)
        )
    return linked[::-1]
