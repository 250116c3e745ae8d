"""What denies in a sentence: the words, and how far they deny. Closed lists of English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.english.word_lists import words
from rag.grammar.claim_strength import marks
from rag.text.tokens import Token, tokens

DENIALS = frozenset("not no never none neither nor without nobody nothing cannot".split())
QUASI_DENIALS = frozenset(words("negation", "quasi_denials"))
"""Words near which a "not" may be said in another way."""
NEGATIVE = (QUASI_DENIALS - {"other", "than", "until"}) | frozenset(words("negation", "negative"))
"""Words that deny or leave out something in one way or another."""
DENYING_VERBS = frozenset(words("negation", "denying_verbs"))
"""Verbs of saying that deny what follows."""
LEFT_OUT = re.compile(
    r"\b(?:left out|leaves? out|leaving out|excluded|omitted|exempt\w*|ruled out|runs? out|ran out|"
    r"exhausted|used up)\b",
    re.IGNORECASE,
)
"""What is left out isn't there."""
_PREFIXED = re.compile(r"(?:un(?!der|i[oqtfv]|til|less)|non|dis(?!c|t|p))[a-z]{4,}")
_AWAY = re.compile(
    r"\b(?:leav(?:e|es|ing)|left)\b[^,;.]{1,40}?\b(?:aside|alone|out)\b"
    r"|\b(?:keep|keeps|kept|shut|shuts)\b[^,;.]{1,30}?\bout\b(?! of)"
    r"|\b(?:giv(?:e|es|en|ing)|gave) up\b|\b(?:tak(?:e|es|en)|took) off\b"
    r"|\b(?:keep|keeps|kept|stop|stops|stopped|bar|bars|barred|hold|holds|held)\b[^,;.]{1,30}?"
    r"\bfrom [a-z]+ing\b|\bas (?:it|they) (?:was|were)\b|\bun(?:changed|altered|touched)\b",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\bnot (?:only|just|merely|least)\b|\bor not\b|\bif not\b|\bno (?:later|sooner|matter)\b"
    r"|\bno doubt\b|\bnothing (?:but|less)\b|\bno one but\b|\bno other\b",
    re.IGNORECASE,
)
"""A "not" that denies nothing."""


def denials(text: str) -> Iterator[str]:
    """Give what denies something in a text, by a "not" or by "leaves it out"."""
    words = tokens(text)
    idle = [match.span() for match in _IDLE.finditer(text)]
    for mark in marks(text):
        start, end = words[mark.at].start, words[mark.until - 1].end
        if mark.scale == "denial" and not any(a <= start < b for a, b in idle):
            yield text[text.rfind(" ", 0, start + 1) + 1 : end]
    for match in _AWAY.finditer(text):
        yield match.group()


def negative(words: Sequence[Token], n: int) -> bool:
    """Say whether the word at ``n`` denies or leaves out something, in some way."""
    word = words[n].word
    behind = [token.word for token in words[n + 1 : n + 2]]
    if word == "different":  # but not in "from different agencies"
        return behind in (["from"], ["than"])
    if word == "rather":
        return behind == ["than"]
    return word in DENIALS or word in NEGATIVE or bool(_PREFIXED.match(word))
