"""A question that the model in use can't read, and what of it the documents have all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rag.answerability.judgement import MAX_NEAREST, distinct
from rag.library import Library
from rag.requests.best_evidence import best_evidence, question_for
from rag.requests.draft import Draft, told
from rag.requests.greeting import suggested
from rag.requests.overview import overview
from rag.requests.request import Request
from rag.text.languages import sounding_like
from rag.text.stopwords import WORD
from rag.text.unsupported_language import in_english
from rag.types import Answer, Done, Event, Query


def of_unread(query: Query, reason: str, library: Library) -> Iterator[Event]:
    """Answer a question that can't be read: by the words in it that the documents have.

    A look at a document that it names is given; of all else only what comes closest. Refused, with
    questions that can be asked, where it has no such word.
    """
    collection = query.scope.collection
    files = (entry.file.lower() for entry in library.store.entries(collection))
    lexicon = library.store.lexicon(collection)
    words = in_english(query.in_full, {*lexicon.counts, *files})
    if not words and not query.in_full.isascii():
        words = tuple(sounding_like(WORD.findall(query.in_full), lexicon.written.values()))
    text = " ".join(words)
    request = Request(replace(query, question=text, topic=""), text, library)
    look = overview(request) if words and request.naming.documents else None
    if look:
        yield from told(look, query, library, (reason,))
        return
    found = best_evidence(question_for(text, request), request) if words else None
    near = distinct(found, MAX_NEAREST) if found else ()
    if not near:
        offered = tuple(suggested(Request(query, query.in_full, library)))
        yield Done(Answer(query, "refused", reason=reason, suggestions=offered))
        return
    reason += f" Looked for: {', '.join(f'“{one}”' for one in words)}."
    yield from told(Draft("question", reason=reason, nearest=near), query, library, ())
