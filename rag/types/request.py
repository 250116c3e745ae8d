"""What kind of request was typed, and the parts and facts that an answer to it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RequestKind = Literal[
    "question",
    "section",
    "overview",
    "comparison",
    "list",
    "document fact",
    "definition",
    "mention",
    "greeting",
]
"""``question``: whatever none of the others is. ``section``: a part of a document, by its heading
or number. ``overview``: a look at one document. ``comparison``: several documents side by side.
``document fact``: what the catalogue says of a document (author, date, pages). ``mention``: whether
and where something is spoken of."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer with a title of its own: what one section or one document says.

    ``statements`` are positions in the answer's statements, none where a document is
    silent; ``note`` says what a reader should know of the part ("the first 10 of 27 items").
    """

    title: str
    statements: tuple[int, ...] = ()
    note: str = ""
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """What is known of a document as a publication: of the catalogue, no quote of its text.

    ``name`` is a noun ("author"), ``value`` is ready to be read, "" where it isn't known;
    ``origin`` says where the value came from ("sources.yaml", "title page, not confirmed").
    """

    document_id: str
    title: str
    name: str
    value: str
    origin: str = ""
