"""What is written in haste to what it stands for: "whats", "wld", "r u", "w/", "acc to"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from rag.english.vocabulary import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.english.word_lists import phrases
from rag.text.spelling import Lexicon

_WH = "what|who|whom|when|where|why|which|how"
_BEFORE_R = frozenset(f"{_WH}|they|you|we|u|these|those|there".split("|"))
_BEFORE_U = AUXILIARIES | frozenset(f"{_WH}|if|thank|that|as|r".split("|"))
_LETTER = re.compile(
    r"(?:(?P<before>[\w'’]+)(?P<gap>,? ))?(?<![^\s,])(?P<letter>r|[uwn](?= [a-z])) (?=[a-z0-9])"
)
_LETTERS = {"r": "are", "u": "you", "w": "with", "n": "and"}
_AMPERSAND = re.compile(rf" & (?=(?:{_WH})\b)", re.IGNORECASE)


@cache
def _known(name: str) -> Mapping[str, str]:
    return dict(pair.split(" = ", 1) for pair in phrases("shorthand", name))


@cache
def _pattern() -> re.Pattern[str]:
    short = sorted({**_known("contractions"), **_known("shortened")}, key=len, reverse=True)
    said = "|".join(re.escape(one).replace("'", "['’]") for one in short)
    return re.compile(
        rf"(?<![\w'’/.&-])(?:{said})"
        r"(?:(?<=/)(?=\w)|(?![\w'’/&-]))(?:\.(?= [a-z(]))?",
        re.IGNORECASE,
    )


def written_out(text: str, lexicon: Lexicon) -> str:
    """Write out what a text has in short, as the corpus writes it.

    A short form that the corpus has oftener than what it stands for is left: it may be a name.
    """
    text = _AMPERSAND.sub(" and ", text)
    text = _pattern().sub(lambda match: _in_full(match[0], lexicon), text)
    text = re.sub("(?<=with)  +", " ", text, flags=re.IGNORECASE)
    while (changed := _LETTER.sub(_letter, text)) != text:
        text = changed
    return text


def _in_full(said: str, lexicon: Lexicon) -> str:
    short = said.rstrip(".")
    low = short.lower().replace("’", "'")
    full = _known("contractions").get(low)
    if full is None:
        full = _known("shortened")[low]
        name = len(short) > 1 and short.isupper() and low in lexicon.written
        if name or lexicon.counts.get(low, 0) > lexicon.counts.get(full.split()[0], 0):
            return said
    full += " " * short.endswith("/")
    if len(short) > 1 and short.isupper():
        return full.upper()
    return full[0].upper() + full[1:] if short[0].isupper() else full


def _letter(match: re.Match[str]) -> str:
    """Read a single small letter as a word, where one of that kind may stand there."""
    letter, before = match["letter"], (match["before"] or "").lower()
    if letter == "r":
        reads = before in _BEFORE_R or before.endswith("s") or not before
    elif letter == "u":
        reads = before in _BEFORE_U or not before
    else:
        reads = bool(before) and before not in DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES
        reads = reads and before.isalpha()
    said = _LETTERS[letter] if reads else letter
    return f"{match['before'] or ''}{match['gap'] or ''}{said} "
