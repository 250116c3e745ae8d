"""The document that a request for a look describes, where none is called so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from rag.answering.steps import asked, search
from rag.question.catalogue_names import DOCUMENT_NOUNS
from rag.requests.heading_labels import stems_of
from rag.requests.request import BEGINNING, Request
from rag.text.content_words import words_of
from rag.text.tokens import alike

MOST = 0.8
"""Share of the passages nearest to the description that must be of the document."""
NEAREST = (
    "No document is called so: this is the one with the passages that are nearest to the words."
)
NAME = 5
"""Letters of a country's name, from which on a word that begins so is of it."""
_NOUNS = "|".join(sorted(DOCUMENT_NOUNS))
_DESCRIBED = re.compile(
    r"(?:.*\b(?:outline|summary|overview|structure|gist|synopsis|headings|contents) (?:of|for)"
    r"|(?:(?:please|can you|could you) )*(?:summari[sz]e|outline)) "
    rf"(?:the |this |that )?(?P<what>(?:[\w’'-]+ ){{1,6}}?)(?:{_NOUNS})\b",
    re.IGNORECASE,
)


def described_document(request: Request) -> str | None:
    """Give the document that is asked for a look at by what it's about, if most that's found is it.

    It may be in another language than its description: "an outline of the Chilean paper".
    """
    match = None if request.naming.documents else _DESCRIBED.match(request.text)
    if match is None:
        return None
    query = replace(request.query, question=match["what"])
    hits = search(asked(query, request.library), request.library)
    named = Counter(hit.passage.document_id for hit in hits)
    best, count = next(iter(named.most_common(1)), ("", 0))
    document = request.document(best) if count >= MOST * max(1, len(hits)) else None
    return best if document and _bears(document.text[:BEGINNING], match["what"]) else None


def _bears(beginning: str, description: str) -> bool:
    """Say whether the names of a description stand at a document's beginning; all words if none.

    A country's may be an adjective: "Chilean".
    """
    names = " ".join(word for word in words_of(description) if word[:1].isupper())
    there = stems_of(beginning)
    return all(any(_same(one, own) for own in there) for one in stems_of(names or description))


def _same(one: str, other: str) -> bool:
    return alike(one, other) or (len(other) >= NAME and one.startswith(other))
