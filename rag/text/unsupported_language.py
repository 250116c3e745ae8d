"""Whether a question is in a language that the bundled model reads: English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import phrases, words
from rag.text.stopwords import QUESTION_WORDS, WORD

ROMAN_URDU = frozenset(words("unsupported_language", "roman_urdu"))
"""Words that hold an Urdu sentence together, as they are commonly spelt in Latin letters."""
SHARE = 0.25
"""Of a question's words, from which on it is taken for Roman Urdu or another language."""
ENGLISH_ALIKE = frozenset("ya par di se bare ye jo".split())
"""Also a word, name or abbreviation elsewhere: not enough by themselves."""
FEW = 4
"""Words up to which one that only the other language has is enough."""
MANY, MOSTLY = 4, 0.4
"""Small words, and their share, that tell a language though each is a word or a name elsewhere."""
LANGUAGES = {
    name: frozenset(words("unsupported_language", name.lower()))
    for name in ("French", "German", "Spanish", "Portuguese", "Italian", "Dutch")
}
"""The small words of languages, so many that every question has some."""
ASKING = {
    name: dict(
        one.split(" ", 1) for one in phrases("unsupported_language", f"asking_{name.lower()}")
    )
    for name in LANGUAGES
}
"""What asks for a time, a number or a person in a language, in English."""
OPENING = 3
"""Words at a question's beginning of which one may ask."""
_DOCUMENTS = frozenset(
    (
        *words("unsupported_language", "documents_elsewhere"),
        *words("unsupported_language", "says_elsewhere"),
    )
)
_ELSEWHERE = frozenset(
    (
        *words("unsupported_language", "also_in_names"),
        *words("unsupported_language", "also_english"),
    )
)
_ASKS_IN_URDU = dict(one.split(" ", 1) for one in phrases("unsupported_language", "asking_urdu"))
_ELIDED = re.compile(r"(?<!\w)(?:[dlnscjm]|qu|dell|nell|all|sull|quest)['’](?=\w)")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")

REMEDY = (
    "Sanad is set up to read English only: ask in English. Whoever set it up can choose a model of "
    "more languages (the setting SANAD_EMBEDDER), and then run `sanad ingest --rebuild`."
)


URDU, ROMAN = phrases("unsupported_language", "reads_english_in_urdu")
"""The same in the language of the question: it reads questions in English only, type one."""
_URDU_LETTERS = frozenset("ٹڈڑںےھ")


def unreadable(question: str) -> str | None:
    """Say in words why the bundled model can't read a question; None if it can.

    Told by its script, or, for Urdu in Latin letters, by the small words that
    every sentence needs.
    """
    script = script_of(question)
    if script is not None and _URDU_LETTERS & set(question):
        return f"{URDU} The question seems to be in Urdu ({script} script). {REMEDY}"
    if script is not None:
        return f"The question is written in {script} script. {REMEDY}"
    if _is_roman_urdu(question):
        return f"{ROMAN} The question seems to be in Roman Urdu. {REMEDY}"
    return None


def in_english(question: str, known: Container[str]) -> tuple[str, ...]:
    """Give the words and figures of a question that can't be read that the documents have, too.

    And, in English, what it asks for in words that are known: a summary.
    """
    found = []
    for match in _TOKEN.finditer(question):
        low = match.group().lower()
        if low in _ASKS_IN_URDU:
            found.append(_ASKS_IN_URDU[low])
        elif low in known and low not in ROMAN_URDU | QUESTION_WORDS | FUNCTION_WORDS:
            found.append(match.group())
    return tuple(dict.fromkeys(found))


def foreign(question: str) -> str:
    """Name the language, of those in `LANGUAGES`, that a question seems to be in; "" for English.

    Its words may well be found in documents of that language.
    """
    if question.isupper():
        question = question.lower()
    elided = len(_ELIDED.findall(question))
    said = [word.lower() for word in _WORD.findall(_ELIDED.sub(" ", question))]
    found = [(_evidence(said, small, elided), name) for name, small in LANGUAGES.items()]
    best, name = max(found, key=lambda one: one[0])
    return name if best > 0 else ""


def searchable(question: str, language: str) -> str:
    """Give a question of another language without its small words, asked as in English.

    They stand in no English passage, and would be named as missing. As it is where nothing is left.
    """
    small, asking = LANGUAGES[language] | _DOCUMENTS, ASKING[language]
    kept, content = [], 0
    for number, match in enumerate(_TOKEN.finditer(_ELIDED.sub(" ", question))):
        word, low = match.group(), match.group().lower()
        if low in asking and number < OPENING:
            kept.append(asking[low])
        elif low not in small or (number and word[0].isupper() and low not in _DOCUMENTS):
            kept.append(word)
            content += 1
    return f"{' '.join(kept)}?" if content else question


def _evidence(said: Sequence[str], small: frozenset[str], elided: int) -> float:
    """Count the small words of a language in a question; 0 where they aren't enough."""
    own = [word for word in said if word in small]
    sure = [word for word in own if word not in _ELSEWHERE]
    english = [word for word in said if word in QUESTION_WORDS and word not in small]
    count = len(own) + elided
    strong = len(set(sure)) + (elided > 0)
    shared = len(set(own)) >= MANY and not english and count >= MOSTLY * len(said)
    enough = shared or strong >= 2 or (strong == 1 and (count >= 2 or (sure and len(said) <= FEW)))
    if not enough or count <= 2 * len(english) or count < SHARE * len(said):
        return 0
    return count + strong / 100


def script_of(text: str) -> str | None:
    """Name the script of most of a text's letters, None for Latin."""
    letters = [letter for letter in text if letter.isalpha()]
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
