"""A question taken apart without a tagger: asking words, auxiliary, subject, verb, noun phrases.

Only an approximation: where a plain verb can't be told from a noun, the order of
English questions decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, IMPERATIVES, PREPOSITIONS, PRONOUNS
from rag.phrases import BE, DO, WH, Frame, Phrase, Role, Token, is_acronym, is_plural, tokens
from rag.verbs import IRREGULAR, PLAIN_VERBS

LINKS = frozenset("of on about against between for with".split())
"""Prepositions whose phrase belongs to the noun phrase before it."""


_STOPS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | WH | {"yes", "according"}) - {
    "one",
    "same",
}


_ADVERBS = frozenset(
    "always often usually also ever never still already now currently ago actually originally "
    "mainly mostly only really so far well too again together instead".split()
)


_NOT_NOUNS = frozenset(
    "likely able part different safe legal illegal lawful unlawful valid invalid free open binding "
    "mandatory compulsory voluntary eligible equal enough true false right wrong ready important "
    "necessary effective active popular rich poor cheap expensive bigger smaller higher lower good "
    "bad better worse secret public private permanent temporary exempt subject independent correct "
    "successful clear complete fair sure due allowed happy common rare strong weak".split()
)
"""Words that end the subject of "is X …", where nothing that could be a noun follows."""


_ADJECTIVE = re.compile(r"[a-z]{3,}(?:able|ible|ous|ful|less)")


_COMPARED = frozenset("more most less least better worse best worst".split())


_LY_NOUNS = frozenset("family assembly supply reply monopoly ally italy july".split())


_TO_DO = frozenset(
    "allowed permitted required supposed obliged entitled forced expected asked told able want "
    "wants need needs likely have has had going".split()
)


_MUCH = frozenset("many much long old often far big large high soon quickly well".split())


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
        predicate = wh_acts and words[at - 1].low in BE and _bare_noun(words, at)
        acts = words[at - 1].low not in DO | BE and _is_verb(words, at)
        if not (asking and (acts or _is_participle(words, at))) and not predicate:
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
    while counts and end < len(words) and end < at + 6 and not _stops(words[end], of=end > at):
        end += 1
    has_verb = end < len(words) and words[end].low in AUXILIARIES
    if end > at and not has_verb and words[at - 1].low != "what":
        # "which group discussed it": the verb is the first word that ends like one.
        end = next((n for n in range(at + 1, end) if _ends_like_verb(words[n].low)), at + 1)
    elif not has_verb:
        end = at
    span = (words[0].start, words[end - 1].end)
    if end == at:
        return at, span, None
    last = words[end - 1].end
    return end, span, Phrase("", words[at].start, last, last, "asked")


def _ends_like_verb(word: str) -> bool:
    return word.endswith(("ed", "es", "s")) or word in PLAIN_VERBS


def _stops(token: Token, *, of: bool = False) -> bool:
    stop = token.low in _STOPS and not is_acronym(token.text)
    return token.free or (stop and not (of and token.low == "of"))


def _is_participle(words: Sequence[Token], at: int) -> bool:
    """Say whether the verb goes on behind the auxiliary, so that "who" is the subject."""
    if at >= len(words):
        return False
    low = words[at].low
    return low in ("be", "been", "being", "have") or (
        low.endswith(("ed", "ing")) and words[at].text.islower()
    )


def _is_verb(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows a "will" is its verb: a single plain word, or a well-known one."""
    if at >= len(words):
        return False
    alone = at + 1 == len(words) or (_stops(words[at + 1]) and words[at + 1].low not in AUXILIARIES)
    return words[at].low in PLAIN_VERBS or (alone and _plain(words[at]))


def _bare_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows "which laws are" tells what they are, and isn't a subject."""
    return at < len(words) and words[at].text.islower() and words[at].low not in DETERMINERS


def _subject_end(words: Sequence[Token], at: int, *, verb: bool) -> int:
    """Give where the subject behind an auxiliary ends; ``verb``: a plain verb must follow."""
    begin, low = at, words[at].low if at < len(words) else ""
    if low in _COMPARED and not verb:
        return at
    if low in PRONOUNS and low not in DETERMINERS:
        return at + 1
    if low in DETERMINERS:
        at += 1
        if at < len(words) and _stops(words[at]):
            return at
    first, proper = at, at < len(words) and words[at].text[0].isupper()
    while at < len(words):
        inside = at > first
        more = _joined(words, at) if inside else 0
        ends = _stops(words[at]) or (words[at].low in DETERMINERS and at > begin)
        if not more and (ends or (inside and _begins(words, at, verb=verb, proper=proper))):
            break
        at += more or 1
    return _before_verb(words, first, min(at, len(words))) if verb else min(at, len(words))


def _joined(words: Sequence[Token], at: int) -> int:
    """Say by how many words "and" or "of" joins more to a noun phrase; 0 if it doesn't."""
    token, after = words[at], words[at + 1].low if at + 1 < len(words) else ""
    if token.low not in ("and", "or", "of") or token.free or not after:
        return 0
    if after in _STOPS - DETERMINERS:
        return 0
    return 3 if after in DETERMINERS else 2


def _begins(words: Sequence[Token], at: int, *, verb: bool, proper: bool) -> bool:
    """Say whether what is said of the subject begins at a word inside a run of plain words."""
    token, later = words[at], words[at + 1].low if at + 1 < len(words) else ""
    if token.low in _ADVERBS or later == "than":
        return True
    if words[at - 1].low.endswith(("'s", "s'")) or not _begins_verb(
        token, verb=verb, proper=proper
    ):
        return False
    if verb:
        return not (proper and later in PLAIN_VERBS and token.low not in PLAIN_VERBS)
    return proper or is_plural(words[at - 1].low) or _closes(words, at + 1)


def _before_verb(words: Sequence[Token], first: int, end: int) -> int:
    """Leave the last word of a run to be the verb, or the last but one in front of a plural."""
    ran_on = end == len(words) or words[end].low in _STOPS | DETERMINERS
    if ran_on and end - first >= 2 and _plain(words[end - 1]):
        return end - 1
    if ran_on and end - first >= 3 and _plain(words[end - 2]):
        return end - 2  # "the council ban drones"
    return end


def _closes(words: Sequence[Token], at: int) -> bool:
    """Say whether no noun can follow."""
    return at >= len(words) or _stops(words[at]) or words[at].low.endswith("ly")


def _begins_verb(token: Token, *, verb: bool, proper: bool) -> bool:
    if not token.text.islower():
        return False
    if verb:
        return token.low in PLAIN_VERBS or (proper and _plain(token))
    verbal = token.low.endswith(("ed", "ing")) or token.low in _NOT_NOUNS | IRREGULAR
    return verbal or _ADJECTIVE.fullmatch(token.low) is not None


def _plain(token: Token) -> bool:
    """Say whether a word can be a plain verb: in small letters, without a plural's ending."""
    return token.text.islower() and not (token.low.endswith("s") and not token.low.endswith("ss"))


def _others(text: str, words: Sequence[Token], at: int, *, first_is_verb: bool) -> list[Phrase]:
    """Give the noun phrases behind the subject."""
    found = []
    skip = first_is_verb
    while at < len(words):
        low = words[at].low
        if low in _COMPARED or _no_noun(words, at):
            skip = low in AUXILIARIES or low in _COMPARED or _infinitive(words, at)
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


def _no_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether a word can't be in a noun phrase, unless it's a determiner."""
    token = words[at]
    manner = token.low.endswith("ly") and token.text.islower() and token.low not in _LY_NOUNS
    joins = token.low == "that" and (not at or words[at - 1].low not in PREPOSITIONS)
    stops = _stops(token) and token.low not in DETERMINERS
    return token.low in _ADVERBS or manner or joins or stops


def _noun_end(words: Sequence[Token], inside: int) -> tuple[int, bool]:
    """Give where a noun phrase ends, and whether a participle was cut off its end."""
    at = inside
    while at < len(words) and not _stops(words[at]) and words[at].low not in _ADVERBS:
        if words[at].low in DETERMINERS and at > inside:
            break
        at += 1
        if at + 1 < len(words) and (words[at].low == "of" or words[at + 1].text[0].isupper()):
            more = _joined(words, at)
            at += more - 1 if more else 0
    end = at
    while at - inside > 1 and words[at - 1].text.islower() and words[at - 1].low.endswith("ed"):
        at -= 1
    return at, at < end


def _infinitive(words: Sequence[Token], at: int) -> bool:
    """Say whether a "to" has a verb behind it."""
    if words[at].low != "to" or (at and words[at - 1].low == "as") or at + 1 >= len(words):
        return False
    if at and words[at - 1].low in _TO_DO:
        return True
    object_follows = at + 2 < len(words) and not words[at + 2].free
    stops = object_follows and words[at + 2].low in _STOPS - DETERMINERS
    return words[at + 1].low in PLAIN_VERBS or (object_follows and not stops)


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
            if (pair or between in (*LINKS, "as to")) and phrase.role != "asked":
                reach = follower.far
        far = max(far, reach)
        words = text[phrase.start : phrase.end]
        linked.append(
            Phrase(words, phrase.start, phrase.end, reach, phrase.role, phrase.preposition)
        )
    return linked[::-1]
