"""A follow-up that asks the same of another document, or something else of the last one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.conversation.about_the_answer import last_shown, others, shown_of
from rag.conversation.anaphora import find, without_lead
from rag.conversation.history import Turn
from rag.library import Library
from rag.question.document_names import PLACEHOLDER
from rag.requests.document_fact import asked_of, read
from rag.requests.request import Request
from rag.types import Query, RequestKind

IT = "it"
_IT = re.compile(r"\b(?:it|this|that|they|them)\b", re.IGNORECASE)
ABOUT_A_DOCUMENT: frozenset[RequestKind] = frozenset({"document fact", "overview"})
"""Kinds of a request that speak of a document as a whole: "it" is then that document."""
_ONLY = re.compile(
    rf"(?:(?:what|how) (?:about|of) |(?:the )?same (?:for|of|with|in) )?"
    rf"(?:(?P<in>in|from|according to|does|do|by)|for|of|on|with|to)? ?{PLACEHOLDER}"
    r"(?:['’]s?)?(?: (?:one|say|says|then|too|as well))?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OfADocument:
    """A question, the documents that it's asked of (none: those that it names), and why."""

    question: str
    documents: tuple[str, ...] = ()
    reason: str = "the last question, of another document"


def of_a_document(text: str, turns: Sequence[Turn], library: Library) -> OfADocument | None:
    """Put a follow-up that names only a document, or asks a fact of "it"; None where it's neither.

    "And the handbook?" asks the last question of the handbook; "who published it?" is asked of
    the document whose date was just given.
    """
    last = _last(turns)
    if last is None:
        return None
    own = _request(without_lead(text), library)
    only = _ONLY.fullmatch(own.naming.marked.strip())
    if only and own.naming.documents:
        return _of_the_named(own, only, last, library)
    return None if own.naming.documents else _of_it(own, last, turns)


def is_of_the_chosen(text: str, chosen: Sequence[str], turns: Sequence[Turn]) -> bool:
    """Say whether "it" is the one document chosen to be asked, of which nothing was shown last."""
    last = last_shown(turns)
    if len(chosen) != 1 or last is None or chosen[0] in shown_of(last):
        return False
    pointing = find(text)
    return bool(pointing) and all(_IT.fullmatch(one.word) for one in pointing)


def _last(turns: Sequence[Turn]) -> Turn | None:
    """Give the last turn that asked the documents something."""
    asking = (one for one in reversed(turns) if getattr(one.answer, "kind", "") != "greeting")
    return next(asking, None)


def _request(text: str, library: Library) -> Request:
    return Request(Query(text), text, library)


def _of_the_named(
    own: Request, only: re.Match[str], last: Turn, library: Library
) -> OfADocument | None:
    """Put the name of a follow-up in the place of the one that the last question has."""
    before = _request(last.question, library)
    named = [n for n, one in enumerate(before.naming.names) if one]
    span = own.naming.spans[0]
    name = own.text[span.start : span.end]
    if len(named) == 1 and before.naming.documents != own.naming.documents:
        place = before.naming.spans[named[0]]
        question = f"{last.question[: place.start]}{name}{last.question[place.end :]}"
        return OfADocument(question)
    if not before.naming.spans and only["in"] and own.naming.documents:
        return OfADocument(last.question, own.naming.documents)
    return None


def _of_it(own: Request, last: Turn, turns: Sequence[Turn]) -> OfADocument | None:
    """Ask the document that was just spoken of for a fact: "who wrote it?", "how many pages?"."""
    shown = last_shown(turns)
    kind = getattr(last.answer, "kind", "")
    if shown is None or shown is not last.answer or kind not in ABOUT_A_DOCUMENT:
        return None
    documents = shown_of(shown)
    reason = "asked of the document that the last question was about"
    if len(documents) != 1:
        return None
    said = own.text.rstrip("?!. ")
    facts = " and the ".join(asked_of(said))
    for question in (own.text, f"{said} of {IT}?", f"What is the {facts} of {IT}?"):
        if read(_request(question, own.library).naming) is not None:
            return OfADocument(_titled(_IT.sub(IT, question), documents, own), documents, reason)
    return None


def of_the_others(last: Turn, library: Library) -> OfADocument | None:
    """Ask the last question of the documents that nothing was shown of; None where none is left.

    A name that it has gives way: to the title of the other document, if only one is left.
    """
    documents = others(last.answer, library) if last.answer else ()
    if not documents:
        return None
    before = _request(last.question, library)
    reason = f"the last question, of the other document{'s' * (len(documents) > 1)}"
    spans = [s for s, one in zip(before.naming.spans, before.naming.names, strict=True) if one]
    question = last.question
    for span in reversed(spans):
        question = f"{question[: span.start]}{IT}{question[span.end :]}"
    return OfADocument(_titled(question, documents, before), documents, reason)


def _titled(question: str, documents: tuple[str, ...], request: Request) -> str:
    """Put a title in the place of "it", where the question then names that document alone."""
    if len(documents) == 1:
        told = _IT.sub(f"“{request.title(documents[0])}”", question)
        if _request(told, request.library).naming.documents == documents:
            return told
    return question
