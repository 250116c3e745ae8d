"""Where words stand on the pages of a PDF."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from rag.types import Box, Document

ALMOST_ALL = 0.9
"""Of the letters: a hyphen or a list's number may have no box."""

Placed = Literal["all", "some", "none"]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of some words, one for each line of a page, and how many of them have one."""

    boxes: tuple[Box, ...]
    placed: Placed

    def values(self) -> list[list[float]]:
        """Give page, left, top, right, bottom for each box, in points."""
        return [[box.page, box.x0, box.y0, box.x1, box.y1] for box in self.boxes]


def boxes_of(document: Document, start: int, end: int) -> Boxes:
    """Give the boxes of a range, as the reader of the file found them."""
    letters = sum(map(str.isalnum, document.text[start:end]))
    seen, words = 0, document.source_map.words
    count = len(words) // 6
    for n in range(bisect_right(range(count), start, key=lambda n: words[6 * n + 1]), count):
        low, high = words[6 * n], words[6 * n + 1]
        if low >= end:
            break
        seen += sum(map(str.isalnum, document.text[max(low, start) : min(high, end)]))
    if not seen:
        return Boxes((), "none")
    boxes = document.source_map.boxes(start, end)
    return Boxes(boxes, "all" if seen >= ALMOST_ALL * letters else "some")
