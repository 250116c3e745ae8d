"""Saved questions asked again: what the documents say now that they didn't say the last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rag.ask import ask
from rag.errors import SanadError
from rag.library import Library
from rag.notebook.questions import Cited, Questions, SavedQuestion
from rag.types import Answer, Citation, Query

Gone = Literal["document gone", "words gone", "not cited now"]
"""Why words that were cited aren't any more: their document left the index, or doesn't have
them now, or others answer better."""


@dataclass(frozen=True, slots=True)
class News:
    """A saved question asked again, beside how it stood the last time.

    ``new`` is cited from documents that came or changed since; ``other`` is cited now for the
    first time though its document is as it was. ``problem`` says why it couldn't be asked.
    """

    question: SavedQuestion
    status: str = ""
    new: tuple[Citation, ...] = ()
    other: tuple[Citation, ...] = ()
    gone: tuple[tuple[Cited, Gone], ...] = ()
    problem: str = ""

    @property
    def first(self) -> bool:
        """Whether it was never asked before: then all that is cited is new."""
        return not self.question.asked

    @property
    def turned(self) -> bool:
        """Whether it's answered now and wasn't, or the other way round."""
        return not self.first and not self.problem and self.status != self.question.status

    @property
    def any(self) -> bool:
        """Whether there is anything to be told."""
        return bool(self.first or self.turned or self.new or self.gone or self.problem)


def ask_again(questions: Questions, library: Library) -> Iterator[News]:
    """Ask each saved question of the documents as they are now, and keep what is found.

    One that can't be asked says why, keeps what it had, and stops no other.
    """
    for saved in questions.all():
        try:
            now = {entry.id: entry.content_hash for entry in library.store.entries()}
            answer = ask(Query(saved.text), library)
            news = _news(saved, answer, now, library)
        except SanadError as error:
            yield News(saved, problem=str(error))
            continue
        cited = [_cited(one) for one in _citations(answer)]
        questions.found(saved.id, answer.status, cited, now)
        yield news


def _citations(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations if answer.status == "answered" else ()


def _cited(one: Citation) -> Cited:
    return Cited(one.document_id, one.title, " ".join(one.quote.split()))


def _news(saved: SavedQuestion, answer: Answer, now: Mapping[str, str], library: Library) -> News:
    citations = _citations(answer)
    before = {(one.document_id, one.quote) for one in saved.cited}
    fresh = [one for one in citations if (one.document_id, _cited(one).quote) not in before]
    came = [one for one in fresh if saved.documents.get(one.document_id) != now[one.document_id]]
    there = {(one.document_id, _cited(one).quote) for one in citations}
    lost = (one for one in saved.cited if (one.document_id, one.quote) not in there)
    return News(
        saved,
        answer.status,
        tuple(came),
        tuple(one for one in fresh if one not in came),
        tuple((one, _why_gone(one, now, library)) for one in lost),
    )


def _why_gone(one: Cited, now: Mapping[str, str], library: Library) -> Gone:
    if one.document_id not in now:
        return "document gone"
    document = library.store.document(one.document_id)
    there = document is not None and one.quote in " ".join(document.text.split())
    return "not cited now" if there else "words gone"
