"""Two parts of documents side by side: "compare section 2 of A with section 5 of B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.requests.best_evidence import question_for
from rag.requests.comparison import said_on
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import plain
from rag.requests.part_numbers import numbered_parts
from rag.requests.request import Request
from rag.requests.section import section

_COMPARES = re.compile(
    r"(?:compare|contrast|juxtapose|put)|(?:what (?:is|are|'s) |show me |tell me )?(?:the )?"
    r"(?:main |key )?(?:differences?|similarities|similarity|contrast) between|how (?:does|do)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r",? (?:and|with|to|vs\.?|versus|against|differ from|compared (?:to|with)) ", re.IGNORECASE
)
_BEHIND = re.compile(r" (?:differ|compare|side by side|agree|disagree)$", re.IGNORECASE)
_RECOMMENDED = re.compile(r"(?:the )?(?P<topic>.+?) recommendations?(?: in| of)?$", re.IGNORECASE)


def compared_parts(request: Request) -> Draft | None:
    """Give two parts that are compared, one of them at least by its number; None where not so.

    A side that is no part is searched for in the document that it names.
    """
    text = plain(request.text).strip()
    lead = _COMPARES.match(text)
    versus = re.search(r" (?:vs\.?|versus) ", text, re.IGNORECASE)
    beside_names = numbered_parts(plain(request.naming.marked))[0]  # "the chapter 13 handbook"
    if not (lead or versus) or not beside_names:
        return None
    body = _BEHIND.sub("", text[lead.end() :].strip() if lead else text)
    for first, second in _sides(body, request):
        drafts = [section(first), section(second)]
        if all(drafts):
            return Draft("comparison", tuple(one for made in drafts if made for one in made.parts))
        sides = [
            made.parts if made else _searched(side)
            for made, side in zip(drafts, (first, second), strict=True)
        ]
        if any(drafts) and all(sides):
            return Draft("comparison", tuple(part for side in sides for part in side))
    return None


def _sides(body: str, request: Request) -> Iterator[tuple[Request, Request]]:
    """Give each way to part what is compared; a document named behind both is that of both."""
    for match in _BETWEEN.finditer(body):
        first, second = _side(body[: match.start()], request), _side(body[match.end() :], request)
        if not first.naming.documents and second.naming.documents:
            span = second.naming.spans[-1]
            first = _side(f"{first.text} of {second.text[span.start : span.end]}", request)
        yield first, second


def _side(text: str, request: Request) -> Request:
    return Request(replace(request.query, question=text), text, request.library)


def _searched(side: Request) -> tuple[DraftPart, ...]:
    documents = side.naming.documents
    if len(documents) != 1:
        return ()
    wished = _RECOMMENDED.fullmatch(side.naming.rest)
    topic, verb = (wished["topic"], "recommend") if wished else (side.naming.rest, "say")
    asked = question_for(f"What does it {verb} about {topic}?", side)
    part = said_on((topic,), asked, documents[0], side)
    return (replace(part, title=f"{part.title}: {side.text}"),) if part.evidence else ()
