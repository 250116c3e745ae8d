"""What the documents do answer, near a question that they don't: each tried before it's offered."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.ask import ask
from rag.english.vocabulary import GENERAL_WORDS
from rag.library import Library
from rag.requests.overview import look_at
from rag.requests.section import question_for
from rag.text.content_words import content_words
from rag.text.mentions import Mentions
from rag.text.running_heads import says_the_title
from rag.text.stopwords import QUESTION_WORDS
from rag.types import Answer, Citation
from rag.types.document import BETWEEN_CELLS

OFFERED = 3
WITHIN_S = 1.5
"""Seconds after which nothing more is tried: what is offered comes after the answer."""
LONGEST = 8
"""Words of a heading that is offered."""
_LIGHT = GENERAL_WORDS | QUESTION_WORDS
_WORDY = re.compile(r"[^\W\d_]{3,}")


def offers(answer: Answer, library: Library, within_s: float = WITHIN_S) -> tuple[str, ...]:
    """Give questions on the sections and documents that came closest to one that was refused.

    Each has been asked, and is answered. None where the time was too short for any.
    """
    if answer.status != "refused" or answer.kind == "greeting" or answer.suggestions:
        return ()
    until, found = time.monotonic() + within_s, list[str]()
    for asked in dict.fromkeys(_near(answer)):
        if len(found) == OFFERED or time.monotonic() > until:
            break
        query = replace(answer.query, question=asked, topic="", first=())
        if ask(query, library).status == "answered":
            found.append(asked)
    return tuple(found)


def _near(answer: Answer) -> Iterator[str]:
    """Give the sections over the closest passages, the innermost first, then their documents.

    Only such as have a word of the question over them, or a passage with most of its words: what
    comes closest to a question that is about something else altogether is no help.
    """
    words = [word for word in content_words(answer.query.question) if word.lower() not in _LIGHT]
    # What stands over a row is mostly part of its table.
    prose = [one for one in answer.nearest if BETWEEN_CELLS not in one.quote]
    for citation in prose:
        for heading in list(reversed(citation.heading_path))[:2]:
            title = " ".join(heading.split())
            is_own = _is_offered(title) and not says_the_title(title, citation.title)
            if is_own and _is_near(title, citation, words):
                yield question_for(title)
    for citation in answer.nearest:
        if _is_near(citation.title, citation, words):
            yield look_at(citation.title)


def _is_near(title: str, citation: Citation, words: Sequence[str]) -> bool:
    """Say whether a title has a word of the question, or the passage below it most of them."""
    there = Mentions([citation.quote])
    held = sum(map(there.has, words))
    return any(map(Mentions([title]).has, words)) or (held > 1 and 2 * held > len(words))


def _is_offered(heading: str) -> bool:
    """Say whether a heading reads as one: short, of several words, and no head of a table."""
    short = len(heading.split()) <= LONGEST
    return short and "|" not in heading and len(_WORDY.findall(heading)) > 1
