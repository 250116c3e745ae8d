"""A sentence that was found, and how well it answers."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Document, RetrievedSentence, Span


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence that was found, in which passage of which document, and how well it answers.

    ``answer`` are the characters of its text that are asked for, None where that isn't sure.
    ``told`` is what part of the question it takes up, ``fills`` how well something in it fills
    the slot; None where they weren't measured, as of a row that was looked up.
    """

    document: Document
    passage_id: str
    found: RetrievedSentence
    score: float = 0.0
    answer: Span | None = None
    told: float | None = None
    fills: float | None = None
