"""A conversation that a client sends as its questions alone.

The same questions to the same documents give the same answers, so what was shown for them
needn't be sent: it's found again, and kept for a while.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

from rag.answering.all_passages import everything
from rag.ask import ask
from rag.conversation.contextualize import StandAlone, in_full
from rag.conversation.history import MAX_TURNS, Turn, turn_of
from rag.library import Library
from rag.store.chosen_documents import narrowed
from rag.types import Answer, Everything, Query, Scope

KEPT = 500
"""Conversations whose last turn is remembered."""
_Key = tuple[str, Scope, tuple[str, ...]]


class Conversations:
    """The turns of conversations, found again from their questions. Safe to share."""

    def __init__(self, library: Library) -> None:
        """Remember nothing yet."""
        self._library = library
        self._turns: OrderedDict[_Key, Turn] = OrderedDict()
        self._lock = threading.Lock()

    def before(self, questions: Sequence[str], scope: Scope) -> list[Turn]:
        """Give the turns that some questions made, the oldest first."""
        revision = self._library.store.searched(scope).revision
        turns: list[Turn] = []
        for end in range(1, len(questions) + 1):
            key = (str(revision), scope, tuple(questions[:end]))
            turn = self._get(key) or self._made(questions[end - 1], turns, scope)
            self._put(key, turn)
            turns = [*turns, turn][-MAX_TURNS:]
        return turns

    def _made(self, question: str, turns: Sequence[Turn], scope: Scope) -> Turn:
        made = in_full(question, turns, self._library)
        return turn_of(answer_of(made, scope, self._library), followed=made.changed)

    def _get(self, key: _Key) -> Turn | None:
        with self._lock:
            if key in self._turns:
                self._turns.move_to_end(key)
            return self._turns.get(key)

    def _put(self, key: _Key, turn: Turn) -> None:
        with self._lock:
            self._turns[key] = turn
            while len(self._turns) > KEPT:
                self._turns.popitem(last=False)


def query_of(made: StandAlone, scope: Scope, library: Library, as_of: date | None = None) -> Query:
    """Give the query of a question that stands alone, in a scope that it can only narrow."""
    within = narrowed(scope, made.documents, library.store.entries(scope.collection))
    return Query(made.question, within, as_of, topic=made.topic, first=made.first)


def answer_of(made: StandAlone, scope: Scope, library: Library) -> Answer | Everything:
    """Answer a question that stands alone, or list all passages where that is asked for."""
    query = query_of(made, scope, library)
    return everything(query, library) if made.listing else ask(query, library)
