"""A sentence's words as they are compared, and their stems, which the word index has too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from rag.english.vocabulary import FUNCTION_WORDS, LIGHT_WORDS
from rag.english.word_lists import phrases
from rag.text.raised_figures import typed

if TYPE_CHECKING:
    import tantivy

_WORD = re.compile(
    r"\d+(?:[.,]\d+)*(?:st|nd|rd|th|s)?(?!(?![²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅞])[^\W\d_])|(?:[^\W\d_]\.){2,}|[^\W_]+"
)
HYPHENS = "-\u2010\u2011"
_QUOTES = str.maketrans("’‘\u02bc", "'''")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s|$))", re.IGNORECASE)
_NOT = re.compile(
    r"\b(ca|could|do|does|did|is|are|was|were|has|have|had|should|would|must|need|"
    r"might|wo|sha|ai)( ?n?['’]t|n['’]?t)\b|\b(can)(not)\b",
    re.IGNORECASE,
)
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
IRREGULAR = dict(pair.rsplit(" ", 1) for pair in phrases("tokens", "irregular"))
LONGEST = 60
"""Bytes of a word that the index takes."""
SAME_START = 6
"""Longer words that begin alike for so long, and for most of their length, are forms of one."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as written and lower-cased, its stem, its place, and how much it says.

    ``weight`` is 0 for a function word and below 1 for a light one. ``capital``:
    written with a capital; ``first``: the sentence's first word, whose capital says little.
    """

    text: str
    word: str
    stem: str
    start: int
    end: int
    capital: bool
    first: bool
    weight: float

    @property
    def content(self) -> bool:
        """Whether it's more than a function word."""
        return self.weight > 0


@lru_cache(maxsize=4096)
def tokens(sentence: str) -> tuple[Token, ...]:
    """Give the words of a sentence; hyphens part, possessive endings go, "can't" is two."""
    found: list[Token] = []
    text = sentence.translate(_QUOTES)
    endings = {match.start(): match.end() for match in _POSSESSIVE.finditer(text)}
    nots = {match.start(): match for match in _NOT.finditer(text)}
    at = 0
    while match := _WORD.search(text, at):
        if match.start() in endings and text[match.start()] == "'":
            at = endings[match.start()]
            continue
        if (no := nots.get(match.start())) and no.end() >= match.end():
            verb = no[1] or no[3]
            start, at = no.span()
            split = start + len(verb)
            whole = _WHOLE.get(verb.lower(), verb)
            found.append(_token(sentence, whole, start, split, not found))
            found.append(_token(sentence, "not", split, at, False))
            continue
        found.append(_token(sentence, match.group(), match.start(), match.end(), not found))
        at = endings.get(match.end(), match.end())
    return tuple(found)


def _token(sentence: str, word: str, start: int, end: int, first: bool) -> Token:
    lower, stemmed, weight = _facts(word)
    return Token(sentence[start:end], lower, stemmed, start, end, word[0].isupper(), first, weight)


@lru_cache(maxsize=65536)
def _facts(word: str) -> tuple[str, str, float]:
    """Give a word in small letters, its stem and its weight."""
    lower = typed(word.lower().rstrip("."))
    weight = 0.35 if lower in LIGHT_WORDS else 1.0
    if lower in FUNCTION_WORDS or (len(lower) == 1 and lower.isalpha()):
        weight = 0.0
    if len(word) > 1 and word.isupper() and word.isalpha():
        weight = 1.0  # an acronym such as "US" or "IT"
    return lower, root(lower), weight


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """Give the stem of a lower-case word, or of the verb that it's an irregular form of."""
    return stem(IRREGULAR.get(word, word))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Say whether two stems are forms of one word ("implement", "implementation")."""
    if one == other:
        return True
    if min(len(one), len(other)) < SAME_START or one[:SAME_START] != other[:SAME_START]:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return (shared or min(len(one), len(other))) >= 0.7 * max(len(one), len(other))


def nearly_spelt(one: str, other: str) -> bool:
    """Say whether two long words are one but for a letter ("millennia", "millenia")."""
    if min(len(one), len(other)) < 6 or one[0] != other[0]:
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


LENDING = 4
"""Words of a name from which on its initials with a letter more are no chance."""


def initials(found: tuple[Token, ...]) -> dict[str, tuple[int, int]]:
    """Give the initials of capitalised words side by side, two or more, with their range.

    Function words between them don't count: "Institute for Peace Studies" is IPS. Of `LENDING`
    words or more the first may give two letters: the "Night Air Traffic Office" is NIATO.
    """
    named: dict[str, tuple[int, int]] = {}
    lent: dict[str, tuple[int, int]] = {}
    run: list[int] = []
    for i, token in enumerate((*found, None)):
        if token is not None and token.capital and token.content:
            run.append(i)
        elif token is None or token.word not in ("of", "for", "the", "and", "on", "in"):
            for start in range(len(run)):
                letters = "".join(found[n].word[0] for n in run[start:])
                for end in range(2, len(letters) + 1):
                    span = (run[start], run[start + end - 1] + 1)
                    named.setdefault(letters[:end], span)
                    if end >= LENDING:
                        two = found[run[start]].word[1:2] + letters[1:end]
                        lent.setdefault(f"{letters[0]}{two}", span)
            run = []
    return lent | named


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Give the stem of a lower-case English word, as the index has it."""
    return (*_stemmer().analyze(word), word)[0]


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


def analyzer() -> tantivy.TextAnalyzer:
    """Give what turns a text into the stems of its words, function words left out."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (
        Filter.remove_long(LONGEST),
        Filter.lowercase(),
        Filter.stopword("english"),
        Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()
