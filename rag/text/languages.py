"""In which language a text is written, by its small words, and which words are alike in two."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import words
from rag.text.unsupported_language import LANGUAGES, script_of

SAMPLE = 20_000
"""Characters of a text that are looked at."""
BEGINNING = 4_000
"""Characters that tell a script."""
SHARE = 0.15
"""Of a text's words, from which on the small words of a language tell that it is in that one. Of
one text in German and one in Spanish they are .33 and .40, of 242 in English .10 at most."""
AHEAD = 1.5
"""Times as many as the small words of English they must be."""
FEWEST = 20
"""Words of a text that tell something."""
WHOLE = 6
"""Letters of a word up to which another must have them all to be alike: of a longer one `MOST`."""
MOST = 0.75
SHORTEST = 5
"""Letters of a word that may stand within another: a shorter one must be the same."""
FEWEST_CONSONANTS = 4
"""That tell a name; three are those of too many words."""
NATIONS: Mapping[str, frozenset[str]] = {
    name: frozenset(words("languages", f"of_{name.lower()}")) for name in LANGUAGES
}
"""What the speakers of a language, and where they live, are called in English."""
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ß", "ss"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|qu", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])|t(?=i[oa])", "z"),
        (r"c", "k"),
        (r"y", "i"),
        (r"w", "v"),
        (r"^e(?=s[ptk])", ""),
        (r"(.)\1", r"\1"),
    )
)
"""Letters for which the languages of Europe have others in the same words, in this order."""


def language_of(text: str) -> str:
    """Name the language, of those in `LANGUAGES`, that a text is in; "" for English and others."""
    said = [word.lower() for word in _WORD.findall(text[:SAMPLE])]
    if len(said) < FEWEST:
        return ""
    counts = {name: sum(word in small for word in said) for name, small in LANGUAGES.items()}
    best = max(counts, key=lambda name: counts[name])
    english = sum(word in FUNCTION_WORDS for word in said)
    return best if counts[best] >= max(SHARE * len(said), AHEAD * english) else ""


def written_in(text: str) -> str:
    """Say in what a text is written that isn't English: "German", "the Arabic script"; else ""."""
    script = script_of(text[:BEGINNING])
    return f"the {script} script" if script else language_of(text)


def sounding(word: str) -> str:
    """Write a word as the languages of Europe have it in common: "taksonomi" for "taxonomy"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum()).lower()
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain


def alike_in(word: str, others: Iterable[str]) -> Iterator[str]:
    """Give the words of another language that are a word's like, or have it in them.

    Of a long word the beginning suffices; names, figures and short words must be the same.
    """
    own = sounding(word)
    if len(own) < SHORTEST or any(map(str.isdigit, own)):
        yield from (other for other in others if own and sounding(other) == own)
        return
    beginning = own if len(own) <= WHOLE else own[: max(WHOLE, math.ceil(MOST * len(own)))]
    yield from (other for other in others if beginning in sounding(other))


def shared(wanted: Sequence[str], text: str) -> frozenset[str]:
    """Give those of some words that a text in another language has the like of."""
    there = frozenset(_TOKEN.findall(text))
    return frozenset(word for word in wanted if next(alike_in(word, there), None))


def consonants(word: str) -> str:
    """Give the consonants of a word in any script, as far as the names of its letters tell them.

    "pnjb" for "Punjab", in Latin, Arabic or Greek letters alike. Those that are a vowel as well, or
    that are written or not ("h", "v", "w", "y"), are left out.
    """
    said = "".join(map(_latin, unicodedata.normalize("NFKD", word.lower())))
    for pattern, sound in _CONSONANTS:
        said = pattern.sub(sound, said)
    return said


_CONSONANTS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("t?ch", "j"),
        ("ck|q|c", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("[aeiouhvwy\\W\\d_]", ""),
        (r"(.)\1", r"\1"),
    )
)
_NO_SOUND = frozenset("FARSI FINAL SHORT SOFT HARD HAMZA MARBUTA".split())


def _latin(letter: str) -> str:
    """Give the consonants that a letter's name begins with: "sh" of "ARABIC LETTER SHEEN"."""
    if letter.isascii() or not letter.isalpha():
        return letter if letter.isascii() else ""
    name = unicodedata.name(letter, "").partition(" LETTER ")[2].split()
    first = next((one for one in name if one not in _NO_SOUND), "").lower()
    if len(first) == len("en") and first[0] in "aeiou":
        return first[1:]  # Cyrillic "en", "em", "er"
    return re.split("[aeiou]", first, maxsplit=1)[0]


def sounding_like(words: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """Give the names that have the same consonants as a word in another script, four at least."""
    wanted = {key for word in words if len(key := consonants(word)) >= FEWEST_CONSONANTS}
    yield from (name for name in names if consonants(name) in wanted)
