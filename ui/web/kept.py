"""What the program remembers of a conversation: for its export, and for follow-up questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rag.conversation.history import MAX_TURNS, Turn, turn_of
from rag.notebook.entries import Exchange
from rag.types import Answer, Everything

MOST_KEPT = 200
"""Questions of one conversation; the first ones are dropped."""


@dataclass(eq=False, slots=True)
class Kept:
    """What was asked and shown in one conversation, in order, in memory.

    ``turns`` are the last questions, and what was shown for them, as `rag.conversation`
    reads them. ``asked`` is the question that is being answered, as it was typed, and
    ``partly`` what has been shown for it so far. ``growing`` says that it is a list that
    grows, ``enough`` that this may end.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    asked: str = ""
    partly: Exchange | None = None
    growing: bool = False
    enough: bool = False

    @classmethod
    def of(cls, exchanges: Iterable[Exchange]) -> Kept:
        """Remember a conversation as the notebook kept it."""
        kept = cls()
        for exchange in exchanges:
            kept.put(exchange)
        return kept

    def copy(self) -> Kept:
        """Give the same, to be changed by itself."""
        return Kept(list(self.exchanges), list(self.turns))

    @property
    def shown(self) -> list[Answer | Everything]:
        """All that was shown, in order."""
        return [one.shown for one in self.exchanges if one.shown is not None]

    @property
    def typed(self) -> list[str]:
        """The questions of all that was shown, as they were typed."""
        return [one.asked for one in self.exchanges if one.shown is not None]

    def put(self, exchange: Exchange) -> None:
        """Keep an exchange, and forget the first where there is too much.

        After an aside the next question goes on with the answer that it was about.
        """
        self.exchanges.append(exchange)
        del self.exchanges[:-MOST_KEPT]
        self.partly = None
        shown = exchange.shown
        if shown is None:
            return
        if not exchange.aside:
            self.turns.append(turn_of(shown, followed=exchange.followed))
            del self.turns[:-MAX_TURNS]
        elif self.turns and isinstance(shown, Answer):
            last = self.turns[-1]
            self.turns[-1] = replace(last, asides=(*last.asides, shown))

    def add(self, shown: Answer | Everything, *, followed: bool = False, reason: str = "") -> None:
        """Keep what was shown for the question that was asked.

        ``followed`` says that it was put in full first, ``reason`` why it couldn't be.
        """
        self.put(Exchange(self._typed(shown), shown, followed, reason))

    def offer(self, suggestions: tuple[str, ...]) -> None:
        """Keep what was offered to be asked instead of the last question."""
        last = self.exchanges[-1]
        if isinstance(last.shown, Answer):
            shown = replace(last.shown, suggestions=suggestions)
            self.exchanges[-1] = replace(last, shown=shown)

    def add_aside(self, shown: Answer) -> None:
        """Keep what was shown about the last answer."""
        self.put(Exchange(self._typed(shown), shown, aside=True))

    def add_partly(
        self, shown: Answer | Everything, *, followed: bool = False, reason: str = ""
    ) -> None:
        """Note what has been shown so far, should it be stopped here."""
        self.partly = Exchange(self._typed(shown), shown, followed, reason, stopped=True)

    def add_problem(self, problem: str) -> None:
        """Keep why there is no answer."""
        self.put(Exchange(self.asked, problem=problem))

    def stopped(self) -> Exchange:
        """Give what there is of an answer that is stopped now."""
        return self.partly or Exchange(self.asked, stopped=True)

    def _typed(self, shown: Answer | Everything) -> str:
        return self.asked or shown.query.question
