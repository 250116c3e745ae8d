"""A question that names a document, asked of that document first."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from rag.answerability.decisions import decision_asked
from rag.answerability.evidence import Weighed
from rag.answerability.judgement import Judgement, decide
from rag.answering.steps import asked, weighed
from rag.english.vocabulary import SAYING_VERBS
from rag.library import Library
from rag.question.catalogue_names import CatalogueName, noun_of, stems_of
from rag.question.document_names import PLACEHOLDER
from rag.question.name_index import names_in
from rag.question.question import Question, content_words
from rag.requests.request import Request
from rag.store.chosen_documents import titles_text
from rag.text.stopwords import FUNCTION_WORDS, WORD
from rag.types import Evidence, Hit, Query, Retrieved, Scope, Searched, Span

ENOUGH = 2
"""Content words that must be left of a question without the name, to be asked without it."""
ELSEWHERE = 0.7
"""How likely an answer of other documents must be to be shown where the one named has none: the
name may be of something else ("the National Security Strategy" in a report about it)."""

_SPEAKS = re.compile(rf"{PLACEHOLDER}\W+(?:\w+ly\W+)?(\w+)")

_POINTS = re.compile(r"\b(?:it|its|they|them|their|that|this|those|these)\b", re.IGNORECASE)

_CAPITAL = re.compile(r"\s([A-Z][\w-]+) $")

_NUMBERED = re.compile(rf"{PLACEHOLDER}\s+(?:[Nn]o\.?\s*)?\d")
"""Another than ours, of the same kind: "Report 12"."""


@dataclass(frozen=True, slots=True)
class Searches:
    """What was measured of what was found, the hits, what was searched, and notes on that.

    ``alone`` are the documents that the notes say were looked into alone.
    """

    found: Weighed | None
    hits: Sequence[Hit]
    through: Searched
    notes: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def of(self, evidence: Sequence[Evidence], through: Searched) -> Searches:
        """Give what is told of the search where evidence of other documents is shown, too."""
        if not self.alone or all(one.document_id in self.alone for one in evidence):
            return self
        return replace(self, through=through, notes=(), alone=())


def weighed_where_named(
    query: Query, request: Request, first: Sequence[str] = ()
) -> Generator[Retrieved, None, Searches]:
    """Search and measure, in the documents that the question names if those answer.

    Where they don't, an answer of others counts only if it's sure: what was asked of one
    document isn't answered from another. So it is with those that are to be looked into ``first``,
    where it names none; where it only points to them, no other counts. Each search is told of.
    ``request`` is what the query was read from, and knows the names in it.
    """
    library, naming, scope = request.library, request.naming, query.scope
    question = asked(query, library)
    everywhere = Searches(*(yield from weighed(question, library)))
    named = naming.documents if _asks_the_document(request, query.question) else ()
    inside = {entry.id for entry in request.entries}
    documents = named or tuple(one for one in first if one in inside)
    if not documents or scope.ranges or (scope.chosen and inside <= set(documents)):
        return everywhere
    decision = decision_asked(question.slot)
    replies = decision is not None and decision.reply  # "the response" says that, too
    known = bool(naming.documents) and set(naming.documents) <= set(documents)
    apart = known and not replies and len(content_words(naming.rest)) >= ENOUGH
    rest = naming.rest if apart else query.question
    within = replace(query, question=rest, scope=replace(scope, documents=documents))
    alone = Searches(*(yield from weighed(asked(within, library), library)))
    if alone.found is None or decide(alone.found).status == "answered":
        return alone if alone.found else everywhere
    judged = decide(everywhere.found)
    if not named and _only_points(query, question):
        return replace(alone, through=everywhere.through)
    if judged.status == "answered" and (judged.score >= ELSEWHERE or _is_of(judged, documents)):
        return everywhere
    titles = ", ".join(f"“{request.title(name)}”" for name in named)
    note = f"Looked for in {titles} alone: the question names it."
    if not named:
        return replace(alone, through=everywhere.through)  # all were searched, too
    return replace(alone, notes=(note,), alone=tuple(named))


def left_outside(query: Query, text: str, library: Library) -> tuple[str, ...]:
    """Give a note where a question names a document that isn't among those chosen to be asked.

    None where it names one of those, too, or where it may mean a body or a thing of that name.
    """
    if not query.scope.chosen:
        return ()
    everywhere = Request(
        replace(query, scope=Scope(collection=query.scope.collection)), text, library
    )
    if not _asks_the_document(everywhere, text):
        return ()
    inside = {entry.id for entry in Request(query, text, library).entries}
    if inside & set(everywhere.naming.documents):
        return ()
    titles = titles_text([everywhere.title(name) for name in everywhere.naming.documents])
    return (f"Not asked: {titles}, which the question names: it isn’t among those asked.",)


def _only_points(query: Query, question: Question) -> bool:
    """Say whether a question points to what was said before and names nothing by itself.

    What another document says of its "it" is said of something else.
    """
    return not (query.topic or question.slot.names) and _POINTS.search(query.question) is not None


def _asks_the_document(request: Request, question: str) -> bool:
    """Say whether a question asks what a document says: it's called one, or said to speak.

    "What fine did the FAA impose?" names a body that wrote one, and asks of the body.
    """
    naming = request.naming
    if not naming.documents or naming.several or _NUMBERED.search(naming.marked):
        return False
    names = names_in(request.entries).names
    called = any(
        _is_called_one(_name_around(question, span), [names[one] for one in meant])
        for span, meant in zip(naming.spans, naming.names, strict=True)
    )
    return called or any(
        match[1].lower() in SAYING_VERBS for match in _SPEAKS.finditer(naming.marked)
    )


def _name_around(question: str, span: Span) -> list[str]:
    """Give the words of a name, with a capital before it that makes another one of it."""
    before = _CAPITAL.search(question[: span.start])
    start = before.start(1) if before and before.start() else span.start
    return WORD.findall(question[start : span.end])


def _is_called_one(said: Sequence[str], names: Sequence[CatalogueName]) -> bool:
    """Say whether a name has a word for a document and words of its own: "the PIPS brief".

    Its own must be of the document's entry, or initials that may stand at its beginning: "German
    law" isn't the law in a text that begins with Germany.
    """
    nouns = [word for word in said if noun_of(word)]
    own = [word for word in said if not noun_of(word) and word.lower() not in FUNCTION_WORDS]
    known = {stem for name in names for stem in name.all | name.years}
    strange = [word for word in own if known.isdisjoint(stems_of(word)) and not word.isupper()]
    return bool(nouns and own) and not any(word[0].isupper() for word in strange)


def _is_of(judged: Judgement, documents: Sequence[str]) -> bool:
    return judged.evidence[0].document_id in documents
