"""Which words are verbs of saying or thinking where they stand, and agree with their subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english.vocabulary import CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.english.word_lists import words
from rag.grammar.attribution import Frame
from rag.grammar.called import begins
from rag.grammar.reporting_words import OPINION, SAID_NOUNS, SAYING, SINGLE
from rag.grammar.verbs import PLAIN_VERBS
from rag.text.tokens import IRREGULAR, Token, root


def stems(name: str) -> frozenset[str]:
    """Give the stems of a list of verbs."""
    return frozenset(map(root, words("statements", name)))


STANCES, _ALSO_NOUNS = stems("stances"), stems("also_nouns")
_BEFORE_NOUNS = frozenset(
    "the a an any this that these those its his her their our your my no such each every".split()
)
_PLURAL = re.compile(r"[^siu]s$|ies$")
_THAT = re.compile(r" that |[:,] [“\"]")
TOLD = re.compile(rf"{_THAT.pattern}|:\s*$")
_PROVIDE = root("provide")
_NOUN_ENDING = re.compile(r"(?:ly|[ts]ions?|ments?|ances?|ists?|ers?)$")


def is_saying(token: Token) -> bool:
    """Say whether a word may be a verb by which something is said or thought."""
    if token.stem == _PROVIDE:  # and no "provided that"
        return token.word == "provides"
    return _NOUN_ENDING.search(token.word) is None and (
        SAYING.fullmatch(token.word) is not None
        or token.stem in STANCES
        or token.word in ("note", "state", "states")
    )


def goes_with_noun(tokens_: Sequence[Token], at: int) -> bool:
    """Say whether a word of saying goes with a noun: "any proposed rule", "with questions"."""
    before = tokens_[at - 1].word if at else ""
    return tokens_[at].word not in OPINION | SAID_NOUNS and (
        before in _BEFORE_NOUNS or before in PREPOSITIONS
    )


def is_verb(tokens_: Sequence[Token], found: Frame, sentence: str) -> bool:
    """Say whether a word that may be a noun, too, is a verb here: "Lee claims that"."""
    verb = tokens_[found.verb]
    if verb.stem not in _ALSO_NOUNS or verb.word.endswith("ed") or verb.word in IRREGULAR:
        return True
    if found.voice == "pronoun" or verb.word in OPINION:
        return True
    if told := _THAT.match(sentence, verb.end):
        anything = found.voice == "other" and not tokens_[found.speaker[1] - 1].capital
        return not anything or _opens_clause(tokens_, told.end())  # no "rules that apply"
    if tokens_[found.speaker[0]].word in ("we", "i"):
        return True
    last = tokens_[found.speaker[1] - 1]
    if last.word.endswith("ed") or last.word in PLAIN_VERBS:
        return False
    if found.voice == "other" and not last.capital:  # "tax claims"
        return False
    start = begins(tokens_, found.speaker[1] - 1, sentence)
    before = tokens_[start - 1] if start else None
    opens = before is None or before.word in CONJUNCTIONS
    opens = opens or (start > 0 and "," in sentence[tokens_[start - 1].end : tokens_[start].start])
    return opens and found.speaker[1] == found.verb and verb.word.endswith("s")


def _opens_clause(tokens_: Sequence[Token], at: int) -> bool:
    """Say whether the word at a place begins a clause with a subject of its own."""
    first = next((one for one in tokens_ if one.start >= at), None)
    return first is not None and (first.capital or first.word in DETERMINERS | PRONOUNS)


def agrees(noun: Token, verb: Token) -> bool:
    """Say whether a noun and a verb agree in number, as far as their endings tell."""
    plural = _PLURAL.search(noun.word) is not None or noun.word in ("people", "men", "women")
    if verb.word.endswith("s"):
        return not plural
    past = verb.word.endswith("ed") or verb.word in IRREGULAR or verb.word == "felt"
    return past or plural or verb.word.endswith("ing")


def may_state(tokens_: Sequence[Token], at: int, sentence: str) -> bool:
    """Say whether a word that mostly is a noun is a verb here: "we note that", "it states that"."""
    before = tokens_[at - 1].word if at else ""
    return before not in SINGLE and sentence.startswith(" that ", tokens_[at].end)
