"""Who must, shall, should, may or will do what, by when: a row for each, in its own words."""

from __future__ import annotations

from collections.abc import Iterator

from rag.tables.actors_compared import by_actor
from rag.tables.duty_rows import Reader, rows_of_block
from rag.tables.row import Column, Row, Table
from rag.text.languages import language_of
from rag.types import Document

COLUMNS = (
    Column("actor", "Who"),
    Column("strength", "How strongly", marked=False),
    Column("action", "Does what"),
    Column("object", "To what or whom"),
    Column("deadline", "When"),
    Column("reporter", "As told by"),
    Column("reported", "Reported", marked=False),
)


def rows(document: Document) -> Iterator[Row]:
    """Find what a document obliges, recommends, permits, forbids and undertakes, in its order.

    Rows are sentences and entries of lists; what isn't in English has none. Facts: ``strength``
    (must, must not, should, may, will) and ``reported`` ("yes", or it's absent).
    """
    if language_of(document.text):
        return
    reader = Reader.of(document)
    for block in document.blocks:
        yield from rows_of_block(reader, block)


TABLE = Table("commitments", "Commitments", COLUMNS, rows, by_actor)
