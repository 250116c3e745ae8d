"""Which sentences of the evidence a statement leans on, and which of its words are theirs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from rag.text.quantities import days, figures
from rag.text.tokens import SAME_START, Token, alike, initials, tokens

FURTHER = 0.2
"""A further sentence must bring this share of the statement's weight, and two words."""
MOST = 3
"""Sentences that one statement may lean on."""
SAME_SENTENCE = 0.04
"""What is gained by words that stand side by side in both, for each such pair."""
SAME, SHORT = 0.8, 6
"""Share of a statement's words, of so many at least, that are the sentence's in order where it's
not a paraphrase but the sentence itself, altered."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the statement where the source has another, or none; ranges of tokens.

    ``left`` and ``right`` count the words before and after it that both have.
    """

    said: tuple[int, int]
    found: tuple[int, int]
    left: int
    right: int


@dataclass(frozen=True)
class Pair:
    """A statement beside a sentence of its source, word by word."""

    statement: str
    sentence: str

    @cached_property
    def said(self) -> tuple[Token, ...]:
        """The statement's words."""
        return tokens(self.statement)

    @cached_property
    def found(self) -> tuple[Token, ...]:
        """The sentence's words."""
        return tokens(self.sentence)

    @cached_property
    def blocks(self) -> Sequence[tuple[int, int, int]]:
        """Stretches that both have: start in the statement, start in the sentence, length."""
        matcher = SequenceMatcher(
            None, [_key(t) for t in self.said], [_key(t) for t in self.found], autojunk=False
        )
        return matcher.get_matching_blocks()

    @cached_property
    def to(self) -> dict[int, int]:
        """The place in the sentence of each word of the statement that it has, in order or not."""
        placed = {a + n: b + n for a, b, size in self.blocks for n in range(size)}
        free = [i for i in range(len(self.found)) if i not in placed.values()]
        for i, token in enumerate(self.said):
            if i in placed or not token.content:
                continue
            match = next((j for j in free if alike(token.stem, self.found[j].stem)), None)
            if match is not None:
                placed[i] = match
                free.remove(match)
        self._abbreviations(placed)
        return placed

    def _abbreviations(self, placed: dict[int, int]) -> None:
        """Match an acronym with the words that it's made of, either way."""
        for short, long, turned in ((self.said, self.found, False), (self.found, self.said, True)):
            runs = initials(long)
            for i, token in enumerate(short):
                if len(token.text) > 1 and token.text.isupper() and token.word in runs:
                    for j in range(*runs[token.word]):
                        said, found = (j, i) if turned else (i, j)
                        placed.setdefault(said, found)

    @cached_property
    def edits(self) -> list[Edit]:
        """Where the two go apart between words that both have, or at an end of the statement."""
        found = []
        said = there = left = 0
        for a, b, size in self.blocks:
            if (a, b) != (said, there) and (left or size):
                found.append(Edit((said, a), (there, b), left, size))
            said, there, left = a + size, b + size, size
        return found

    @cached_property
    def cover(self) -> float:
        """The share of the statement's weight that the sentence has, numbers left out: 0 to 1."""
        total = got = 0.0
        for i, token in enumerate(self.said):
            if not token.word[0].isdigit():
                total += token.weight
                got += token.weight if i in self.to else 0.0
        return got / total if total else 0.0

    @cached_property
    def altered(self) -> bool:
        """Whether the statement is the sentence, or a part of it, but for a few words."""
        held = sum(size for _, _, size in self.blocks)
        return len(self.said) >= SHORT and held >= SAME * len(self.said)

    def words(self, edit: Edit) -> tuple[Sequence[Token], Sequence[Token]]:
        """Give the statement's words of an edit, and the sentence's."""
        return self.said[slice(*edit.said)], self.found[slice(*edit.found)]

    def back(self, index: int) -> int | None:
        """Give the statement's word that is the sentence's at ``index``; None without one."""
        return next((i for i, j in self.to.items() if j == index), None)

    def has(self, index: int) -> bool:
        """Say whether the sentence has the statement's word at ``index``."""
        return index in self.to


def _key(token: Token) -> str:
    return token.stem if token.content else token.word


def lean(statement: str, sentences: Sequence[str]) -> list[int]:
    """Give the sentences that a statement leans on, the most important first.

    The one that has most of its words, and any further one that brings more of them.
    """
    said = tokens(statement)
    parts = [(i, t) for i, t in enumerate(said) if t.content and not t.word[0].isdigit()]
    having = [_having(parts, sentence, statement) for sentence in sentences]
    chosen: list[int] = []
    left = {i: token.weight for i, token in parts}
    total = sum(left.values())
    while having and total and len(chosen) < MOST:
        gains = [
            sum(left.get(i, 0.0) for i in got) / total + (0.0 if chosen else order)
            for got, order in having
        ]
        gain = max(gains)
        best = gains.index(gain)
        new = left.keys() & having[best][0]
        if best in chosen or not gain or (chosen and (gain < FURTHER or len(new) < 2)):
            break
        chosen.append(best)
        for i in new:
            del left[i]
    return chosen


def _having(
    parts: Sequence[tuple[int, Token]], sentence: str, statement: str
) -> tuple[set[int], float]:
    """Give the statement's words that a sentence has, and what their order adds."""
    found = tokens(sentence)
    stems = {token.stem for token in found if token.content}
    starts: dict[str, list[str]] = {}
    for one in stems:
        if len(one) >= SAME_START:
            starts.setdefault(one[:SAME_START], []).append(one)
    got = {
        i
        for i, t in parts
        if t.stem in stems
        or any(alike(t.stem, other) for other in starts.get(t.stem[:SAME_START], ()))
    }
    pairs = {(a.stem, b.stem) for a, b in itertools.pairwise(found)}
    said = tokens(statement)
    order = sum((a.stem, b.stem) in pairs for a, b in itertools.pairwise(said))
    return got, SAME_SENTENCE * min(order, 10) / 4 + 0.02 * _same_figures(statement, sentence)


def _same_figures(statement: str, sentence: str) -> int:
    dates, numbers = days(statement), figures(statement)
    same = len({f.value for f in numbers} & {f.value for f in figures(sentence)}) if numbers else 0
    found = days(sentence) if dates else ()
    return same + sum(any(day.fits(other) for other in found) for day in dates)
