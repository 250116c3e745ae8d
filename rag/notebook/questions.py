"""Questions that are kept to be asked again, with what was found when they were asked last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from rag.errors import NotebookError
from rag.notebook.database import Database, now
from rag.notebook.database import questions as table
from rag.notebook.entries import sound

MOST = 200
"""Questions of one notebook: each takes a second or so whenever documents change."""
LONGEST = 1_000
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that an answer cited, and where."""

    document_id: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question, and how it stood when it was asked last.

    ``asked`` is when, in ISO 8601, UTC, "" where it wasn't yet; ``documents`` are the hashes of
    the documents that there were, by id.
    """

    id: int
    text: str
    made: str
    asked: str = ""
    status: str = ""
    cited: tuple[Cited, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)


class Questions:
    """The saved questions of one notebook. Every method raises `NotebookError`."""

    def __init__(self, database: Database) -> None:
        """Take the tables."""
        self._database = database

    def add(self, text: str) -> SavedQuestion:
        """Keep a question; one that is kept already stays as it is."""
        text = " ".join(sound(text).split())
        if not text or len(text) > LONGEST:
            raise NotebookError(f"a question to be kept has 1 to {LONGEST:,} characters")
        with self._database.begin() as connection:
            old = connection.execute(sa.select(table.c.id).filter_by(text=text)).scalar()
            if old is None:
                count = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                if (count or 0) >= MOST:
                    raise NotebookError(f"there are {MOST} questions; remove some first")
                values = {"text": text, "made": now(), "asked": "", "status": ""}
                old = connection.execute(
                    sa.insert(table).values(**values, cited="[]", documents="{}")
                ).lastrowid
        return self.get(int(old))

    def all(self) -> tuple[SavedQuestion, ...]:
        """Give the questions in the order in which they were kept."""
        with self._database.begin() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.id)).mappings().all()
        return tuple(map(_question, rows))

    def get(self, number: int) -> SavedQuestion:
        """Give a question by its number. Raises `NotebookError` if there is none."""
        with self._database.begin() as connection:
            row = connection.execute(sa.select(table).filter_by(id=number)).mappings().one_or_none()
        if row is None:
            raise NotebookError(f"there is no question {number}; `sanad questions list` has them")
        return _question(row)

    def remove(self, number: int) -> SavedQuestion:
        """Forget a question; give what it was."""
        gone = self.get(number)
        with self._database.begin() as connection:
            connection.execute(sa.delete(table).filter_by(id=number))
        return gone

    def found(
        self, number: int, status: str, cited: Sequence[Cited], documents: Mapping[str, str]
    ) -> None:
        """Keep what was found for a question, in place of what was found before."""
        values = {
            "asked": now(),
            "status": status,
            "cited": json.dumps(
                [[one.document_id, one.title, one.quote] for one in cited], ensure_ascii=True
            ),
            "documents": json.dumps(dict(documents), ensure_ascii=True),
        }
        with self._database.begin() as connection:
            connection.execute(sa.update(table).filter_by(id=number).values(**values))


def _question(row: sa.RowMapping) -> SavedQuestion:
    try:
        cited = tuple(Cited(*map(str, one)) for one in json.loads(row["cited"]))
        documents = {str(k): str(v) for k, v in json.loads(row["documents"]).items()}
    except (ValueError, TypeError, AttributeError):  # written by hand: as if never asked
        return SavedQuestion(row["id"], row["text"], row["made"])
    return SavedQuestion(
        row["id"], row["text"], row["made"], row["asked"], row["status"], cited, documents
    )
