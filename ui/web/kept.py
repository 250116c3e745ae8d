"""What the program remembers of one open page: for its export, and for follow-up questions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rag.conversation.history import MAX_TURNS, Turn, turn_of
from rag.types import Answer, Everything

MOST_KEPT = 200
"""Answers, and lists of passages, of one session; the first ones are dropped."""


@dataclass(eq=False, slots=True)
class Kept:
    """What was shown in one session, in order, in memory; gone when the session is.

    ``turns`` are the last questions, and what was shown for them, as `rag.conversation`
    reads them. ``enough`` says that a list that is growing may end.
    """

    shown: list[Answer | Everything] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    enough: bool = False

    def add(self, shown: Answer | Everything, *, followed: bool = False) -> None:
        """Keep what was shown, and forget the first where there is too much.

        ``followed`` says that the question was made from a follow-up.
        """
        self.turns.append(turn_of(shown, followed=followed))
        del self.turns[:-MAX_TURNS]
        self._show(shown)

    def add_aside(self, shown: Answer) -> None:
        """Keep what was shown about the last answer: the next question goes on with that one."""
        if self.turns:
            last = self.turns[-1]
            self.turns[-1] = replace(last, asides=(*last.asides, shown))
        self._show(shown)

    def _show(self, shown: Answer | Everything) -> None:
        self.shown.append(shown)
        del self.shown[:-MOST_KEPT]
