"""What one question came to: the input of every metric, and one entry of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answered", "unsure", "refused", "error"]


@dataclass(frozen=True, slots=True)
class Place:
    """A range of characters in the canonical text of a document, named by its file."""

    document: str
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Say whether the two share a character of one document."""
        same = self.document == other.document
        return same and self.start < other.end and other.start < self.end


Gold = tuple[Place, ...]
"""One gold quote: every place where it stands. To find any of them is to find it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as an answer shows it; ``place`` is where it stands, by the answer's own word."""

    document: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an answer and the quotes that it cites."""

    text: str
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One case after it was run.

    ``score`` is the system's own evidence for an answer, the higher the more;
    None where a system gives none. ``cluster`` names what the item is resampled
    with, where its gold doesn't tell. ``retrieved`` are the passages, the best
    first. ``error`` holds the message of an item that raised.
    """

    id: str
    question: str
    answerable: bool
    outcome: Outcome
    stratum: str = ""
    cluster: str = ""
    score: float | None = None
    gold: tuple[Gold, ...] = ()
    answers: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()
    retrieved: tuple[Place, ...] = ()
    nearest: tuple[Quoted, ...] = ()
    reason: str = ""
    error: str = ""
