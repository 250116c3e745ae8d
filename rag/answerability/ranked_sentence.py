"""A sentence that was found, and how well it answers."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Document, RetrievedSentence


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence that was found, in which passage of which document, and how well it answers."""

    document: Document
    passage_id: str
    found: RetrievedSentence
    score: float = 0.0
