"""What statements are checked with: whatever can say whether passages support one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.types import Check, Passage


class Verifier(Protocol):
    """Whatever can say whether passages support a statement."""

    name: str

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict on a statement that leans on passages, and what it rests on.

        Places are characters of the passages' documents. Raises `StatementTooLong` for
        one that it can't read whole: it's never cut.
        """
        ...
