"""What comes of checking a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.checking.draft_text import Draft
from rag.types import Citation, Searched, Span

Sort = Literal[
    "verbatim",
    "altered",
    "misattributed",
    "not found",
    "supported",
    "contradicted",
    "compare",
    "nothing found",
]
"""The first four of quotations, the others of claims."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What was found about a quotation or a claim of a draft.

    ``span`` are its characters in the draft's text. ``citations`` are where its words
    stand, or what bears it out, ``opposing`` what speaks against it, ``nearest`` what
    comes closest where nothing else was found. ``differences`` pairs ranges of the
    draft with the words of the source. ``corrected`` is the page that a citation should
    name. ``soft`` marks what is worth a look but no fault. ``matches`` pairs ranges of the
    draft with those of the first ``nearest`` quote that say the same; ``outside`` says that
    what the draft cites is in none of the documents.
    """

    sort: Sort
    span: Span
    part: int
    text: str
    reason: str
    citations: tuple[Citation, ...] = ()
    opposing: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    differences: tuple[tuple[Span, str], ...] = ()
    references: tuple[str, ...] = ()
    corrected: str | None = None
    soft: bool = False
    matches: tuple[tuple[Span, Span], ...] = ()
    outside: bool = False

    @property
    def is_problem(self) -> bool:
        """Whether the draft should be changed: quotation, claim or the page cited."""
        fault = self.sort in ("altered", "misattributed", "not found", "contradicted")
        return not self.soft and (fault or self.corrected is not None)

    @property
    def urgency(self) -> int:
        """How soon to look at it, 0 first: faults, what can be compared, what has no source."""
        if self.is_problem:
            return 0
        order = ("not found", "compare", "nothing found", "supported", "verbatim")
        return 1 + (order.index(self.sort) if self.sort in order else 0)

    @property
    def is_quotation(self) -> bool:
        """Whether it's about a quotation, not a claim."""
        return self.sort in ("verbatim", "altered", "misattributed", "not found")


@dataclass(frozen=True, slots=True)
class Review:
    """All findings about a draft in its order, and what was searched.

    ``notes`` say what wasn't checked.
    """

    draft: Draft
    findings: tuple[Reported, ...]
    searched: Searched
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> int:
        """How many findings ask for a change."""
        return sum(one.is_problem for one in self.findings)
