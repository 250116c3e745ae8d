"""The words that a corpus uses, and a question's slips of the pen mended by them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from rag.english import vocabulary
from rag.text.stopwords import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, WORD

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORTEST = 4
"""Letters. A shorter word that isn't known is as likely a name as a slip."""
SHORTEST_NAME = 6
"""Letters. A shorter name is no slip for a common word: Banki isn't a bank."""
SLIPS = ((6, 1), (10, 2))
"""Letters up to which a word may be so many slips from the one that was meant."""
MOST_SLIPS = 3
"""Of a still longer word."""

LONG_ENOUGH = 7
"""Letters. A shorter word of English isn't read as another spelling of itself."""

RARE = 1_000
"""Times that the dictionary has seen a word, below which one that opens a question and is nearly
a word that asks is taken for that."""

_ENDINGS = (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""))
_ASKING = frozenset("what which who whom whose when where why how".split())
_PLAIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a corpus.

    ``counts`` says how often each occurs, in lower case; ``written`` how those are mostly
    written within a sentence that have capitals there: "Peshawar", "GDP".
    """

    counts: Mapping[str, int]
    written: Mapping[str, str]
    _lengths: dict[int, list[str]] = field(default_factory=dict, compare=False, repr=False)

    def near(self, word: str, slips: int) -> Iterator[tuple[str, int]]:
        """Give the words that are at most so many slips from another, and how many."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if not self._lengths:
            lengths: dict[int, list[str]] = {}
            for one in self.counts:
                lengths.setdefault(len(one), []).append(one)
            self._lengths.update(lengths)
        for length in range(len(word) - slips, len(word) + slips + 1):
            some = self._lengths.get(length, [])
            found = extract(
                word, some, scorer=OSA.distance, processor=None, score_cutoff=slips, limit=None
            )
            yield from ((other, int(distance)) for other, distance, _ in found)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is understood, and the words that were read as another, with which."""

    question: str
    respelled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often a text says each word, in lower case, and how it writes them within sentences."""

    counts: Mapping[str, int]
    forms: Mapping[str, int]


def build_lexicon(texts: Iterable[str]) -> Lexicon:
    """Count the words of all texts and how they are written; a line of capitals tells nothing."""
    counts: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for text in texts:
        found = count_words(text)
        counts.update(found.counts)
        forms.update(found.forms)
    return lexicon_of(counts, forms)


def count_words(text: str) -> WordCounts:
    """Count the words of a text, and how they are written within its sentences."""
    counts: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for line in text.split("\n"):
        shouted = line.isupper()
        for match in WORD.finditer(line):
            word = match.group()
            counts[word.lower()] += 1
            if not shouted and not _OPENS.search(line[max(0, match.start() - 3) : match.start()]):
                forms[word] += match.start() > 0 or word.isupper()
    return WordCounts(counts, {word: count for word, count in forms.items() if count})


def lexicon_of(counts: Mapping[str, int], forms: Mapping[str, int]) -> Lexicon:
    """Tell how words are mostly written."""
    written: dict[str, str] = {}
    for word, count in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        if count > (word != word.lower()) * MOSTLY * forms.get(word.lower(), 0):
            written.setdefault(word.lower(), word)
    return Lexicon(counts, {low: word for low, word in written.items() if low != word})


_OPENS = re.compile(r"[.!?:]\W?\s$")
MOSTLY = 3
"""Times as often as in small letters a word must have its capitals to be written with them: names
of columns and headings have them, too ("Revenue")."""


def is_english(word: str) -> bool:
    """Say whether a word, in lower case, is in a dictionary of English."""
    return word in _dictionary()


def frequency(word: str) -> int:
    """Say how often the dictionary of English has seen a word, in lower case; 0 if never.

    It was counted in film subtitles; the rarest of its words, and those that are only
    in its list, have 50.
    """
    return _dictionary().word_frequency.dictionary.get(word, 0)


def read_question(question: str, lexicon: Lexicon) -> Reading:
    """Mend words that the corpus doesn't have, that are no words, and that nearly are one.

    Words of English are left alone, so that a question about a railway isn't read as one
    about a fairway.
    """
    pieces, position, respelled = [], 0, []
    for match in WORD.finditer(question) if _may_be_english(question, lexicon) else ():
        name = match.start() > 0 and match.group()[0].isupper()
        word = match.group()
        if word.isupper() and not question.isupper():
            continue  # a short form: "WIPO" is no slip for "tipo"
        meant = _asking(word, lexicon) if not match.start() else None
        meant = meant or _meant(word.lower(), lexicon, name=name)
        if meant is not None:
            pieces += [question[position : match.start()], meant]
            position = match.end()
            respelled.append((match.group(), meant))
    return Reading("".join([*pieces, question[position:]]), tuple(respelled))


def in_their_case(question: str, lexicon: Lexicon) -> str:
    """Write a question that is all capitals, or has none, as the corpus writes its words.

    A short form that the corpus knows keeps its capitals, and so does a word that nobody knows.
    "IT" and "WHO" are small words, unless the corpus has them as short forms and "THE" stands
    before.
    """
    if question != question.upper() and question != question.lower():
        return question
    pieces, position, before = [], 0, ""
    for match in WORD.finditer(question):
        word = match.group()
        pieces += [question[position : match.start()], _cased(word, before, lexicon)]
        position, before = match.end(), word
    return "".join([*pieces, question[position:]])


def _cased(word: str, before: str, lexicon: Lexicon) -> str:
    low = word.lower()
    known = lexicon.written.get(low, "")
    if (
        low
        in QUESTION_WORDS | FUNCTION_WORDS | vocabulary.FUNCTION_WORDS | vocabulary.GENERAL_WORDS
    ):
        return known if known == word and before == "THE" else low
    if known or low == word:
        return known or word
    return low if any(form in lexicon.counts or is_english(form) for form in _forms(low)) else word


def _may_be_english(question: str, lexicon: Lexicon) -> bool:
    """Say whether a question has a small word of English, or mostly words that are known.

    One that has neither is in a language that nobody has told apart yet: its words are no slips.
    """
    words = [word.lower() for word in WORD.findall(question)]
    if any(word in QUESTION_WORDS or word in vocabulary.FUNCTION_WORDS for word in words):
        return True
    known = sum(word in lexicon.counts or is_english(word) for word in words)
    return len(words) < 2 or 2 * known >= len(words)


def _asking(first: str, lexicon: Lexicon) -> str | None:
    """Give the word that asks that a first word is a slip for: "wat" is a word, but a rare one."""
    from rapidfuzz.distance import OSA

    known = first in lexicon.counts or frequency(first) >= RARE
    near = (asking for asking in sorted(_ASKING) if OSA.distance(first, asking) == 1)
    return None if known else next((one for one in near if one[0] == first[0]), None)


def _meant(word: str, lexicon: Lexicon, *, name: bool) -> str | None:
    """Give the word of the corpus that a word nearly is; None where there is nothing to mend."""
    if len(word) < SHORTEST or not _PLAIN.fullmatch(word):
        return None
    if any(form in lexicon.counts or form in QUESTION_WORDS | LIGHT_WORDS for form in _forms(word)):
        return None
    if any(map(is_english, _forms(word))):
        return None if name else _variant(word, lexicon)
    from rapidfuzz.distance import OSA

    slips = next((most for letters, most in SLIPS if len(word) <= letters), MOST_SLIPS)
    slips = 1 if name else slips
    asking = (
        (other, distance)
        for other in _ASKING
        if (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
    )
    near = (
        (distance, other not in _ASKING, -lexicon.counts.get(other, 0), other)
        for other, distance in chain(lexicon.near(word, slips), asking)
        if len(other) >= SHORTEST
        and (other[0] == word[0] or distance == 1)
        and not (name and len(word) < SHORTEST_NAME and is_english(other))
    )
    best = min(near, default=None)
    return best[3] if best else None


def _variant(word: str, lexicon: Lexicon) -> str | None:
    """Give another spelling of an English word by which the corpus has it: "marihuana".

    One letter within it differs, and the other spelling is hardly known or not at all, so it's no
    word of its own. In all questions of squad2_dev, policyqa_dev and doc2dial_dev four words are
    respelled ("kilometres"), none wrongly.
    """
    if len(word) < LONG_ENOUGH:
        return None
    known = frequency(word)
    near = (
        (-lexicon.counts[other], other)
        for other, distance in lexicon.near(word, 1)
        if distance == 1
        and (other[0], other[-1]) == (word[0], word[-1])
        and _PLAIN.fullmatch(other)
        and frequency(other) * 10 <= min(known, 10 * RARE)
    )
    best = min(near, default=None)
    return best[1] if best else None


def _forms(word: str) -> Iterable[str]:
    """Give a word and what may be its base form."""
    yield word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1:
            yield word.removesuffix(ending) + base


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker()
