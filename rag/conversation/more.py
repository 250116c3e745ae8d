"""More of the last answer: the rest of its section, and what else its document says of the matter.

Never what only shares words with it in another document; where there is nothing more, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answerability.similarity import about
from rag.answering.all_passages import everything
from rag.english.vocabulary import GENERAL_WORDS, SAYING_VERBS
from rag.library import Library
from rag.question.question import content_words
from rag.requests.draft import Draft, DraftPart, told
from rag.requests.outline import items, outline
from rag.requests.section import counted, evidence_of
from rag.text.mentions import Mentions
from rag.types import (
    Answer,
    Block,
    Citation,
    Document,
    Done,
    Everything,
    Evidence,
    Place,
    Query,
    RequestKind,
    Scope,
    Span,
)

SHORT = 8
"""Paragraphs of a section up to which all of it is on what one of them says."""
FIRST = 6
"""Paragraphs, or passages, of a part that are shown."""
NEXT = 3
"""Paragraphs behind the last answer that are shown where nothing else is on its matter."""
FEWEST = 6
"""Words of a paragraph that says something."""
MOSTLY = 0.5
"""Part of a passage that was shown, from which on it's nothing new."""
IN_PARTS: frozenset[RequestKind] = frozenset(("section", "overview", "list", "comparison"))
"""Kinds of answers that gave a part of a document, of which more is the rest."""
UNANSWERED = (
    "The last question wasn’t answered: this stands around the passage that came closest to it."
)
NOT_CLOSE = "Nothing came close to the last question, so there is no more of it to tell."
NO_MORE = "No other passage of {titles} was found that speaks of this."


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown: its first place, or its last where parts were, and all that is known now."""

    citations: tuple[Citation, ...]
    seen: tuple[Place, ...]
    anchor: Citation
    query: Query
    in_parts: bool
    answered: bool


def more_of(
    question: str, last: Answer | Everything, before: Sequence[Answer], library: Library
) -> Answer | None:
    """Give more of the last answer, without what it and those ``before`` gave.

    Each quote is checked as any is. None where nothing was shown.
    """
    query = replace(last.query, question=question, topic="", first=())
    if isinstance(last, Answer) and last.status == "refused":
        searched = last.searched or library.store.searched(query.scope)
        return Answer(query, "refused", reason=NOT_CLOSE, kind="section", searched=searched)
    shown = _shown(last, before)
    if shown is None:
        return None
    rest, found = _rest(shown, library), tuple[DraftPart, ...]()
    if shown.answered and not shown.in_parts:
        found = tuple(_on_it(shown, [one for part in rest for one in part.evidence], library))
    parts = (*rest, *found) or (() if before else tuple(_behind(shown, library)))
    titles = ", ".join(dict.fromkeys(f"“{one.title}”" for one in shown.citations))
    nothing = NO_MORE.format(titles=titles)
    note = "" if shown.answered else UNANSWERED
    note = note or ("" if rest or found else nothing)
    draft = Draft("section", parts, notes=(note,) if note and parts else (), reason=nothing)
    *_, done = told(draft, query, library, ())
    return done.answer if isinstance(done, Done) else None


def _shown(last: Answer | Everything, before: Sequence[Answer]) -> _Shown | None:
    nearest = last.nearest if isinstance(last, Answer) else ()
    citations = last.citations or nearest
    if not citations:
        return None
    every = (*citations, *(one for answer in before for one in answer.citations))
    kind = last.kind if isinstance(last, Answer) else "list"
    in_parts = kind in IN_PARTS
    return _Shown(
        citations,
        tuple(Place(one.document_id, one.start, one.end) for one in every),
        citations[-1] if in_parts else citations[0],
        last.query,
        in_parts,
        bool(last.citations),
    )


def _rest(shown: _Shown, library: Library) -> tuple[DraftPart, ...]:
    """Give what else stands in the section of the answer, where all of that is on its matter."""
    document = _document(shown.anchor.document_id, shown, library)
    at = shown.anchor.start
    around = [one for one in outline(document) if one.start <= at < one.end] if document else []
    if document is None or not around:
        return ()
    section = min(around, key=lambda one: one.end - one.start)
    blocks = items(document, section)
    if len(blocks) > SHORT and not shown.in_parts:
        return ()
    left = [
        one
        for one in blocks
        if _says_something(one, document)
        and _is_new(Place(document.id, one.start, one.end), shown.seen)
    ]
    if not left:
        return ()
    title = f"{document.source.title}: the rest of “{section.title}”"
    note = counted(FIRST, len(left))
    return (DraftPart(title, evidence_of(document, left[:FIRST]), note, document.id),)


def _on_it(shown: _Shown, taken: Iterable[Evidence], library: Library) -> Iterator[DraftPart]:
    """Give the passages of the same documents that are on the last question."""
    documents = tuple(dict.fromkeys(one.document_id for one in shown.citations))
    scope = Scope(shown.query.scope.collection, documents=documents)
    found = everything(replace(shown.query, scope=scope), library).citations
    seen = (*shown.seen, *(Place(one.document_id, one.start, one.end) for one in taken))
    for name in documents:
        document = _document(name, shown, library)
        new = [
            Span(one.start, one.end)
            for one in found
            if one.document_id == name and _is_new(Place(name, one.start, one.end), seen)
        ]
        if document and new:
            new = _closest_first(new, shown, document)
            note = counted(FIRST, len(new))
            title = f"{document.source.title}: further passages on this"
            yield DraftPart(title, evidence_of(document, new[:FIRST]), note, name)


def _closest_first(new: Sequence[Span], shown: _Shown, document: Document) -> list[Span]:
    """Put passages with more of the question's words first, and those that repeat a quote last.

    What has none of its words but those that name the document is left out, where others have.
    """
    named = Mentions([about(document)])
    words = [word for word in content_words(shown.query.in_full) if not named.has(word)]
    words = [word for word in words if word.lower() not in SAYING_VERBS | GENERAL_WORDS]
    told = {one: sum(map(Mentions([document.text[one.start : one.end]]).has, words)) for one in new}
    repeats = {
        one: any(
            p.document_id == document.id and one.start <= p.start < one.end for p in shown.seen
        )
        for one in new
    }
    kept = [one for one in new if told[one]] or new
    return sorted(kept, key=lambda one: (repeats[one], -told[one]))


def _behind(shown: _Shown, library: Library) -> Iterator[DraftPart]:
    """Give what stands behind the answer, whatever it is on."""
    document = _document(shown.anchor.document_id, shown, library)
    if document is None:
        return
    blocks = [
        one
        for one in document.blocks
        if one.start > shown.anchor.start
        and one.kind in ("paragraph", "item", "table")
        and _says_something(one, document)
        and _is_new(Place(document.id, one.start, one.end), shown.seen)
    ]
    if blocks:
        title = f"{document.source.title}: what stands next"
        yield DraftPart(title, evidence_of(document, blocks[:NEXT]), "", document.id)


def _says_something(block: Block, document: Document) -> bool:
    """Say whether a block is more than a link or a date that stands alone."""
    said = document.text[block.start : block.end].split()
    return block.kind != "paragraph" or len(said) >= FEWEST


def _document(name: str, shown: _Shown, library: Library) -> Document | None:
    return library.store.document(name, shown.query.scope.collection)


def _is_new(place: Place, seen: Iterable[Place]) -> bool:
    """Say whether most of a place wasn't shown."""
    known = sum(
        max(0, min(place.end, one.end) - max(place.start, one.start))
        for one in seen
        if one.document_id == place.document_id
    )
    return known < MOSTLY * (place.end - place.start)
