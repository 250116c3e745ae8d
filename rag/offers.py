"""What the documents do answer, near a question that they don't: each tried before it's offered."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

from rag.ask import ask
from rag.library import Library
from rag.requests.overview import look_at
from rag.requests.section import question_for
from rag.text.running_heads import says_the_title
from rag.types import Answer, Citation
from rag.types.document import BETWEEN_CELLS

OFFERED = 3
WITHIN_S = 1.5
"""Seconds after which nothing more is tried: what is offered comes after the answer."""
LONGEST = 8
"""Words of a heading that is offered."""
_WORDY = re.compile(r"[^\W\d_]{3,}")


def offers(answer: Answer, library: Library, within_s: float = WITHIN_S) -> tuple[str, ...]:
    """Give questions on the sections and documents that came closest to one that was refused.

    Each has been asked, and is answered. None where the time was too short for any.
    """
    if answer.status != "refused" or answer.kind == "greeting" or answer.suggestions:
        return ()
    until, found = time.monotonic() + within_s, list[str]()
    for asked in dict.fromkeys(_near(answer.nearest)):
        if len(found) == OFFERED or time.monotonic() > until:
            break
        query = replace(answer.query, question=asked, topic="", first=())
        if ask(query, library).status == "answered":
            found.append(asked)
    return tuple(found)


def _near(nearest: tuple[Citation, ...]) -> Iterator[str]:
    """Give the sections over the closest passages, the innermost first, then their documents."""
    for citation in nearest:
        if BETWEEN_CELLS in citation.quote:
            continue  # what stands over a row is mostly part of its table
        for heading in list(reversed(citation.heading_path))[:2]:
            title = " ".join(heading.split())
            if _is_offered(title) and not says_the_title(title, citation.title):
                yield question_for(title)
    for citation in nearest:
        yield look_at(citation.title)


def _is_offered(heading: str) -> bool:
    """Say whether a heading reads as one: short, of several words, and no head of a table."""
    short = len(heading.split()) <= LONGEST
    return short and "|" not in heading and len(_WORDY.findall(heading)) > 1
