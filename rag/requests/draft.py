"""From what a request of some kind came to, to an answer of which everything is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.answering.extractive import SHOWN
from rag.answering.unread import unread_notes
from rag.citations.from_evidence import checked_citations, extract
from rag.citations.integrity import verify
from rag.library import Library
from rag.types import (
    Answer,
    Checked,
    Citation,
    DocumentFact,
    Done,
    Event,
    Evidence,
    Part,
    Query,
    RequestKind,
    Statement,
)


@dataclass(frozen=True, slots=True)
class DraftPart:
    """What is to be shown under one title. See `rag.types.Part`."""

    title: str
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a request came to, before it is checked.

    ``reason`` says why there is nothing to show, where there are neither parts with evidence nor
    facts; ``nearest`` is what then comes closest.
    """

    kind: RequestKind
    parts: tuple[DraftPart, ...] = ()
    facts: tuple[DocumentFact, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    reason: str = ""
    nearest: tuple[Evidence, ...] = ()


def at_most(draft: Draft, count: int) -> Draft:
    """Cut a look at documents to so many lines or points as it may have; 0: it isn't said.

    Each document has its share of them. Its outline is left out: nobody asked for it.
    """
    own = [part for part in draft.parts if part.evidence]
    if draft.kind != "overview" or not count or sum(len(p.evidence) for p in own) <= count:
        return draft
    documents = dict.fromkeys(part.document_id for part in own)
    share = max(1, count // len(documents))
    left = dict.fromkeys(documents, share)
    parts = []
    for part in own:
        shown = part.evidence[: left[part.document_id]]
        left[part.document_id] -= len(shown)
        if shown == part.evidence:
            parts.append(part)
        elif shown:
            note = f"{len(shown)} of {len(part.evidence)}, as no more were asked for."
            parts.append(replace(part, evidence=shown, note=note))
    return replace(draft, parts=tuple(parts))


def told(draft: Draft, query: Query, library: Library, notes: tuple[str, ...]) -> Iterator[Event]:
    """Yield each statement as it passes its check, then the answer.

    A part stays whose evidence fails its check, if its note says something. ``notes`` are told
    beside the draft's own.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    parts: list[Part] = []
    for part in draft.parts:
        own = range(len(statements), len(statements))
        for checked, citation in _checked(part.evidence, len(citations), query, library):
            statements.append(checked)
            citations.append(citation)
            own = range(own.start, len(statements))
            yield Checked(checked, (citation,))
        if own or part.note:
            parts.append(Part(part.title, tuple(own), part.note, part.document_id))
    shown = bool(statements or draft.facts)
    near = {(one.document_id, one.start, one.end): one for one in draft.nearest}
    nearest = () if shown else checked_citations([*near.values()], query, library.store)
    silent = not shown and draft.kind not in ("greeting", "mention")  # which tells of them itself
    unread = tuple(unread_notes(query, library)) if silent else ()
    yield Done(
        Answer(
            query,
            "answered" if shown else "unsure" if nearest else "refused",
            statements=tuple(statements),
            citations=tuple(citations),
            reason="" if shown else draft.reason,
            nearest=nearest,
            searched=None if draft.kind == "greeting" else library.store.searched(query.scope),
            score=1.0 if shown else 0.0,
            notes=(*notes, *draft.notes, *unread, *library.store.broken()),
            kind=draft.kind,
            parts=tuple(parts),
            facts=draft.facts,
            suggestions=draft.suggestions,
        )
    )


def _checked(
    evidence: tuple[Evidence, ...], before: int, query: Query, library: Library
) -> Iterator[tuple[Statement, Citation]]:
    """Give what passes its check; its citation's number goes on behind ``before``."""
    number = before
    for statement, made in extract(evidence, query, library.store):
        citation = replace(made, key=str(number + 1))
        checked = verify(
            replace(statement, citations=(citation.key,)),
            (citation,),
            library.store,
            query.scope.collection,
            library.verifier,
        )
        if checked.verdict in SHOWN:
            number += 1
            yield checked, citation
