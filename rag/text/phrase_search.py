"""Where a word or phrase stands in a text: in any case, inflected, hyphenated or broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rag.text.tokens import IRREGULAR, stem
from rag.types import Span

MAX_WORDS = 8
"""Words of a phrase that is looked for."""
LONG_ENOUGH = 3
"""Letters of each of two words that may be written as one ("cyber security")."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+")
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_BETWEEN = r"(?:['’]s?)?[\s\u2010\u2011\u2013/-]{1,3}[“”\"‘’']?"
_JOINED = r"(?:['’]s?)?[\s\u2010\u2011\u2013/-]{0,3}"
_ISE = re.compile(r"i[sz](e[sd]?|ing|ations?)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to be looked for. One in capitals only is looked for in capitals only."""

    text: str
    pattern: re.Pattern[str]
    cased: bool

    def find(self, text: str) -> Iterator[Span]:
        """Give each place where the phrase stands, whole words only, in order."""
        searched = text
        if not self.cased:
            low = text.lower()
            # Letters that have no small form of the same length would move what follows.
            searched = low if len(low) == len(text) else "".join(map(_lower, text))
        for match in self.pattern.finditer(searched):
            start, end = match.span()
            if not _inside_word(searched, start, end) and "\n\n" not in match.group():
                yield Span(start, end)


def _lower(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter


def _inside_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


@lru_cache(maxsize=256)
def phrase(text: str) -> Phrase | None:
    """Read a phrase; None where it has no word, or too many."""
    words = _WORD.findall(re.sub(r"['’]s?\b", "", text))
    if not 0 < len(words) <= MAX_WORDS:
        return None
    cased = len(words) == 1 and words[0].isupper() and len(words[0]) > 1 and words[0].isalpha()
    parts = [f"{re.escape(words[0])}s?"] if cased else [_any_form(word.lower()) for word in words]
    short = any(len(word) < LONG_ENOUGH for word in words) or len(words) > 2
    joint = _BETWEEN if short else _JOINED
    return Phrase(text, re.compile(joint.join(parts)), cased)


def _any_form(word: str) -> str:
    """Give a pattern that matches a word in small letters in each of its forms.

    It begins with the letters that all forms share, which is what makes the search fast.
    """
    if word[0].isdigit():
        return _figure(word)
    forms = sorted(inflected(word), key=lambda form: (-len(form), form))
    pairs = zip(min(forms), max(forms), strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rests = "|".join(re.escape(form[len(shared) :]) for form in forms)
    return f"{re.escape(shared)}(?:{rests})"


def _figure(word: str) -> str:
    """Give a pattern for a figure, its thousands parted or not."""
    if not re.fullmatch(r"\d{4,}|\d{1,3}(?:,\d{3})+", word):
        return re.escape(word)
    digits = word.replace(",", "")
    head = len(digits) % 3 or 3
    groups = [digits[:head], *(digits[n : n + 3] for n in range(head, len(digits), 3))]
    return "[, ]?".join(groups)


def inflected(word: str) -> frozenset[str]:
    """Give the forms of a small-letter word that differ in an ending only, by English spelling.

    Words of the same stem but another ending ("universe", "university") aren't forms of it.
    """
    root = stem(word)
    forms = {word}
    for base in (*_bases(word), *_of_irregular(word)):
        tails = {f"{base}{ending}" for ending in _ENDINGS}
        if base.endswith("e"):
            tails.add(f"{base[:-1]}ing")
        if base.endswith("y"):
            tails |= {f"{base[:-1]}ies", f"{base[:-1]}ied"}
        if len(base) > 2 and base[-1] not in "aeiouywx":
            tails |= {f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}
        forms |= {form for form in tails if stem(form) in (root, stem(base))}
        if base.endswith(("s", "x", "z", "ch", "sh")):
            forms.add(f"{base}es")
    forms |= {_ISE.sub(rf"i{other}\1", form) for form in forms for other in "sz"}
    return frozenset(forms)


def _bases(word: str) -> Iterator[str]:
    """Give what a word may be a form of, itself first; only what shares its stem."""
    yield word
    for ending, instead in (
        ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""),
        ("ing", "e"),
    ):  # fmt: skip
        base = f"{word.removesuffix(ending)}{instead}"
        if not word.endswith(ending) or len(base) < 3:
            continue
        doubled = base[-1] == base[-2] and not instead
        yield from (
            one for one in (base, base[:-1] if doubled else base) if stem(one) == stem(word)
        )


def _of_irregular(word: str) -> Iterator[str]:
    """Give irregular forms that begin alike ("child", "children"; "defence", "defense")."""
    base = IRREGULAR.get(word, word)
    for form, own in IRREGULAR.items():
        if own == base and form[:2] == base[:2] and base.isalpha():
            yield form
            yield base
