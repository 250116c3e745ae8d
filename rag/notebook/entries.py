"""What a notebook keeps: what was asked and shown, in conversations, and quotes put aside."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.types import Answer, Citation, Everything

LONGEST_NAME = 200
"""Characters of a conversation's name."""
LONGEST_NOTE = 10_000
"""Characters of a note on a pin."""
MOST_BYTES = 8_000_000
"""Of one answer: what is larger is shown, but not kept."""
OTHER_VERSION = (
    "What was shown here was kept by another version of Sanad and can’t be read. Ask it again."
)
TOO_LARGE = "What was shown here was too much to be kept. Ask it again."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as it was typed, and what was shown for it.

    ``shown`` is None where there is nothing (any more): ``problem`` then says why, or else it
    was broken off, or ``stopped`` by the user; with something shown, ``stopped`` says that it
    isn't the whole answer. ``followed`` says that the question was put in full before it was
    asked, ``reason`` why it wasn't; ``aside`` that it was about the answer before. ``made`` is
    when, in ISO 8601, UTC.
    """

    asked: str
    shown: Answer | Everything | None = None
    followed: bool = False
    reason: str = ""
    aside: bool = False
    stopped: bool = False
    problem: str = ""
    made: str = ""

    @property
    def in_full(self) -> str:
        """The question as it was asked of the documents."""
        return self.shown.query.as_shown if self.shown else self.asked

    @property
    def broken_off(self) -> bool:
        """Say whether the answer never came."""
        return self.shown is None and not self.stopped and not self.problem


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it is listed. ``made`` and ``changed`` are ISO 8601, UTC.

    ``found`` is the first question in which the words that were looked for stand.
    """

    id: str
    name: str
    made: str
    changed: str
    questions: int
    found: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A quote put aside, with the citation that it had then and a note of the user's own.

    ``question`` is what it was found for, in ``conversation``, if anything.
    """

    id: int
    citation: Citation = field(repr=False)
    note: str = ""
    question: str = ""
    conversation: str = ""
    made: str = ""


_KINDS: dict[str, TypeAdapter[Any]] = {
    "answer": TypeAdapter(Answer),
    "everything": TypeAdapter(Everything),
}
_CITATION = TypeAdapter(Citation)


def body_of(exchange: Exchange) -> tuple[str, str, str]:
    """Write down what was shown: its kind, itself as JSON, and what is wrong with it."""
    if exchange.shown is None:
        return "", "", exchange.problem
    kind = "answer" if isinstance(exchange.shown, Answer) else "everything"
    body = _KINDS[kind].dump_json(exchange.shown)
    return (kind, body.decode(), "") if len(body) <= MOST_BYTES else ("", "", TOO_LARGE)


def shown_of(kind: str, body: str) -> Answer | Everything | None:
    """Read back what was shown; None where it can't be read."""
    try:
        shown: Answer | Everything = _KINDS[kind].validate_json(body)
    except (KeyError, ValidationError):
        return None
    return shown


def citation_column(citation: Citation) -> str:
    """Write down a citation."""
    return _CITATION.dump_json(citation).decode()


def citation_of(column: str) -> Citation | None:
    """Read a citation back; None where it can't be read."""
    try:
        return _CITATION.validate_json(column)
    except ValidationError:
        return None


def words_of(exchange: Exchange) -> str:
    """Give what an exchange is found by: the question and what was said, folded."""
    said = [exchange.asked]
    shown = exchange.shown
    if shown is not None:
        said += [shown.query.in_full, shown.reason]
        said += [citation.quote for citation in shown.citations]
    if isinstance(shown, Answer):
        said += [statement.text for statement in shown.statements]
        said += [citation.quote for citation in shown.nearest]
        said += [f"{fact.title} {fact.name} {fact.value}" for fact in shown.facts]
    return folded(" ".join(dict.fromkeys(said)))


def folded(text: str) -> str:
    """Fold case, width and white space, to compare words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sound(text: str) -> str:
    """Give a text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()
