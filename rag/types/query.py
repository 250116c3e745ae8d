"""A question, and where it is asked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from rag.types.document import DEFAULT_COLLECTION


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: one collection, some of its documents, by metadata.

    Empty ``documents`` means all; they are named by id or file. ``filters`` are
    pairs of a CSL field and the value that it must have. ``ranges`` are parts of
    documents (id, first character, character after the last): where there are
    any, only they are read. ``authors`` are their names, ``kinds`` types of publication or
    formats, ``since`` and ``until`` days of publication. ``titles`` are those of the documents
    that all this came to (see `rag.store.chosen_documents`).
    """

    collection: str = DEFAULT_COLLECTION
    documents: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    ranges: tuple[tuple[str, int, int], ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    titles: tuple[str, ...] = field(default=(), compare=False)

    @property
    def chosen(self) -> bool:
        """Whether only some documents are asked, and not all of the collection."""
        chosen = self.documents or self.filters or self.authors or self.kinds
        return bool(chosen or self.since or self.until)

    def __post_init__(self) -> None:
        """Compose the accents of names, as the names of files in the index are."""
        composed = tuple(unicodedata.normalize("NFC", name) for name in self.documents)
        object.__setattr__(self, "documents", composed)


@dataclass(frozen=True, slots=True)
class Query:
    """A question that stands alone, where to look, and the day it is asked for.

    ``as_of`` is an input, never read from a clock, so that the same query gives
    the same answer next year. ``topic`` is that of the conversation, for a question
    that doesn't say what it is about; ``first`` are the documents that it goes on with, which are
    looked into first, and the place in one that it points to, written as a passage's id.
    """

    question: str
    scope: Scope = Scope()
    as_of: date | None = None
    topic: str = ""
    first: tuple[str, ...] = ()

    @property
    def in_full(self) -> str:
        """The question with its topic: what is searched."""
        return with_topic(self.question, self.topic)

    @property
    def as_shown(self) -> str:
        """The question with its topic, as a reader is shown it."""
        return about_topic(self.question, self.topic)


def with_topic(question: str, topic: str) -> str:
    """Write a topic behind a question, to be searched; the question as it is if there is none."""
    if not topic:
        return question
    body = question.strip().rstrip("?!. ")
    return f"{body[:1].upper()}{body[1:]}, as to {topic}?"


def about_topic(question: str, topic: str) -> str:
    """Write a topic behind a question, for a reader; the question as it is if there is none."""
    if not topic:
        return question
    asked = question.strip()
    body = asked.rstrip("?!. ")
    return f"{body} (about {topic}){asked[len(body) :].strip() or '?'}"
