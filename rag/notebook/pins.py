"""Pins: quotes put aside in an order of the user's own, with a note each."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from rag.citations.permalink import Opened, open_address
from rag.citations.quote_address import address_of
from rag.errors import NotebookError
from rag.library import Library
from rag.notebook.conversations import UNDONE_WITHIN
from rag.notebook.database import Database, now
from rag.notebook.database import pins as table
from rag.notebook.entries import LONGEST_NOTE, Pin, citation_column, citation_of, sound
from rag.types import Citation

MOST = 2_000
"""Pins of one notebook."""


class Pins:
    """The pins of one notebook. Every method raises `NotebookError`."""

    def __init__(self, database: Database) -> None:
        """Take the tables, and forget what was taken off long ago."""
        self._database = database
        before = (datetime.now(UTC) - UNDONE_WITHIN).isoformat(timespec="seconds")
        with database.begin() as connection:
            connection.execute(sa.delete(table).where(table.c.deleted < before))

    def add(self, citation: Citation, *, question: str = "", conversation: str = "") -> Pin:
        """Put a quote aside, behind the others; one that is pinned already stays where it is."""
        address = str(address_of(citation))
        with self._database.begin() as connection:
            old = connection.execute(sa.select(table.c.id).filter_by(address=address)).scalar()
            if old is not None:
                connection.execute(sa.update(table).filter_by(id=old).values(deleted=None))
                number = int(old)
            else:
                count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                if (count or 0) >= MOST:
                    raise NotebookError(f"there are {MOST:,} pins; take some off first")
                last = connection.execute(sa.select(sa.func.max(table.c.rank))).scalar()
                made = connection.execute(
                    sa.insert(table).values(
                        rank=(last or 0) + 1,
                        address=address,
                        citation=citation_column(citation),
                        note="",
                        question=sound(question),
                        conversation=conversation,
                        made=now(),
                    )
                )
                number = made.lastrowid
        return self.get(number)

    def all(self) -> tuple[Pin, ...]:
        """Give the pins in their order; one that can't be read is left out."""
        query = sa.select(table).where(table.c.deleted.is_(None)).order_by(table.c.rank)
        with self._database.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(pin for row in rows if (pin := _pin(row)))

    def get(self, number: int) -> Pin:
        """Give a pin by its number. Raises `NotebookError` if there is none."""
        query = sa.select(table).where(table.c.id == number, table.c.deleted.is_(None))
        with self._database.begin() as connection:
            row = connection.execute(query).mappings().one_or_none()
        pin = _pin(row) if row is not None else None
        if pin is None:
            raise NotebookError(f"there is no pin {number}; `sanad notes pins` numbers them")
        return pin

    def write(self, number: int, note: str) -> Pin:
        """Write a note on a pin, in place of the one that is there."""
        if len(note) > LONGEST_NOTE:
            raise NotebookError(
                f"the note has {len(note):,} characters; {LONGEST_NOTE:,} is the most"
            )
        self._set(number, note=sound(note))
        return self.get(number)

    def move(self, number: int, by: int) -> tuple[Pin, ...]:
        """Move a pin down by so many places, up by so many where it's negative; give them all."""
        order = [pin.id for pin in self.all()]
        if number not in order:
            raise NotebookError(f"there is no pin {number}; `sanad notes pins` numbers them")
        at = order.index(number)
        order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
        with self._database.begin() as connection:
            for rank, one in enumerate(order, start=1):
                connection.execute(sa.update(table).filter_by(id=one).values(rank=rank))
        return self.all()

    def delete(self, number: int) -> None:
        """Take a pin off; `restore` has it back for a while."""
        self._set(number, deleted=now())

    def restore(self, number: int) -> Pin:
        """Have a pin back that was taken off."""
        with self._database.begin() as connection:
            connection.execute(sa.update(table).filter_by(id=number).values(deleted=None))
        return self.get(number)

    def _set(self, number: int, **values: str) -> None:
        self.get(number)
        with self._database.begin() as connection:
            connection.execute(sa.update(table).filter_by(id=number).values(**values))


def standing(pin: Pin, library: Library) -> Opened:
    """Say where a pin's words stand now, if they still do.

    Raises `Tampered` where the stored text was changed.
    """
    return open_address(str(address_of(pin.citation)), library)


def _pin(row: sa.RowMapping) -> Pin | None:
    citation = citation_of(row["citation"])
    if citation is None:
        return None
    return Pin(row["id"], citation, row["note"], row["question"], row["conversation"], row["made"])
