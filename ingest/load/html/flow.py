"""The text of a page's block in the making, piece by piece as it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.load.html.tree import SPACE
from ingest.load.raised import with_fractions
from ingest.load.raw import TOKEN


@dataclass(slots=True)
class Flow:
    """The text of the block in the making: its lines, in pieces as they stand in the file."""

    lines: list[list[str]] = field(default_factory=lambda: [[]])
    pieces: int = 0
    bold: int = 0
    bold_depth: int = 0

    def add(self, text: str | None) -> None:
        """Add a piece of text."""
        if text:
            self.lines[-1].append(text)
            if not text.isspace():
                self.pieces += 1
                self.bold += self.bold_depth > 0

    def trim(self, tail: str | None) -> None:
        """Drop the space in front of a footnote's mark before a full stop or the like."""
        if tail and tail[0] in ".,;:)!?" and self.lines[-1]:
            self.lines[-1][-1] = self.lines[-1][-1].rstrip(" \n\t\r")

    def take(self) -> tuple[str, ...]:
        """Give the lines and start anew."""
        joined = (SPACE.sub(" ", "".join(parts)).strip() for parts in self.lines)
        found = tuple(with_fractions(line) for line in joined if TOKEN.search(line))
        self.lines, self.pieces, self.bold = [[]], 0, 0
        return found

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold."""
        return 0 < self.pieces == self.bold
