"""Where sentences begin and end. The only file that imports sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from rag.types import Passage, Place, Span

NUMBER = re.compile(
    r"\s*(?:(?:[^\W\d_]+\.?|§+) ?)?[(\[]?(?:\d{1,3}[a-z]?|[ivxlcIVXLC]{1,7}|[A-Za-z])"
    r"(?:\.\d{1,3}){0,5}[.)\]]+\s*"
)


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
    """Give the sentences of a text, without the white space around them; none runs over a line."""
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        for start, end in boundaries(line):
            found += trimmed(text, at + start, at + end)
        at += len(line) + 1
    return found


def boundaries(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Give where each sentence begins and ends; the white space between two belongs to one.

    The number of a paragraph ("2.", "Article 4.") is no sentence: it stands in its first. What
    begins with a dash goes on with the sentence before it ("WELL.—The term means…").
    """
    found: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries(language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        numbered = len(found) == 1 and NUMBER.fullmatch(text, *found[0])
        if found and (numbered or text.startswith(("\u2013", "\u2014"), start)):
            start = found.pop()[0]
        found.append((start, end))
    return found


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Give a range without the white space around it; nothing where there is only white space."""
    slice_ = text[start:end]
    if body := slice_.strip():
        start += len(slice_) - len(slice_.lstrip())
        yield Span(start, start + len(body))
