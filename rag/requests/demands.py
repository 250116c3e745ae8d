"""What a document reprints to reply to it, such as a recommendation, and what it replies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.english.word_lists import words
from rag.grammar.quote_role import is_reprinted
from rag.requests.outline import Section, items, outline
from rag.text.tokens import root
from rag.types import Block, Document
from rag.types.known import Known

DEMANDS = frozenset(map(root, words("quote_role", "demands")))
"""Stems of what a demand is labelled by: "Recommendation 3"."""


@dataclass(frozen=True, slots=True)
class Replied:
    """A numbered demand in a document that replies to it: its blocks, and those of the reply."""

    section: Section
    demand: tuple[Block, ...]
    reply: tuple[Block, ...]


def parted(document: Document, blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Part blocks into those that the document reprints to reply to them, and its own."""
    found: tuple[list[Block], list[Block]] = ([], [])
    for block in blocks:
        found[not is_reprinted(document, block.start)].append(block)
    return found


def replied(document: Document) -> tuple[Replied, ...]:
    """Give the numbered demands that a document reprints and replies to, in its order."""
    return _replied(Known(document))


@lru_cache(maxsize=256)
def _replied(known: Known) -> tuple[Replied, ...]:
    return tuple(_found(known.document))


def _found(document: Document) -> Iterator[Replied]:
    for section in outline(document):
        if section.label.noun in DEMANDS and section.label.number:
            demand, reply = parted(document, items(document, section))
            if demand and reply:
                yield Replied(section, tuple(demand), tuple(reply))
