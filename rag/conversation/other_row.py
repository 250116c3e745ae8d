"""A follow-up that names another row of the table that the last answer is from: "and Lanport?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.conversation.anaphora import without_lead
from rag.conversation.history import Turn
from rag.library import Library
from rag.types import Answer, Document
from rag.types.document import BETWEEN_CELLS

_ONLY = re.compile(
    r"(?:(?:what|how) about |(?:the )?same (?:for|in|of) )?(?:(?:in|for|of|at|from) )?(?:the )?"
    r"(\S[^?!]{0,60}?)[?!. ]*",
    re.IGNORECASE,
)


def of_another_row(text: str, turns: Sequence[Turn], library: Library) -> str | None:
    """Ask the last question with the name of another row in the place of the one it has.

    None unless the last answer has a row with one cell in words that stands once in the last
    question, and a table of the same document has a cell that is what the follow-up says.
    """
    only = _ONLY.fullmatch(without_lead(text).strip())
    last = turns[-1] if turns else None
    shown = last.answer if last else None
    if only is None or last is None or not isinstance(shown, Answer):
        return None
    for citation in shown.citations:
        asked = [one for cell in _cells(citation.quote) for one in _places(cell, last.question)]
        if len(asked) != 1:
            continue
        document = library.store.document(citation.document_id, shown.query.scope.collection)
        name = _cell_called(only[1], document) if document else ""
        if name and name.lower() != asked[0].group().lower():
            return f"{last.question[: asked[0].start()]}{name}{last.question[asked[0].end() :]}"
    return None


def _cells(row: str) -> tuple[str, ...]:
    """Give the cells of a row that are words; none where it's no row."""
    cells = row.strip("| ").split(BETWEEN_CELLS) if BETWEEN_CELLS in row else []
    return tuple(one for cell in cells if re.search(r"[^\W\d_]{2}", one := cell.strip("| ")))


def _places(cell: str, question: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(cell)}(?!\w)", question, re.IGNORECASE)


def _cell_called(name: str, document: Document) -> str:
    """Give a cell of a table as it is written that has a name; "" if none has."""
    tables = (one for one in document.blocks if one.kind == "table")
    rows = (row for one in tables for row in document.text[one.start : one.end].split("\n"))
    cells = (cell for row in rows if name.lower() in row.lower() for cell in _cells(row))
    return next((cell for cell in cells if cell.lower() == name.lower()), "")
