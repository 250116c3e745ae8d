"""How much two units are alike: the words that they have in common, in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from rag.english.vocabulary import FUNCTION_WORDS
from rag.versions.units import Unit

CHANGED = 0.5
"""Share of their words that two units have in common in order from which on one became the other.
Two sentences of one text on one subject rarely have half; less is told as dropped and added."""
CONTENT = 0.4
"""Share of the words that say something, of the unit that has fewer, which they must share."""
WITHOUT_CONTENT = 0.75
"""Likeness where one has no such words, as a row of figures."""
PARTED = 0.06
"""How much more alike two must be than one, to be taken for a sentence that was parted."""
RARE = 3
"""Of a unit's rarest words that are looked up."""
OFTEN = 40
"""Units with a word, above which it finds none."""
FIGURE = "#"

Step = tuple[int, int, float]
"""So many of the old units for so many of the new ones, and what is gained by it."""


class Likeness:
    """Compares units of two versions by their numbers.

    A unit is written with one character a word, which is what edit distances are quick on;
    figures are one and the same character, since it's they that change.
    """

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        """Read the units once."""
        self.old, self.new = old, new
        self._letters: dict[str, str] = {}
        self._olds = [self._written(unit) for unit in old]
        self._news = [self._written(unit) for unit in new]
        self._content = [[_content(unit) for unit in units] for units in (old, new)]

    def of(self, i: int, j: int) -> float:
        """Say how much an old unit is like a new one, 0 to 1."""
        return self._like(self._olds[i], self._news[j])

    def is_same(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """Say whether units that follow on each other have the same words in all."""
        here, there = (
            " ".join(units[n].key for n in some)
            for units, some in ((self.old, old), (self.new, new))
        )
        return here == there

    def steps(self, old: Sequence[int], new: Sequence[int]) -> dict[tuple[int, int], list[Step]]:
        """Give by their places in two stretches which units may have become which."""
        found: dict[tuple[int, int], list[Step]] = {}
        for a, i in enumerate(old):
            for b, j in enumerate(new):
                if (self.old[i].kind == "heading") != (self.new[j].kind == "heading"):
                    continue
                if some := [*self._one(i, j), *self._two(old, new, a, b)]:
                    found[a, b] = some
        return found

    def _one(self, i: int, j: int) -> Iterator[Step]:
        like = self.of(i, j)
        if like >= CHANGED and self._share_content([i], [j], like):
            yield 1, 1, self._gain(self._olds[i], self._news[j], like)

    def _two(self, old: Sequence[int], new: Sequence[int], a: int, b: int) -> Iterator[Step]:
        """Try one unit for two that follow on each other, either way."""
        i, j = old[a], new[b]
        single = self.of(i, j)
        if single < CHANGED / 2:
            return
        if b + 1 < len(new) and new[b + 1] == j + 1 and self._together(self.new, j):
            yield from self._joined([i], [j, j + 1], single)
        if a + 1 < len(old) and old[a + 1] == i + 1 and self._together(self.old, i):
            yield from self._joined([i, i + 1], [j], single)

    def _joined(self, old: Sequence[int], new: Sequence[int], single: float) -> Iterator[Step]:
        here = "".join(self._olds[i] for i in old)
        there = "".join(self._news[j] for j in new)
        like = self._like(here, there)
        second = self.of(old[-1], new[-1])
        if like < max(CHANGED, single + PARTED, second + PARTED):
            return
        if self._share_content(old, new, like):
            yield len(old), len(new), self._gain(here, there, like)

    @staticmethod
    def _together(units: Sequence[Unit], first: int) -> bool:
        """Say whether a unit and the next may be parts of one: no heading, no row of a table."""
        return all(unit.kind not in ("heading", "table") for unit in units[first : first + 2])

    def sharing_rare_words(
        self, old: Sequence[int], new: Sequence[int], least: float
    ) -> list[tuple[int, int]]:
        """Pair each old unit with the new one most like it, of those with its rarest words."""
        having: dict[str, list[int]] = defaultdict(list)
        for j in new:
            for word in self._content[1][j]:
                having[word].append(j)
        taken: set[int] = set()
        found = []
        for i in old:
            known = [word for word in self._content[0][i] if 0 < len(having[word]) <= OFTEN]
            rarest = sorted(known, key=lambda word: (len(having[word]), word))[:RARE]
            near = {j for word in rarest for j in having[word]} - taken
            best = max(near, key=lambda j: (self.of(i, j), -j), default=-1)
            if best >= 0 and self.of(i, best) >= least and self._share_content([i], [best], 0.0):
                found.append((i, best))
                taken.add(best)
        return found

    def _share_content(self, old: Sequence[int], new: Sequence[int], like: float) -> bool:
        here = set().union(*(self._content[0][i] for i in old))
        there = set().union(*(self._content[1][j] for j in new))
        fewer = min(len(here), len(there))
        return len(here & there) >= CONTENT * fewer if fewer else like >= WITHOUT_CONTENT

    def _written(self, unit: Unit) -> str:
        return "".join(self._letter(FIGURE if word[0].isdigit() else word) for word in unit.said)

    def _letter(self, word: str) -> str:
        return self._letters.setdefault(word, chr(0x10000 + len(self._letters)))

    @staticmethod
    def _like(here: str, there: str) -> float:
        return float(Indel.normalized_similarity(here, there)) if here and there else 0.0

    @staticmethod
    def _gain(here: str, there: str, like: float) -> float:
        return like * (len(here) + len(there))


def _content(unit: Unit) -> frozenset[str]:
    """Give the words of a unit that say something."""
    said = Counter(unit.said)
    return frozenset(w for w in said if w not in FUNCTION_WORDS and not w[0].isdigit())
