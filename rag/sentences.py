"""Texts cut into sentences that know where they stand. English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from rag.types import Passage, Place, Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the evidence: its text, and where it stands."""

    text: str
    passage: int
    place: Place


def sentences_of(passages: Sequence[Passage]) -> list[Sentence]:
    """Cut passages into sentences that know where they stand; a line's end ends a sentence."""
    found = []
    for number, passage in enumerate(passages):
        for span in split(passage.text):
            start = passage.start + span.start
            place = Place(passage.document_id, start, passage.start + span.end)
            found.append(Sentence(passage.text[span.start : span.end], number, place))
    return found


def split(text: str) -> list[Span]:
    """Give the sentences of a text, without the white space around them."""
    found = []
    at = 0
    for line in text.split("\n"):
        for bounds in get_sentence_boundaries("en", line):
            start, end = at + bounds["start_index"], at + bounds["end_index"]
            body = text[start:end]
            if stripped := body.strip():
                start += len(body) - len(body.lstrip())
                found.append(Span(start, start + len(stripped)))
        at += len(line) + 1
    return found
