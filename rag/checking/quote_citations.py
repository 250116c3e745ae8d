"""Which citations of a draft a quotation leans on: those beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.checking.draft_text import Draft, Quoted
from rag.checking.in_text_citations import Reference
from rag.types import Span

MOST_SHARING = 50
"""Quotations of one sentence that may share the citation behind the last of them."""
_STOPS = " .,;:!?”\"’'\n"
_ABBREVIATED = re.compile(r"\b(?:pp?|ed|eds|cf|e\.g|i\.e|al|vol|no|Dr|Mr|Ms|St)\.\s")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A draft with its quotations and citations, both in the order of the text."""

    draft: Draft
    quoted: tuple[Quoted, ...]
    cited: tuple[Reference, ...]


def citations_of(index: int, around: Surroundings) -> tuple[Reference, ...]:
    """Give the citations of one quotation.

    Those behind it in its sentence, else the one before it; for a note, the note's own.
    """
    draft, quoted = around.draft, around.quoted[index]
    part = draft.parts[quoted.part]
    own = [one for one in around.cited if part.start <= one.span.start <= part.end]
    if part.kind == "note":
        return tuple(one for one in own if one.span == Span(part.start, part.end))
    if quoted.marks == "block":
        return _of_block(quoted, own, around)
    following = [q for q in around.quoted[index + 1 :] if q.part == quoted.part]
    limit = following[0].span.start if following else part.end
    after = _after(quoted.span.end, limit, own, draft.text)
    if after:
        return after
    earlier = [q for q in around.quoted[:index] if q.part == quoted.part]
    start = earlier[-1].span.end if earlier else part.start
    before = [
        one
        for one in own
        if start <= one.span.start
        and one.span.end <= quoted.span.start
        and not _closed(one, draft.text)
        and not _ends_sentence(draft.text[one.span.end : quoted.span.start])
    ]
    if before:
        return (before[-1],)
    # “This” and “that” (Doe 2015, p. 4): the citation behind both is for both.
    shared = following and not _ends_sentence(draft.text[quoted.span.end + 1 : limit])
    return citations_of(index + 1, around) if shared and len(following) < MOST_SHARING else ()


def _closed(one: Reference, text: str) -> bool:
    """Say whether a citation stands behind the end of a sentence, and so belongs to it."""
    before = text[max(0, one.span.start - 6) : one.span.start]
    return before.rstrip(" \n”\"’')").endswith((".", "!", "?"))


def _after(end: int, limit: int, own: Sequence[Reference], text: str) -> tuple[Reference, ...]:
    found: list[Reference] = []
    at = end
    for one in own:
        if not end <= one.span.start <= limit:
            continue
        between = text[at : one.span.start]
        if _ends_sentence(between) or (found and between.strip(_STOPS)):
            break
        found.append(one)
        at = one.span.end
    return tuple(found)


def _of_block(
    quoted: Quoted, own: Sequence[Reference], around: Surroundings
) -> tuple[Reference, ...]:
    """Look within a block quotation, at the head of what follows, in the words leading up to it."""
    if own:
        return (own[-1],)
    parts, text = around.draft.parts, around.draft.text
    following = parts[quoted.part + 1] if quoted.part + 1 < len(parts) else None
    if following and following.kind == "paragraph":
        for one in around.cited:
            inside = following.start <= one.span.start < following.end
            if inside and not text[following.start : one.span.start].strip():
                return (one,)
    before = parts[quoted.part - 1] if quoted.part else None
    if before and before.kind == "paragraph" and text[: before.end].rstrip().endswith(":"):
        led = [
            one
            for one in around.cited
            if before.start <= one.span.start < before.end
            and not _ends_sentence(text[one.span.end : before.end])
        ]
        return tuple(led[-1:])
    return ()


def _ends_sentence(text: str) -> bool:
    """Say whether a sentence ends in a stretch of text, and another begins."""
    return re.search(r"[.!?][\"”’')\]]*\s+[\"“‘'(]*[A-Z]", _ABBREVIATED.sub(" ", text)) is not None
