"""What two versions are compared by: headings, sentences and rows of tables, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rag.types import BlockKind, Document, Span

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+(?:['’\u02bc][^\W\d_]+)*|\w|[^\w\s]")
_APOSTROPHES = "\u2018\u2019\u02bc\u201a\u201b\u2032\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_ALIKE = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_UNSEEN, "")
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a figure or a sign: what it's compared by, and its characters in the document."""

    same: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Whether it's punctuation."""
        return not self.same[0].isalnum()


@dataclass(frozen=True)
class Unit:
    """A heading, a sentence or a row: its words, and the number of its block in the document."""

    span: Span
    block: int
    kind: BlockKind
    words: tuple[Word, ...]

    @cached_property
    def key(self) -> str:
        """What units with the same words have in common, whatever their quotes and dashes are."""
        return " ".join(word.same for word in self.words)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Its words without punctuation, in small letters."""
        return tuple(word.same.lower() for word in self.words if not word.is_sign)


def units_of(document: Document) -> tuple[Unit, ...]:
    """Give the units of a document in order; what has no word or sign is left out."""
    return tuple(_units(document))


def words_of(text: str, start: int = 0) -> tuple[Word, ...]:
    """Cut a text into words and signs; ``start`` is where it stands."""
    found = []
    for match in _TOKEN.finditer(text):
        same = match.group()
        if not same.isascii():
            same = unicodedata.normalize("NFKC", same).translate(_ALIKE)
        if same:
            found.append(Word(same, start + match.start(), start + match.end()))
    return tuple(found)


def _units(document: Document) -> Iterator[Unit]:
    for number, block in enumerate(document.blocks):
        whole = Span(block.start, block.end)
        spans = () if block.kind == "heading" else document.sentences_in(block.start, block.end)
        for span in spans or (whole,):
            if words := words_of(document.text[span.start : span.end], span.start):
                yield Unit(Span(words[0].start, words[-1].end), number, block.kind, words)
