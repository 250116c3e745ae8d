"""The words of a question as they are compared with those of a table, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.answerability.measure_asked import FIGURES, TABULATED
from rag.answerability.table_cells import counts_all
from rag.english.word_lists import words
from rag.question.question import Question, content_words
from rag.retrieve.term_weights import words_wanted
from rag.store.bm25_index import Terms
from rag.text.content_words import words_of

_BESIDE_A_NAME = re.compile(
    rf"\([^)]*\)|(?<=\w)[\s,]+(?:{'|'.join(words('judgement', 'legal_forms'))})\b", re.IGNORECASE
)
_NUMBER_OF = re.compile(r"\b(?:number|no\.?|count) of (\w+)", re.IGNORECASE)
_SPELT = (
    (re.compile(r"(?<=[bt])r$"), "er"),
    (re.compile(r"(?<=\w{2})our"), "or"),
    (re.compile(r"(?<=\w{3})is$"), "iz"),
    (re.compile(r"(?<=\w{2})enc$"), "ens"),
)
"""Stems that British and American writers spell differently: "centr", "harbour", "organis"."""

_IN_BRACKETS = re.compile(r"\((?P<whole>(?P<initials>[A-Z]{2,6})s?)\)")


@dataclass(frozen=True, slots=True)
class TableWords:
    """The stems of a question with their weights, and what tells the stems of a text.

    ``figure`` says that a figure is asked for, ``counted`` of what, if it's a count. ``joined`` are
    words of the question that stand side by side, as one, with their stems: a table may call it
    "layoff". ``total`` says that the sum of something is asked for, ``dated`` that a date is.
    """

    wanted: Mapping[str, float]
    terms: Terms
    figure: bool
    counted: frozenset[str] | None = None
    joined: tuple[tuple[str, frozenset[str]], ...] = ()
    total: bool = False
    dated: bool = False

    def stems(self, text: str) -> frozenset[str]:
        """Give the stems of a text."""
        found = frozenset(map(plain_spelling, self.terms.stems(text)))
        return found.union(*(parts for whole, parts in self.joined if whole in found))

    def label(self, text: str) -> frozenset[str]:
        """Give the stems of a row's label, without a unit in brackets or "Inc." behind it.

        If the question has its short form, "World Health Organization (WHO)", it's that.
        """
        if (short := self.stems(_short_form(text))) and short <= self.wanted.keys():
            return short
        return self.stems(_BESIDE_A_NAME.sub(" ", text)) or self.stems(text)

    def weight(self, stems: Iterable[str]) -> float:
        """Give how much of the question some stems are."""
        return sum(self.wanted.get(stem, 0.0) for stem in stems)

    def share(self, stems: frozenset[str]) -> float:
        """Give the share of a text's stems, by rarity, that the question has."""
        total = sum(self.terms.rarity(stem) for stem in stems)
        held = sum(self.terms.rarity(stem) for stem in stems if stem in self.wanted)
        return held / total if total else 0.0

    def exactly(self, stems: frozenset[str]) -> float:
        """Say how much of the question a label has, and how little else."""
        return self.weight(stems) * self.share(stems) ** 2

    def under(self, line: str) -> float:
        """Say how well a line within a table fits: "NUMBER" does where a count is asked for."""
        if not line or (self.counted is not None and counts_all(line)):
            return 1.0
        return self.share(self.stems(line))

    def counts_other(self, head: str) -> bool:
        """Say whether a column's head counts other things: "Number of staff" no houses."""
        found = _NUMBER_OF.findall(head) if self.counted else []
        return bool(found) and not (self.counted or frozenset()) & self.stems(found[-1])


def table_words(question: Question) -> TableWords:
    """Give what a question wants of a table, less what only says that things are tabulated."""
    terms = question.terms
    weights = words_wanted(question.query.question, terms).words
    wanted = {plain_spelling(stem): weight for stem, weight in weights}
    only_told = {stem for word in TABULATED for stem in terms.stems(word)}
    told = {stem: weight for stem, weight in wanted.items() if stem not in only_told}
    said = content_words(question.query.question)
    joined = (
        (stem, frozenset(map(plain_spelling, (*terms.stems(one), *terms.stems(other)))))
        for one, other in pairwise(said)
        if one.isalpha() and other.isalpha()
        for stem in terms.stems(f"{one}{other}")
    )
    slot = question.slot
    head = frozenset(map(plain_spelling, terms.stems(" ".join(slot.head[-1:]))))
    counted = head if slot.sort == "count" else None
    figure, total = slot.sort in FIGURES, any(map(counts_all, words_of(slot.question)))
    dated = slot.sort == "date"
    return TableWords(told or wanted, terms, figure, counted, tuple(joined), total, dated)


def without_counts(words: TableWords) -> TableWords:
    """Leave out what only says that something is counted: "the highest number of boats"."""
    wanted = {stem: weight for stem, weight in words.wanted.items() if not counts_all(stem)}
    return replace(words, wanted=wanted)


def _short_form(label: str) -> str:
    """Give the initials that stand in brackets behind what they are of; "" for none."""
    match = _IN_BRACKETS.search(label)
    initials = "".join(word[0] for word in words_of(label[: match.start()])) if match else ""
    return match[1] if match and initials.upper().endswith(match["initials"]) else ""


def plain_spelling(stem: str) -> str:
    """Give a stem as Americans spell it."""
    for pattern, other in _SPELT:
        stem = pattern.sub(other, stem)
    return stem
