"""Whether a question is in a language that the bundled model reads: English."""

from __future__ import annotations

import unicodedata

from rag.english.word_lists import words
from rag.text.stopwords import QUESTION_WORDS, WORD

ROMAN_URDU = frozenset(words("unsupported_language", "roman_urdu"))
"""Words that hold an Urdu sentence together, as they are commonly spelt in Latin letters."""
SHARE = 0.25
"""Of a question's words, from which on it is taken for Roman Urdu."""
ENGLISH_ALIKE = frozenset("ya par di se bare ye jo".split())
"""Also a word, name or abbreviation elsewhere: not enough by themselves."""

REMEDY = (
    "The model in use reads English only. Ask in English, or set SANAD_EMBEDDER to a multilingual "
    "sentence-transformers model on this machine and run `sanad ingest --rebuild`."
)


def unreadable(question: str) -> str | None:
    """Say in words why the bundled model can't read a question; None if it can.

    Told by its script, or, for Urdu in Latin letters, by the small words that
    every sentence needs.
    """
    script = _script(question)
    if script is not None:
        return f"The question is written in {script} script. {REMEDY}"
    if _is_roman_urdu(question):
        return f"The question seems to be in Roman Urdu. {REMEDY}"
    return None


def _script(question: str) -> str | None:
    """Name the script of most of a question's letters, None for Latin."""
    letters = [letter for letter in question if letter.isalpha()]
    names = [unicodedata.name(letter, "unknown").split()[0].title() for letter in letters]
    foreign = [name for name in names if name != "Latin"]
    if 2 * len(foreign) <= len(letters):
        return None
    return max(sorted(set(foreign)), key=foreign.count)


def _is_roman_urdu(question: str) -> bool:
    words = [word.lower() for word in WORD.findall(question)]
    urdu = [word for word in words if word in ROMAN_URDU]
    english = [word for word in words if word in QUESTION_WORDS and word not in ROMAN_URDU]
    sure = set(urdu) - ENGLISH_ALIKE
    enough = len(sure) >= 2 or (len(sure) == 1 and len(words) <= 4)
    return enough and len(urdu) > len(english) and len(urdu) >= SHARE * len(words)
