"""A question in one language, and the documents that are in another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.answerability.judgement import Judgement
from rag.question.question import content_words
from rag.requests.request import Request
from rag.text.languages import NATIONS, alike_in, shared
from rag.types import Document, Evidence, Passage, Scope, Span

NO_TRANSLATION = "Nothing is translated: what is quoted is in the document’s own language."
SHOWN = 4
"""Passages that are shown: nobody measured how near they are."""
LOOKED_AT = 30
"""Passages with words that are alike that are looked at."""
NAMED = 5
"""Documents in other languages that are told of."""
ENOUGH = 2
"""Words that the passages found lack and a passage in another language has the like of, from
which on its document is meant."""
SHORTEST = 12
"""Words of a passage that says something: shorter are keywords, captions and links."""
IS_FOREIGN = (
    "{titles} in {language}, where English words find little. A question in {language} finds more."
)
ALIKE = "Shown are its passages with the most words that are alike in both languages."


def foreign_documents(request: Request) -> Mapping[str, str]:
    """Give the documents of the scope that aren't in English, each with its language."""
    languages = request.library.store.languages(request.query.scope.collection)
    return {one.id: languages[one.id] for one in request.entries if one.id in languages}


def with_other_languages(judged: Judgement, request: Request) -> Judgement:
    """Look for a question in English into the documents in other languages, by words alike.

    Where they have what the passages found lack, those give way to theirs, which are never taken
    for an answer. Where nothing answers, and where one of them is quoted, it's told that a question
    in English hardly reaches them.
    """
    others = foreign_documents(request)
    if not others:
        return judged
    shown = " ".join(one.text for one in judged.evidence)
    lacking = [word for word in judged.missing if not re.search(rf"\b{re.escape(word)}", shown)]
    if judged.evidence and (own := judged.evidence[0].document_id) in others:
        if judged.status == "answered":
            told = _told([own], others, request)
            return replace(judged, notes=(*judged.notes, told, NO_TRANSLATION))
        reason = _reason(judged.evidence[:1], others, request)
        return replace(judged, status="unsure", reason=reason, notes=(NO_TRANSLATION,))
    meant = _meant(judged, lacking, others, request)
    if evidence := _closest(meant, request) if meant else ():
        reason = f"{_lacking(lacking)}{_reason(evidence, others, request)} {ALIKE}"
        return replace(
            judged, status="unsure", evidence=evidence, reason=reason, score=0.0, notes=()
        )
    reached = judged.status == "unsure" and not any(
        shared(lacking, one.text) for one in map(request.document, others) if one and lacking
    )
    if judged.status == "answered" or reached:
        return judged
    return replace(judged, notes=(*judged.notes, _told(list(others), others, request)))


def _meant(
    judged: Judgement, lacking: Sequence[str], others: Mapping[str, str], request: Request
) -> tuple[str, ...]:
    """Give the documents that have what the passages in English lack.

    The name of those who speak their language or, where nothing answers, words in one passage.
    """
    nations = {
        name for name, said in NATIONS.items() if any(word.lower() in said for word in lacking)
    }
    found = [name for name, language in others.items() if language in nations]
    if found or judged.status == "answered" or len(lacking) < ENOUGH:
        return tuple(found)
    near = _closest(tuple(others), request)
    having = [one.document_id for one in near if len(shared(lacking, one.text)) >= ENOUGH]
    return tuple(dict.fromkeys(having))


def _closest(documents: Sequence[str], request: Request) -> tuple[Evidence, ...]:
    """Give the passages of documents that have most of a question's words, or the like.

    Behind them those that have most of the documents' titles: what they are about.
    """
    store, collection = request.library.store, request.query.scope.collection
    asked = content_words(request.text)
    known = store.lexicon(collection).counts
    alike = [other for word in asked for other in alike_in(word, known)]
    scope = Scope(collection, documents=tuple(documents))
    found = {
        one.id: one
        for text in (alike, map(request.title, documents))
        for one, _ in store.matching(" ".join(text), LOOKED_AT, scope)
        if len(one.text.split()) >= SHORTEST
    }
    held = {name: len(shared(asked, one.text_with_heads)) for name, one in found.items()}
    best = sorted(found.values(), key=lambda one: -held[one.id])[:SHOWN]
    read = ((request.document(one.document_id), one) for one in best)
    return tuple(_evidence(document, one) for document, one in read if document)


def _evidence(document: Document, passage: Passage) -> Evidence:
    return Evidence.of(document, Span(passage.start, passage.end), 0.0, passage.id)


def _lacking(words: Sequence[str]) -> str:
    named = ", ".join(f"“{word}”" for word in words)
    return f"{named} {'stands' if len(words) == 1 else 'stand'} in no passage found in English. "


def _reason(evidence: Sequence[Evidence], others: Mapping[str, str], request: Request) -> str:
    documents = list(dict.fromkeys(one.document_id for one in evidence))
    titles = ", ".join(f"“{request.title(one)}”" for one in documents)
    return IS_FOREIGN.format(
        titles=f"{titles} {'is' if len(documents) == 1 else 'are'}",
        language=" or ".join(dict.fromkeys(others[one] for one in documents)),
    )


def _told(documents: Sequence[str], others: Mapping[str, str], request: Request) -> str:
    """Say which documents are in other languages."""
    named = [f"“{request.title(one)}” ({others[one]})" for one in documents[:NAMED]]
    more = f" and {len(documents) - NAMED:,} more" if len(documents) > NAMED else ""
    return (
        f"In another language, where a question in English finds little: {', '.join(named)}{more}."
    )
