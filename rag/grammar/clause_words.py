"""The words and marks of a sentence, and what each may be in its clause: by closed classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.english.word_lists import words as listed
from rag.grammar.verbs import PARTICIPLES
from rag.grammar.word_classes import bases, classes, is_agent, is_base, is_listed_noun, mostly_verb
from rag.text.tokens import IRREGULAR

FINITE = frozenset(listed("clauses", "finite"))
BE = frozenset(listed("clauses", "be"))
SUBORDINATORS = frozenset(listed("clauses", "subordinators"))
CONDITIONAL = frozenset(listed("clauses", "conditional"))
RELATIVES = frozenset(listed("clauses", "relatives"))
COORDINATORS = frozenset(listed("clauses", "coordinators"))
ADVERBS = frozenset(listed("clauses", "adverbs"))
ASIDES = frozenset(listed("clauses", "asides"))
PERSONS = frozenset("i you he she it we they".split())
STRONG = frozenset(".;:([!?…—–•") | {"--", "-"}
"""Marks over which no clause goes."""
_LY = frozenset("family assembly supply reply rally ally italy july bully monopoly".split())
_TOKEN = re.compile(
    r"https?://\S+[^\W_]/?|\d+(?:[.,]\d+|:\d\d\b)*[^\W\d_]*|[^\W_]+(?:[-'’.&/\u2010\u2011][^\W_]+)*|--|[,;:()\[\]—–“”\"…?!•]|(?<=\s)-(?=\s)"
    r"|(?<=[a-z]{4})\.(?=,?\s+[A-Z])|(?<=\.[a-z]{3})\.(?=\s+[A-Z])"
)


_NUMBER = re.compile(
    r"\s*(?:[•●▪■◦*–-]\s*|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s*|"
    r"(?:[A-Z]|[A-Z][a-z]+\s)\d{1,3}(?:\.\d{1,3})*[.:)][*_]*\s+|"
    r"(?:[A-Z]\d{1,3}|\d{1,3}(?:\.\d{1,3})+)\s+(?=(?:The|An?|All|Any|Each|Every|No)\s))+"
    r"(?=\s|[A-Z]|(?<=\s)\S)"
)
"""What stands before an entry of a list or a paragraph of a law: "(2)", "R1.", "Measure 3:"."""
_BEFORE_NO_VERB = (
    (DETERMINERS - {"that"}) | PREPOSITIONS | BE | frozenset(("have", "has", "had", "to"))
)
_NOUNS = frozenset("proof proofs dead death deaths children women woman men man defense".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a mark, of a sentence: as written, in lower case, and where it stands."""

    text: str
    low: str
    start: int
    end: int
    mark: bool = False

    @property
    def capital(self) -> bool:
        """Whether it's written with a capital."""
        return self.text[0].isupper()

    @property
    def adverb(self) -> bool:
        """Whether it's an adverb that may stand anywhere in a clause."""
        return self.low in ADVERBS or (
            self.low.endswith("ly") and self.low not in _LY and not is_base(self.low)
        )


@lru_cache(maxsize=256)
def read(sentence: str) -> tuple[Word, ...]:
    """Give the words and marks of a sentence, in order, without the number of an entry."""
    begin = _NUMBER.match(sentence)
    return tuple(
        Word(text, text.lower().replace("’", "'"), *match.span(), mark=not text[0].isalnum())
        for match in _TOKEN.finditer(sentence, begin.end() if begin else 0)
        if (text := match.group())
    )


def is_finite(words: Sequence[Word], i: int) -> bool:
    """Say whether a word is the finite verb of a clause, as far as its form and neighbours tell."""
    word, at = words[i], i - 1
    if word.mark:
        return False
    if word.low in FINITE:
        return at < 0 or words[at].low != "to"
    while at >= 0 and words[at].adverb:
        at -= 1
    if at < 0 or word.adverb or not _may_have_verb(words, at, i):
        return False
    before = words[at]
    if is_past(word.low):
        return _opens_phrase(words, i + 1)
    follows = words[i + 1].low if i + 1 < len(words) else ""
    if word.low == "needs" and follows == "to":
        return True
    if before.low in FINITE or is_past(before.low) or follows in FINITE:
        return False
    if word.low.endswith("s") and not word.low.endswith("ss"):
        return _is_third_person(words, i, before.low)
    return is_base(word.low) and _is_plural_verb(words, i, at)


def _may_have_verb(words: Sequence[Word], at: int, i: int) -> bool:
    """Say whether a lexical verb can follow on a word: no determiner, preposition or "be"."""
    before = words[at]
    if before.mark or words[i].capital or before.low in _BEFORE_NO_VERB:
        return False
    return before.low not in COORDINATORS or _determined(words, i + 1)


def _is_third_person(words: Sequence[Word], i: int, before: str) -> bool:
    """Say whether a word in "-s" is a verb and no plural noun."""
    base = next((one for one in list(bases(words[i].low))[1:] if is_base(one)), "")
    also_noun = "n" in classes(base).lower() and before not in RELATIVES | PERSONS
    return bool(base) and (not also_noun or _determined(words, i + 1))


def _is_plural_verb(words: Sequence[Word], i: int, at: int) -> bool:
    """Say whether a base form is the verb of a plural, or of "we": and no noun behind one."""
    low = words[at].low
    if low not in PERSONS | RELATIVES and not low.endswith("s"):
        return False
    if low in ("is", "this") or low.endswith("'s") or is_finite(words, at):
        return False
    goes_on = i + 1 < len(words) and not words[i + 1].mark
    return mostly_verb(words[i].low) or (low.endswith("s") and is_agent(low) and goes_on)


def is_past(word: str) -> bool:
    """Say whether a word can be a verb's past or its participle."""
    if word in PARTICIPLES:
        return True
    if word in IRREGULAR and word not in _NOUNS:
        return is_base(IRREGULAR[word])
    return word.endswith("ed") and len(word) > 3 and not is_listed_noun(word)


def is_passive(words: Sequence[Word], verb: int) -> bool:
    """Say whether a predicate that begins with "be" goes on with a participle of another's deed."""
    i = verb + 1
    while i < len(words) and words[i].adverb:
        i += 1
    if words[verb].low not in ("be", "been", "being") or i >= len(words):
        return False
    word = words[i].low
    if word == "being":
        return False
    return is_past(word)


def _opens_phrase(words: Sequence[Word], i: int) -> bool:
    if i >= len(words):
        return False
    word = words[i]
    return word.low in DETERMINERS or word.low in PERSONS or word.capital or word.low[0].isdigit()


def _determined(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].low in DETERMINERS | PERSONS | {"that"}


def opens_noun_phrase(words: Sequence[Word], i: int) -> bool:
    """Say whether a noun phrase can begin with a word: no preposition, verb or conjunction."""
    if i >= len(words) or words[i].mark:
        return False
    word = words[i]
    closed = word.low in ASIDES | SUBORDINATORS | COORDINATORS | FINITE
    if word.low == "that":
        return False
    if word.low == "such":  # "such rails must"
        return i + 1 < len(words) and words[i + 1].low != "as"
    return not closed and not word.adverb and not _participial(words, i)


def _participial(words: Sequence[Word], i: int) -> bool:
    """Say whether an aside or a fronted phrase begins here: "using …", "based on …"."""
    low = words[i].low
    if words[i].capital and i:
        return False
    follows = i + 1 < len(words) and (
        words[i + 1].low in DETERMINERS | PREPOSITIONS | PERSONS or words[i + 1].mark
    )
    return follows and (low.endswith("ing") or is_past(low)) and "N" not in classes(low)


def next_word(words: Sequence[Word], i: int) -> int:
    """Give the index of the next word that is no adverb, from ``i`` on."""
    while i < len(words) and words[i].adverb:
        i += 1
    return i


def is_noun_at(words: Sequence[Word], i: int) -> bool:
    """Say whether a word stands here that may be a noun, and no mark and no closed word."""
    if i < 0:
        return False
    closed = DETERMINERS | PREPOSITIONS | COORDINATORS | SUBORDINATORS | FINITE
    return not (words[i].mark or words[i].adverb or words[i].low in closed)
