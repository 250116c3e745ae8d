"""What is told while an answer is made: events, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types.answer import Answer, Citation, Hit, Searched, Statement


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Event: the search is over; these passages were found, the best first."""

    searched: Searched
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Event: a statement passed its check and may be shown, with its citations."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Replied:
    """Event: a language model was asked something. For the answer's record, never to be shown.

    ``kind`` is what for; ``reply`` is raw; ``problem`` says why it can't be used, if so.
    """

    kind: str
    system: str
    user: str
    reply: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Event: the whole answer. Always the last one."""

    answer: Answer


Event = Retrieved | Replied | Checked | Done
