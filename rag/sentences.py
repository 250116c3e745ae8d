"""Where sentences begin and end. The only file that imports sentencex."""

from __future__ import annotations

from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from rag.types import Span


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
    """Give where each sentence begins and ends; the white space between two belongs to one."""
    return [
        (found["start_index"], found["end_index"])
        for found in get_sentence_boundaries(language, text)
    ]


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Give a range without the white space around it; nothing where there is only white space."""
    slice_ = text[start:end]
    if body := slice_.strip():
        start += len(slice_) - len(slice_.lstrip())
        yield Span(start, start + len(body))
