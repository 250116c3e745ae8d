"""A conversation that a client sends as its questions alone.

The same questions to the same documents give the same answers, so what was shown for them
needn't be sent: it's found again, and kept for a while.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import date

from rag.answering.all_passages import everything
from rag.ask import ask, ask_events
from rag.conversation.about_the_answer import ready_answer
from rag.conversation.contextualize import StandAlone, in_full
from rag.conversation.history import MAX_TURNS, Turn, turn_of
from rag.library import Library
from rag.store.chosen_documents import narrowed
from rag.types import Answer, Checked, Done, Everything, Query, Retrieved, Scope

KEPT = 500
"""Conversations whose last turn is remembered."""
_Key = tuple[str, Scope, tuple[str, ...]]


class Conversations:
    """The turns of conversations, found again from their questions. Safe to share."""

    def __init__(self, library: Library) -> None:
        """Remember nothing yet."""
        self.library = library
        self._turns: OrderedDict[_Key, Turn] = OrderedDict()
        self._lock = threading.Lock()

    def before(self, questions: Sequence[str], scope: Scope) -> list[Turn]:
        """Give the turns that some questions made, the oldest first."""
        revision = self.library.store.searched(scope).revision
        turns: list[Turn] = []
        for end in range(1, len(questions) + 1):
            key = (str(revision), scope, tuple(questions[:end]))
            turn = self._get(key) or self._made(questions[end - 1], turns, scope)
            self._put(key, turn)
            turns = [*turns, turn][-MAX_TURNS:]
        return turns

    def _made(self, question: str, turns: Sequence[Turn], scope: Scope) -> Turn:
        made = in_full(question, turns, self.library)
        return turn_of(answer_of(made, scope, self.library), followed=made.changed)

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


def stand_alone(
    question: str, before: Sequence[str], scope: Scope, conversations: Conversations
) -> StandAlone:
    """Put a question in full, from those before it."""
    library = conversations.library
    return in_full(question, conversations.before(before, scope), library)


def steps(
    question: str,
    before: Sequence[str],
    scope: Scope,
    library: Library,
    conversations: Conversations,
    as_of: date | None = None,
) -> Iterator[Retrieved | Checked | Answer | Everything]:
    """Answer a question of a conversation step by step, the whole answer last."""
    turns = conversations.before(before, scope)
    ready = ready_answer(question, turns, library)
    if ready is not None:
        yield ready
        return
    made = in_full(question, turns, library)
    query = query_of(made, scope, library, as_of)
    if made.listing:
        yield everything(query, library)
        return
    for event in ask_events(query, library):
        match event:
            case Retrieved() | Checked():
                yield event
            case Done(answer):
                yield answer


def query_of(made: StandAlone, scope: Scope, library: Library, as_of: date | None = None) -> Query:
    """Give the query of a question that stands alone, in a scope that it can only narrow."""
    within = narrowed(scope, made.documents, library.store.entries(scope.collection))
    return Query(made.question, within, as_of, topic=made.topic, first=made.first)


def answer_of(made: StandAlone, scope: Scope, library: Library) -> Answer | Everything:
    """Answer a question that stands alone, or list all passages where that is asked for."""
    query = query_of(made, scope, library)
    return everything(query, library) if made.listing else ask(query, library)
