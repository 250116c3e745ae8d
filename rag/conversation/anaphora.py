"""What a question leaves to the questions before it: words that point outside it, or all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.conversation.noun_phrases import COLLECTIVE, EMPTY, WH, Phrase, Token, phrases, tokens
from rag.english.vocabulary import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SAYING_VERBS,
)
from rag.english.word_lists import words
from rag.grammar.verbs import PLAIN_VERBS
from rag.question.question import content_words

LEAD = re.compile(
    r"^(?:(?:and|but|so|then|also|or)\b[\s,.!:–-]*|(?:okay|ok|well|now|plus|yes|no|right|thanks|"
    r"thank you|great|hmm|oh|sorry|alright)\b ?[,.!:–-][\s,.!:–-]*){1,3}",
    re.IGNORECASE,
)
"""Words that only hang a question on to the one before."""
PERSONAL = frozenset("he him his she her".split())
SEVERAL = frozenset("they them their theirs".split())
POSSESSIVE = frozenset("its their his her".split())
_PRONOUNS = PERSONAL | SEVERAL | {"it", "its"}
_POINTING = frozenset("this that these those".split())
_OBJECTS = frozenset("it him her them".split())
_NOT_OWN = EMPTY | WH | PREPOSITIONS | frozenset(words("anaphora", "not_own"))
"""Words that ask, choose or go on, and name nothing."""
_IMPERSONAL = re.compile(
    r"\b(?:(?:is|was|be|isn't|wasn't|being|make|makes|made|find|finds) it (?:be |been )?"
    r"(?!\w+ed\b)(?:\w+ ){1,2}(?:to|that|if|whether|for|when|how)\b"
    r"|(?:is|was) it (?:\w+er|more \w+|less \w+)(?: \w+){0,3} (?:to|that|if)\b"
    r"|(?:is|was) it (?:\w+ed that|called|named|termed|considered|known)\b"
    r"|it(?:'s| is| was) (?:\w+ ){1,2}(?:to|that|if|whether|for)\b"
    r"|(?:does|do|did|would|will) it (?:take|cost|matter|make sense|help)\b.* (?:to|if|that)\b"
    r"|(?:would|will|could|can|might|may|should) it be (?!\w+ed\b|paid)(?:\w+ ){1,2}"
    r"(?:to|that|if|whether|for) \w"
    r"|(?:is|was) it (?:that|who|the)\b|it (?:seems?|appears?)\b)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:is|was|are|were) (?:it|this|that|they|these|those) "
    r"(?:(?:still|really|also|always|not) )*(?:true|valid|right|wrong|so|correct|the case|the same|"
    r"why|how|what)\b(?! (?:that|if|to|whether)\b)"
    r"|\b(?:why|how|what) (?:is|was) (?:it|this|that)\W*$"
    r"|\b(?:did|does|do|will|would|can|could|how|why) (?:it|this|that) (?:\w+ )?happen",
    re.IGNORECASE,
)
""""It", "this" or "that" for all that was said: no thing has its place."""


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word at characters ``start`` to ``end`` that points outside the question.

    ``named`` says that a noun phrase can take its place: "they", but not the "that" of
    "is that true".
    """

    word: str
    start: int
    end: int
    named: bool = True
    possessive: bool = False


def without_lead(question: str) -> str:
    """Give a question without the "and" or "so" that it begins with."""
    return LEAD.sub("", question, count=1)


def goes_on(question: str) -> bool:
    """Say whether a question only puts something in another's place: "and X?", "what about X?"."""
    words = [word.low for word in tokens(without_lead(question))]
    if not words or _ABOUT.match(without_lead(question)):
        return bool(words)
    whole = any(word in AUXILIARIES | WH or word in PLAIN_VERBS for word in words)
    led = LEAD.match(question) is not None or (words[0] in PREPOSITIONS and len(words) < _FEW)
    return led and not whole


_ABOUT = re.compile(r"(?:(?:what|how) about|what of|(?:the )?same (?:for|about)) ", re.IGNORECASE)
_FEW = 6
"""Words from which on a question that begins with a preposition is a search of its own."""


def tells(text: str) -> bool:
    """Say whether a text begins as a statement does: "they have solved it", "that is fine"."""
    words = [word.low for word in tokens(text)]
    return len(words) > 1 and words[0] in _SUBJECTS and not text.rstrip().endswith("?")


_SUBJECTS = frozenset("i you he she it we they this that these those there".split())


def names_nothing(question: str) -> bool:
    """Say whether a question has no word of its own: "why?", "tell me more", "the second one?"."""
    if any(token.text.isupper() and len(token.text) > 1 for token in tokens(question)):
        return False  # "what about the US?"
    words = [word.lower() for word in content_words(question)]
    return all(word in _NOT_OWN for word in words)


def lacks_owner(question: str) -> bool:
    """Say whether all that a question names is always of something: "what is the deadline?"."""
    text = without_lead(question)
    named = phrases(text)
    nouns = [word.lower() for phrase in named for word in phrase.words]
    there = re.match(r"(?:is|are|was|were) there ", text, re.IGNORECASE)
    definite = there or all(p.text.lower().startswith(("the ", "any ", "some ")) for p in named)
    return bool(nouns and definite) and all(noun in _OF_SOMETHING for noun in nouns)


_OF_SOMETHING = frozenset(words("anaphora", "of_something"))
"""Nouns that make no sense without what they're of. "The recommendations" or "the risks" aren't
among them: those may be a whole document's, and a topic would be found in place of an answer."""


def find(question: str) -> tuple[Anaphor, ...]:
    """Give the words that point outside a question, in the order of the text."""
    words, named = tokens(question), phrases(question)
    return tuple(
        one for at in range(len(words)) if (one := _at(question, words, at, named)) is not None
    )


def _at(text: str, words: Sequence[Token], at: int, named: Sequence[Phrase]) -> Anaphor | None:
    word = words[at]
    if word.text.isupper() and len(word.text) > 1:
        return None
    statement = _within(_STATEMENT, text, word)
    if word.low in _POINTING and (statement or _stands_alone(words, at)):
        inside = at >= _SHORT or any(p.specific and p.end <= word.start for p in named)
        return None if inside else Anaphor(word.low, word.start, word.end, named=False)
    if word.low not in _PRONOUNS or (
        word.low == "it" and _within(_IMPERSONAL, text, word) and not statement
    ):
        return None
    possessive = word.low in POSSESSIVE and (word.low != "her" or _word_follows(words, at))
    asked_for = (word.low in _ASKED_FOR and words[0].low == "who") or possessive
    if asked_for and words[0].low in ("who", "what", "which") and not _helped(words, at):
        return None
    if any(_may_be(p, words, at, possessive=possessive) for p in named):
        return None
    return Anaphor(word.low, word.start, word.end, not statement, possessive)


def _stands_alone(words: Sequence[Token], at: int) -> bool:
    """Say whether a "that" or "this" has no noun behind it, and joins no clause."""
    if at + 1 == len(words) or words[at + 1].free:
        return True
    after, before = words[at + 1].low, words[at - 1].low if at else ""
    clause = words[at].low == "that" and before not in AUXILIARIES | PREPOSITIONS and at > 0
    relative = words[at].low == "those" and (after in PREPOSITIONS | {"who", "that"})
    verb = after in AUXILIARIES or after in PLAIN_VERBS or (before in AUXILIARIES and after == "to")
    verb = verb or _is_its_verb(words, at)
    return not clause and not relative and (verb or after in PREPOSITIONS | CONJUNCTIONS)


def _is_its_verb(words: Sequence[Token], at: int) -> bool:
    """Say whether the verb stands right behind a subject: "has that solved the case?".

    An object, a place or nothing follows then, and no second verb.
    """
    if not at or words[at - 1].low not in _HELPING or words[at + 1].low.endswith("s"):
        return False
    if at + 2 == len(words):
        return words[at + 1].low.endswith("ed")
    return words[at + 2].free or words[at + 2].low in DETERMINERS | PREPOSITIONS


def _within(pattern: re.Pattern[str], text: str, word: Token) -> bool:
    found = pattern.finditer(text.replace("’", "'"))
    return any(match.start() <= word.start < match.end() for match in found)


def _may_be(phrase: Phrase, words: Sequence[Token], at: int, *, possessive: bool) -> bool:
    """Say whether a pronoun may mean a noun phrase of the same question.

    What is asked for isn't meant by the subject right behind ("what reforms do they
    need"), nor the subject by an object of the same clause ("who arrests them").
    """
    word, before = words[at], words[at - 1].low if at else ""
    names = phrase.specific or phrase.head in ("people", "person", "persons")
    if not names or phrase.date or phrase.start == word.start:
        return False
    said = words[at - 2].low if before == "that" else before
    many = word.low in SEVERAL or (word.low == "it" and _acts(words, at))
    if many and phrase.head in COLLECTIVE and said in SAYING_VERBS:
        return False  # "does the council think they work"
    if phrase.start > word.start:
        return words[0].low in _OPENING and any(w.free for w in words[at + 1 :])
    if before in AUXILIARIES:
        return not phrase.asked
    if possessive or word.low not in _OBJECTS or _word_follows(words, at) or at >= _SHORT:
        return True
    between = [w for w in words if phrase.end <= w.start <= word.start]
    return any(w.free or w.low in _BOUNDARIES for w in between)


def _acts(words: Sequence[Token], at: int) -> bool:
    """Say whether a verb in the present stands behind: "it works", but not "it will", "it is"."""
    after = words[at + 1].low if at + 1 < len(words) else ""
    return after.endswith("s") and after not in AUXILIARIES


def _helped(words: Sequence[Token], at: int) -> bool:
    """Say whether another than who is asked for acts: "what did their", "what are their"."""
    return words[at - 1].low in AUXILIARIES or any(
        w.low in ("do", "does", "did") for w in words[:at]
    )


def _word_follows(words: Sequence[Token], at: int) -> bool:
    """Say whether a verb or a noun may follow a pronoun: not the end, nor a preposition."""
    if at + 1 == len(words) or words[at + 1].free:
        return False
    return words[at + 1].low not in PREPOSITIONS | CONJUNCTIONS | DETERMINERS


_HELPING = AUXILIARIES - frozenset("is are was were be been being am".split())
_SHORT = 12
"""Words from which on a question will have named what its pronouns mean."""
_ASKED_FOR = frozenset("he she they".split())
"""Who is asked for may be meant by these, and by "their": "who gave their name to Normandy"."""
_OPENING = frozenset("when if while before after once since although because regarding".split())
_BOUNDARIES = (CONJUNCTIONS | WH | {"that", "to"}) - {"not", "too", "even", "just", "only", "ever"}
