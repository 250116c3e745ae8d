"""What a text comes to whose kind is told by its meaning, where no form of it was recognised.

Each kind must find in the text, and in the documents, what it needs; else it's a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rag.english.vocabulary import AUXILIARIES
from rag.question.document_names import PLACEHOLDER
from rag.requests.comparison import ComparisonAsked, compared
from rag.requests.definition import definition_of
from rag.requests.document_fact import facts_of
from rag.requests.draft import Draft
from rag.requests.heading_labels import stems_of
from rag.requests.intent import PLAIN, form_words, intent
from rag.requests.inventory import TELLING, inventory_of
from rag.requests.listing import list_of
from rag.requests.mention import mention_of
from rag.requests.overview import TOGETHER, look
from rag.requests.part_numbers import numbered_parts
from rag.requests.request import Request
from rag.requests.section import part_of
from rag.requests.section_names import Asked, read_part
from rag.text.stopwords import QUESTION_WORDS, WORD

_CLAUSE = re.compile(
    r"[,;:?!()]+|\.(?=\s|$)|\s[-–—]+\s|\s[-–—]+$"
    r"|\band (?=(?:(?:to|by|for|in|on) )?(?:who|whom|what|when|where|why|how|which|whose)\b)"
)
_TO_WHOM = re.compile(rf"(?<={PLACEHOLDER}) (?:to|before|for|at) .*")
"""To whom a document was given: "who gave the speech to the committee"."""
_ASKS = re.compile(
    rf"\s*(?:and |but )?(?:{'|'.join(sorted(QUESTION_WORDS | AUXILIARIES))})\b", re.IGNORECASE
)


def intended(request: Request) -> Draft | None:
    """Give what a text comes to as the kind that its meaning is most like; None for a question."""
    kind = intent(request)
    return None if kind == PLAIN else SERVED[kind](request)


def _clauses(text: str, kind: str) -> Iterator[tuple[str, str]]:
    """Give each clause of a text, and what is in it between words that only put the request."""
    form = form_words(kind) | (form_words("overview") if kind == "section" else frozenset())
    for clause in _CLAUSE.split(text):
        for piece in clause.split(PLACEHOLDER):
            own = [word for word in WORD.finditer(piece) if word.group().lower() not in form]
            yield clause, piece[own[0].start() : own[-1].end()] if own else ""


def topic_of(request: Request, kind: str) -> str | None:
    """Give what a request is about, without names of documents, "" for nothing.

    None where that stands in several places: it isn't clear then.
    """
    found = [said for _, said in _clauses(request.naming.marked, kind) if said]
    return None if len(found) > 1 else "".join(found)


def _of_the_whole(request: Request, kind: str) -> bool:
    """Say whether a request is about nothing in its documents.

    A clause without a document's name may say why it's asked, but not ask for something else.
    """
    marked = _TO_WHOM.sub("", request.naming.marked)
    named = PLACEHOLDER in marked
    return not any(
        said and (not named or PLACEHOLDER in clause or _ASKS.match(clause))
        for clause, said in _clauses(marked, kind)
    )


def _overview(request: Request) -> Draft | None:
    named = request.naming.documents
    if numbered_parts(request.naming.rest)[0]:
        return _section(request)
    few = tuple(entry.id for entry in request.entries[: TOGETHER + 1])
    if not _of_the_whole(request, "overview") or not (named or len(few) <= TOGETHER):
        return None
    return look(request, named or few)


def _overview_of_all(request: Request) -> Draft | None:
    if not _of_the_whole(request, "overview_of_all"):
        return None
    return look(request, request.naming.documents or tuple(one.id for one in request.entries))


def _document_fact(request: Request) -> Draft | None:
    return facts_of(request) if _of_the_whole(request, "document_fact") else None


def _inventory(request: Request) -> Draft | None:
    form = form_words("inventory") - TELLING
    alternatives = re.split(r"\bor\b", request.text, flags=re.IGNORECASE)
    said = [[w for w in WORD.findall(one) if w.lower() not in form] for one in alternatives]
    return inventory_of(said, request)


def _recommendations(request: Request) -> Draft | None:
    topic, asked = topic_of(request, "recommendations"), read_part("recommendations")
    if topic is None or asked is None:
        return None
    return part_of(replace(asked, topic=topic, demanded=bool(topic)), request)


def _section(request: Request) -> Draft | None:
    """Give parts by their number, else by all words of their heading."""
    numbers, rest = numbered_parts(request.naming.rest)
    own = [said for _, said in _clauses(rest, "section") if said]
    if (numbers and own) or len(own) > 1:
        return None
    stems = stems_of("".join(own))
    return part_of(Asked(numbers, stems), request) if numbers or stems else None


def _comparison(request: Request) -> Draft | None:
    topic = topic_of(request, "comparison")
    several = request.naming.several or sum(map(bool, request.naming.names)) > 1
    compares = topic is not None and (several or _are_two(request))
    return compared(ComparisonAsked(topic or ""), request) if compares else None


def _are_two(request: Request) -> bool:
    """Say whether there are but two documents, so that none need be named to compare them."""
    return len(request.entries) == 2 and not request.naming.documents


def _about(
    kind: str, serve: Callable[[str, Request], Draft | None]
) -> Callable[[Request], Draft | None]:
    def made(request: Request) -> Draft | None:
        topic = topic_of(request, kind)
        return serve(topic, request) if topic else None

    return made


SERVED: Mapping[str, Callable[[Request], Draft | None]] = {
    "overview": _overview,
    "overview_of_all": _overview_of_all,
    "inventory": _inventory,
    "recommendations": _recommendations,
    "section": _section,
    "list": _about("list", list_of),
    "comparison": _comparison,
    "document_fact": _document_fact,
    "definition": _about("definition", definition_of),
    "mention": _about("mention", mention_of),
}
"""By kind, as `rag/english/request_examples.toml` calls it, what serves it."""
