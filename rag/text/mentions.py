"""Which words a text has in any form: inflected, cut by a hyphen or a line's end, as a figure.

For what is said of a text, not for ranking: where it is in doubt, the word is there. To say that
a text doesn't mention what stands in it is worse than to say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from rag.text.quantities import currency, days, figures
from rag.text.raised_figures import typed
from rag.text.tokens import alike, initials, nearly_spelt, root, tokens

SAME_START, SAME_PART = 5, 0.7
"""Letters that two stems share at least where they are taken for forms of one word, and for which
part of the longer; one less where only the last differs as in "decide" and "decision"."""
_LAST = frozenset(map(frozenset, ("ds", "ts", "fv", "pt", "ck")))
SOLID = 5
"""Letters of a word that is looked for over hyphens, spaces and line ends as well."""
_DECADE = re.compile(r"([12]\d\d)0s")
_SUFFIXES = frozenset("r ion or er ive ly al ment ance ence".split())
"""What makes another word of a short stem: "act", "action"; "use", "user"."""
_KEYED = 3
_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,8}")


class Mentions:
    """What some texts mention."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts."""
        self._texts = [_plain(text) for text in texts]

    def has(self, word: str) -> bool:
        """Say whether a word, a figure or a compound stands there in some form."""
        word = _plain(word)
        if word[:1].isdigit() or any(f.value in self._values for f in figures(word)):
            return self._has_figure(word)
        if len(word) > 1 and (unit := currency(word)) and unit in self._units:
            return True
        solid = _LETTERS.sub("", word.lower())
        if len(solid) >= SOLID and solid in self._solid:
            return True
        if word.isupper() and word.lower() in self._initials:
            return True
        parts = tokens(word)
        return bool(parts) and all(self._has_part(part.word) for part in parts)

    def _has_part(self, word: str) -> bool:
        base = root(word)
        if len(base) < _KEYED:
            return base in self._roots
        return base in self._roots or any(
            alike(base, other) or nearly_spelt(word, other) or _same_start(base, other)
            for other in self._starts.get(base[:_KEYED], ())
        )

    def _has_figure(self, word: str) -> bool:
        digits = _LETTERS.sub("", word)
        if decade := _DECADE.fullmatch(word):
            return any(one.startswith(decade[1]) and len(one) == 4 for one in self._digits)
        dates = {float(day.year) for day in days(word) if day.year}
        wanted = {figure.value for figure in figures(word)} | dates
        return bool(wanted & self._values) or digits in self._digits

    @cached_property
    def _roots(self) -> frozenset[str]:
        whole = " ".join(self._texts).lower()
        dotted = {short.replace(".", "") for short in _DOTTED.findall(whole)}
        return frozenset(map(root, dotted.union(_WORD.findall(whole))))

    @cached_property
    def _starts(self) -> dict[str, list[str]]:
        starts: dict[str, list[str]] = {}
        for base in self._roots:
            starts.setdefault(base[:_KEYED], []).append(base)
        return starts

    @cached_property
    def _solid(self) -> str:
        return "\n".join(_LETTERS.sub("", text.lower()) for text in self._texts)

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(short for text in self._texts for short in initials(tokens(text)))

    @cached_property
    def _digits(self) -> frozenset[str]:
        found = (re.findall(r"\d+(?:,\d+)*", text) for text in self._texts)
        return frozenset(one.replace(",", "") for some in found for one in some)

    @cached_property
    def _values(self) -> frozenset[float]:
        dates = (float(day.year) for text in self._texts for day in days(text) if day.year)
        counts = (figure.value for text in self._texts for figure in figures(text))
        return frozenset((*dates, *counts))

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(figure.unit for text in self._texts for figure in figures(text))


def _plain(text: str) -> str:
    """Give a text without what can't be seen in it: accents, ligatures, soft hyphens."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKD", typed(text).replace("\u00ad", ""))
    return "".join(c for c in folded if not unicodedata.combining(c))


def _same_start(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and long.removeprefix(short) in _SUFFIXES:
        return True
    longer = max(len(one), len(other))
    pairs = zip(one, other, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    if len(one) == len(other) == shared + 1 >= SAME_START:
        return frozenset((one[-1], other[-1])) in _LAST
    return shared >= max(SAME_START, SAME_PART * longer)
