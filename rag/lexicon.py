"""What a corpus teaches about words: which ones it uses, and what its abbreviations stand for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rag.questions import LIGHT_WORDS, QUESTION_WORDS, WORD

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

_SHORT_FORM = re.compile(r"\b[A-Z][A-Z&]{1,6}\b")
_DEFINED = re.compile(r"\(([A-Z][A-Za-z&]{1,7})s?\)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:(?:\s+(?:of|on|for|and|the|in|to))*\s+[A-Z][\w’'-]+)+")
_ENDINGS = (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""))
_ASKING = frozenset("what which who whom whose when where why how".split())
_JOINING = frozenset("of on for and the in to".split())
_PLAIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in lower case with how often they occur, and long forms by abbreviation."""

    words: dict[str, int] = field(default_factory=dict)
    long_forms: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is understood, and the words that were read as another, with which."""

    question: str
    respelled: tuple[tuple[str, str], ...] = ()


def build_lexicon(texts: Iterable[str]) -> Lexicon:
    """Collect the words and abbreviations of all texts.

    An abbreviation is taken from its definition, "National Action Plan (NAP)"
    (after Schwartz and Hearst, PSB 2003), or else, when it is used without one, from
    the name whose initials it has, if there is just one such name and it stands
    there at least twice.
    """
    words: Counter[str] = Counter()
    small: set[str] = set()
    used: set[str] = set()
    defined: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        found = Counter(WORD.findall(text))
        small.update(word for word in found if word.islower())
        for word, count in found.items():
            words[word.lower()] += count
        used.update(_SHORT_FORM.findall(text))
        for match in _DEFINED.finditer(text):
            if long_form := _long_form(match.group(1), text[: match.start()].rstrip()):
                defined[match.group(1)][long_form] += 1
        for match in _NAME.finditer(text):
            name = _without_opening(match.group().split())
            names[_initials(name)][" ".join(name)] += 1
    long_forms = {}
    for short in used:
        likely = [name for name, count in names[short].items() if count > 1]
        if len(short) > 2 and len(likely) == 1 and short.lower() not in small:
            long_forms[short] = likely[0]
    long_forms |= {short: counts.most_common(1)[0][0] for short, counts in defined.items()}
    return Lexicon(dict(words), long_forms)


def is_english(word: str) -> bool:
    """Say whether a word, in lower case, is in a dictionary of English."""
    return word in _dictionary()


def read_question(
    question: str, lexicon: Lexicon, is_word: Callable[[str], bool] = is_english
) -> Reading:
    """Mend words that the corpus doesn't have, that are no words, and that nearly are one.

    ``is_word`` says whether a word in lower case is a word of the language: those
    are left alone, so that a question about a railway isn't read as one about a
    fairway.
    """
    pieces, position, respelled = [], 0, []
    for match in WORD.finditer(question):
        name = match.start() > 0 and match.group()[0].isupper()
        meant = _meant(match.group().lower(), lexicon, is_word, name=name)
        if meant is not None:
            pieces += [question[position : match.start()], meant]
            position = match.end()
            respelled.append((match.group(), meant))
    return Reading("".join([*pieces, question[position:]]), tuple(respelled))


def spell_out(question: str, lexicon: Lexicon) -> str:
    """Put its long form beside each abbreviation: NAP becomes NAP (National Action Plan)."""
    folded = question.lower()
    for short, long_form in sorted(lexicon.long_forms.items()):
        found = re.search(rf"\b{re.escape(short)}\b", question)
        if found and long_form.lower() not in folded:
            question = f"{question[: found.end()]} ({long_form}){question[found.end() :]}"
    return question


def short_forms(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give the abbreviations of the long forms in a question: texts use either."""
    folded = question.lower()
    return tuple(
        short
        for short, long_form in sorted(lexicon.long_forms.items())
        if long_form.lower() in folded and not re.search(rf"\b{re.escape(short)}\b", question)
    )


def _meant(
    word: str, lexicon: Lexicon, is_word: Callable[[str], bool], *, name: bool
) -> str | None:
    """Give the word of the corpus that a word nearly is; None where there is nothing to mend."""
    if len(word) < SHORTEST or not _PLAIN.fullmatch(word):
        return None
    if any(
        form in lexicon.words or form in QUESTION_WORDS or form in LIGHT_WORDS or is_word(form)
        for form in _forms(word)
    ):
        return None
    from rapidfuzz.distance import OSA

    slips = next((most for letters, most in SLIPS if len(word) <= letters), MOST_SLIPS)
    slips = 1 if name else slips
    near = (
        (distance, other not in _ASKING, -count, other)
        for other, count in (lexicon.words | dict.fromkeys(_ASKING, 0)).items()
        if abs(len(other) - len(word)) <= slips
        and len(other) >= SHORTEST
        and (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
        and (other[0] == word[0] or distance == 1)
        and not (name and len(word) < SHORTEST_NAME and is_word(other))
    )
    best = min(near, default=None)
    return best[3] if best else None


def _long_form(short: str, before: str) -> str | None:
    """Give the words before a bracket that the letters in it stand for."""
    words = before.split()[-min(len(short) + 5, 2 * len(short)) :]
    letters = [letter for letter in short.lower() if letter.isalnum()]
    for start in range(len(words) - 1, -1, -1):
        candidate = words[start:]
        if candidate[0][:1].lower() == letters[0] and _spells(letters, " ".join(candidate)):
            return " ".join(candidate).strip("“”\"',;:(")
    return None


def _spells(letters: list[str], text: str) -> bool:
    """Say whether the letters occur in the text in their order, from its first character on."""
    position = 0
    lowered = text.lower()
    for letter in letters:
        position = lowered.find(letter, position) + 1
        if position == 0:
            return False
    return len(text.split()) <= len(letters) + 2


def _forms(word: str) -> Iterable[str]:
    """Give a word and what may be its base form."""
    yield word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1:
            yield word.removesuffix(ending) + base


def _without_opening(words: list[str]) -> list[str]:
    """Leave out the capitalised small words that a sentence opens with."""
    while len(words) > 1 and words[0].lower() in QUESTION_WORDS | _JOINING:
        words = words[1:]
    return words


def _initials(words: list[str]) -> str:
    return "".join(word[0].upper() for word in words if word not in _JOINING)


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker()
