"""Conversations in the notebook: kept as they go on, listed, searched, renamed and deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from rag.errors import NotebookError
from rag.notebook.database import Database, exchanges, now
from rag.notebook.database import conversations as table
from rag.notebook.entries import (
    LONGEST_NAME,
    OTHER_VERSION,
    Conversation,
    Exchange,
    body_of,
    folded,
    shown_of,
    sound,
    words_of,
)

UNDONE_WITHIN = timedelta(hours=1)
"""So long what was deleted can be had back; then it is gone for good."""
MOST_IN_MEMORY = 50
"""Conversations of a notebook without a file; the ones longest unused are dropped."""


class Conversations:
    """The conversations of one notebook. Every method raises `NotebookError`."""

    def __init__(self, database: Database) -> None:
        """Take the tables, and forget what was deleted long ago."""
        self._database = database
        self.purge()

    def begin(self, conversation_id: str, asked: str) -> int:
        """Note that a question was asked, before it is answered; give the exchange's number.

        The first question names the conversation. One that was deleted meanwhile is there again.
        """
        asked, time = sound(asked), now()
        new = {"id": conversation_id, "name": _name(asked), "made": time, "changed": time}
        with self._database.begin() as connection:
            connection.execute(sa.insert(table).prefix_with("OR IGNORE").values(**new, edits=0))
            connection.execute(_edited(conversation_id, changed=time, deleted=None))
            row = _row(conversation_id, Exchange(asked, made=time))
            made = connection.execute(sa.insert(exchanges).values(**row))
            number = made.lastrowid
        if self._database.path is None:
            self._drop_oldest()
        return number

    def finish(self, conversation_id: str, number: int, exchange: Exchange) -> None:
        """Keep what was shown for a question that was begun."""
        time = now()
        row = _row(conversation_id, exchange)
        del row["made"]
        with self._database.begin() as connection:
            connection.execute(sa.update(exchanges).filter_by(id=number).values(**row))
            connection.execute(_edited(conversation_id, changed=time))

    def edits(self, conversation_id: str) -> int | None:
        """Count the changes to a conversation, for whoever has read it; None if there is none."""
        query = sa.select(table.c.edits).where(table.c.id == conversation_id, _there)
        with self._database.begin() as connection:
            count: int | None = connection.execute(query).scalar()
        return count

    def exchanges(self, conversation_id: str, most: int = 1_000) -> tuple[Exchange, ...]:
        """Read the last exchanges of a conversation, in order; none if it isn't there."""
        query = (
            sa.select(exchanges)
            .join(table, table.c.id == exchanges.c.conversation)
            .where(table.c.id == conversation_id, _there)
            .order_by(exchanges.c.id.desc())
            .limit(most)
        )
        with self._database.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(_exchange(row) for row in reversed(rows))

    def get(self, conversation_id: str) -> Conversation:
        """Give a conversation by its id. Raises `NotebookError` if there is none."""
        with self._database.begin() as connection:
            row = (
                connection.execute(_listed().where(table.c.id == conversation_id))
                .mappings()
                .first()
            )
        if row is None:
            raise NotebookError(
                f"there is no conversation {conversation_id!r} in the notebook; "
                "`sanad notes list` names those that there are"
            )
        return Conversation(**row)

    def find(self, words: str = "", *, most: int = 100, skip: int = 0) -> list[Conversation]:
        """List conversations, the latest first: all, or those in which all of some words stand.

        They stand in its name, or in one question with its answer.
        """
        query = _listed().order_by(table.c.changed.desc(), table.c.made.desc())
        wanted = folded(words).split()
        with self._database.begin() as connection:
            found = _first_with(connection, wanted) if wanted else {}
            rows = [Conversation(**row) for row in connection.execute(query).mappings()]
        listed = [
            Conversation(
                one.id, one.name, one.made, one.changed, one.questions, found.get(one.id, "")
            )
            for one in rows
            if not wanted or one.id in found or all(word in folded(one.name) for word in wanted)
        ]
        return listed[skip : skip + most]

    def rename(self, conversation_id: str, name: str) -> Conversation:
        """Give a conversation another name."""
        name = _name(sound(name))
        if not name:
            raise NotebookError("a conversation's name can't be empty")
        self.get(conversation_id)
        with self._database.begin() as connection:
            connection.execute(sa.update(table).filter_by(id=conversation_id).values(name=name))
        return self.get(conversation_id)

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation; `restore` has it back for a while."""
        self.get(conversation_id)
        with self._database.begin() as connection:
            connection.execute(_edited(conversation_id, deleted=now()))

    def restore(self, conversation_id: str) -> Conversation:
        """Have a deleted conversation back."""
        with self._database.begin() as connection:
            connection.execute(_edited(conversation_id, deleted=None))
        return self.get(conversation_id)

    def purge(self) -> None:
        """Forget for good what was deleted some time ago."""
        before = (datetime.now(UTC) - UNDONE_WITHIN).isoformat(timespec="seconds")
        self._forget(sa.select(table.c.id).where(table.c.deleted < before))

    def _drop_oldest(self) -> None:
        newest = sa.select(table.c.id).order_by(table.c.changed.desc()).limit(MOST_IN_MEMORY)
        self._forget(sa.select(table.c.id).where(table.c.id.not_in(newest)))

    def _forget(self, chosen: sa.Select[tuple[str]]) -> None:
        with self._database.begin() as connection:
            ids = list(connection.execute(chosen).scalars())
            if ids:
                connection.execute(sa.delete(exchanges).where(exchanges.c.conversation.in_(ids)))
                connection.execute(sa.delete(table).where(table.c.id.in_(ids)))


_there = table.c.deleted.is_(None)


def _listed() -> sa.Select[tuple[str, str, str, str, int]]:
    """Select the columns of `Conversation`."""
    count = (
        sa.select(sa.func.count())
        .where(exchanges.c.conversation == table.c.id)
        .scalar_subquery()
        .label("questions")
    )
    return sa.select(table.c.id, table.c.name, table.c.made, table.c.changed, count).where(_there)


def _first_with(connection: sa.Connection, wanted: Iterable[str]) -> dict[str, str]:
    """Give by conversation the first question that is found by all of some words."""
    query = sa.select(exchanges.c.conversation, exchanges.c.asked).order_by(exchanges.c.id.desc())
    for word in wanted:
        query = query.where(sa.func.instr(exchanges.c.words, word) > 0)
    return {row.conversation: row.asked for row in connection.execute(query)}


def _edited(conversation_id: str, **values: str | None) -> sa.Update:
    change = sa.update(table).where(table.c.id == conversation_id)
    return change.values(edits=table.c.edits + 1, **values)


def _row(conversation_id: str, exchange: Exchange) -> dict[str, object]:
    kind, body, problem = body_of(exchange)
    return {
        "conversation": conversation_id,
        "asked": exchange.asked,
        "kind": kind,
        "body": body,
        "followed": exchange.followed,
        "reason": exchange.reason,
        "aside": exchange.aside,
        "stopped": exchange.stopped,
        "problem": problem,
        "made": exchange.made or now(),
        "words": words_of(exchange),
    }


def _exchange(row: sa.RowMapping) -> Exchange:
    shown = shown_of(row["kind"], row["body"])
    return Exchange(
        asked=row["asked"],
        shown=shown,
        followed=row["followed"],
        reason=row["reason"],
        aside=row["aside"],
        stopped=row["stopped"],
        problem=row["problem"] or (OTHER_VERSION if row["kind"] and shown is None else ""),
        made=row["made"],
    )


def _name(asked: str) -> str:
    return " ".join(asked.split())[:LONGEST_NAME].strip()
