"""A question in one language, and the documents that are in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rag.answerability.judgement import Judgement
from rag.question.question import content_words
from rag.requests.outline import items, main_sections, outline
from rag.requests.request import Request
from rag.text.languages import NATIONS, alike_in, shared
from rag.types import Block, Document, Evidence, Passage, Scope, Span

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
FEWEST_LETTERS = 3
"""Of a word in which one of a heading may end."""
_ENDS = (".", "!", "?", ":", ";", "”", '"', "»", ")")
ALIKE = "Shown are the passages with the most words that are the question’s, or alike."
_BESIDE = "Before that stands what was found in the document that the question names."
BEGINNINGS = "Shown is how it begins, and how its sections do."
MOSTLY = 1 / 3
"""Part of a question's words that a sentence must have that answers it, `ENOUGH` at least: half of
those that ask for a limit are in another form where it's given."""


def foreign_documents(request: Request) -> Mapping[str, str]:
    """Give the documents of the scope that aren't in English, each with its language."""
    languages = request.library.store.languages(request.query.scope.collection)
    return {one.id: languages[one.id] for one in request.entries if one.id in languages}


def with_other_languages(judged: Judgement, request: Request) -> Judgement:
    """Look for a question in English into the documents in other languages, by words alike.

    Where they have what the passages found lack, those give way to theirs, which are never taken
    for an answer; what was found in a document that the question names stays before them. Where
    nothing answers, and where one of them is quoted, it's told that a question in English hardly
    reaches them.
    """
    others = foreign_documents(request)
    if not others:
        return judged
    shown = " ".join(one.text for one in judged.evidence)
    lacking = [word for word in judged.missing if not re.search(rf"\b{re.escape(word)}", shown)]
    if judged.evidence and (own := judged.evidence[0].document_id) in others:
        evidence, how = _closest([own], request)
        sure = _with_the_words(judged.evidence, evidence, request)
        if judged.status == "answered" and sure:
            told = _told([own], others, request)
            notes = (*judged.notes, told, NO_TRANSLATION)
            return replace(judged, evidence=sure, notes=notes)
        reason = f"{_reason([own], others, request)} {how}"
        return _unsure(judged, evidence or judged.evidence, reason, (NO_TRANSLATION,))
    meant = _meant(judged, lacking, others, request)
    evidence, how = _closest(meant, request) if meant else ((), "")
    if evidence:
        reason = f"{_lacking(lacking)}{_reason(meant, others, request)} {how}"
        named = request.naming.documents
        before = [one for one in judged.evidence if one.document_id in named]
        half = SHOWN // 2 if before else SHOWN
        reason = f"{reason} {_BESIDE}" if before else reason
        return _unsure(judged, (*before[:half], *evidence[:half]), reason, ())
    reached = judged.status == "unsure" and not any(
        shared(lacking, one.text) for one in map(request.document, others) if one and lacking
    )
    if judged.status == "answered" or reached:
        return judged
    return replace(judged, notes=(*judged.notes, _told(list(others), others, request)))


def in_its_language(judged: Judgement, language: str, request: Request) -> Judgement:
    """Judge what was found for a question in a language in documents of that one: by its words.

    The model reads English: that it finds two sentences near tells little. An answer has some of
    the question's words; without one the passages come closest that have most of them.
    """
    others = foreign_documents(request)
    own = [one for one in judged.evidence if others.get(one.document_id) == language]
    if judged.status != "answered" or own != [*judged.evidence]:
        return judged
    documents = list(dict.fromkeys(one.document_id for one in own))
    evidence, how = _closest(documents, request)
    if sure := _with_the_words(judged.evidence, evidence, request):
        return replace(judged, evidence=sure)
    return _unsure(judged, evidence, f"No sentence has enough of its words. {how}", ())


def _unsure(
    judged: Judgement, evidence: Sequence[Evidence], reason: str, notes: tuple[str, ...]
) -> Judgement:
    return replace(
        judged, status="unsure", evidence=tuple(evidence), reason=reason, score=0.0, notes=notes
    )


def _with_the_words(
    evidence: Sequence[Evidence], closest: Sequence[Evidence], request: Request
) -> tuple[Evidence, ...]:
    """Keep the sentences of the closest passages with enough of a question's words."""
    asked = _asked_words(request)
    least = max(min(ENOUGH, len(asked)), MOSTLY * len(asked))
    return tuple(
        one
        for one in evidence
        if len(shared(asked, one.text)) >= least
        and any(other.start <= one.start < other.end for other in closest)
    )


def _asked_words(request: Request) -> tuple[str, ...]:
    """Give a question's words without the name of a document, if any are left."""
    return content_words(request.naming.rest) or content_words(request.text)


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
    having = (
        one.document_id
        for one in _matching(list(others), request)
        if len(shared(lacking, one.text)) >= ENOUGH
    )
    return tuple(dict.fromkeys(having))


def _closest(documents: Sequence[str], request: Request) -> tuple[tuple[Evidence, ...], str]:
    """Give what stands under a heading of a question's words, and what it is in words.

    Else the passages with most of those; where one alone is alike in passing, the beginnings of
    the documents and their sections: what they are about.
    """
    asked = _asked_words(request)
    read = [one for one in map(request.document, documents) if one]
    if under := tuple(one for each in read for one in _under_its_heading(asked, each))[:SHOWN]:
        return under, ALIKE
    held = [(len(shared(asked, one.text_with_heads)), one) for one in _matching(documents, request)]
    held = [scored for scored in held if scored[0] >= min(ENOUGH, len(asked))]
    best = sorted(held, key=lambda scored: -scored[0])[:SHOWN]
    near = ((request.document(one.document_id), one) for _, one in best)
    if found := tuple(_evidence(document, one) for document, one in near if document):
        return found, ALIKE
    return tuple(one for each in read for one in _beginnings(each))[:SHOWN], BEGINNINGS


def _under_its_heading(asked: Sequence[str], document: Document) -> Iterator[Evidence]:
    """Give the paragraphs under a heading that has words of a question, and few others."""
    title = document.source.title.casefold()
    found = []
    for section in outline(document):
        words = [word for word in content_words(section.title) if len(word) >= FEWEST_LETTERS]
        held = sum(any(_is_of(own, [word]) for own in asked) for word in words)
        if title not in section.title.casefold() and 2 * held >= max(1, len(words)):
            found.append((held, section))
    best = max((held for held, _ in found), default=0)
    for held, section in found:
        for block in items(document, section) if held == best else ():
            if _says_something(document, block):
                yield Evidence.of(document, Span(block.start, block.end))


def _is_of(word: str, others: Sequence[str]) -> bool:
    """Say whether one of some words is a word's like, or ends in it: "Erdgas" is a sort of gas."""
    compound = len(word) >= FEWEST_LETTERS and any(
        other.lower().endswith(word.lower()) for other in others
    )
    return compound or next(alike_in(word, others), None) is not None


def _matching(documents: Sequence[str], request: Request) -> list[Passage]:
    """Give the passages of documents that have the like of a question's words."""
    store, collection = request.library.store, request.query.scope.collection
    known = store.lexicon(collection).counts
    alike = [other for word in _asked_words(request) for other in alike_in(word, known)]
    scope = Scope(collection, documents=tuple(documents))
    found = store.matching(" ".join(alike), LOOKED_AT, scope) if alike else ()
    return [one for one, _ in found if len(one.text.split()) >= SHORTEST]


def _beginnings(document: Document) -> Iterator[Evidence]:
    """Give the first paragraph of a document, and of each of its main sections."""
    parts = [document.blocks, *(items(document, one) for one in main_sections(document))]
    begun = set()
    for blocks in parts:
        first = next((one for one in blocks if _says_something(document, one)), None)
        if first and first.start not in begun:
            begun.add(first.start)
            yield Evidence.of(document, Span(first.start, first.end))


def _says_something(document: Document, block: Block) -> bool:
    text = document.text[block.start : block.end].strip()
    return len(text.split()) >= SHORTEST and text.endswith(_ENDS) and block.kind == "paragraph"


def _evidence(document: Document, passage: Passage) -> Evidence:
    return Evidence.of(document, Span(passage.start, passage.end), 0.0, passage.id)


def _lacking(words: Sequence[str]) -> str:
    named = ", ".join(f"“{word}”" for word in words)
    return f"{named} {'stands' if len(words) == 1 else 'stand'} in no passage found in English. "


def _reason(documents: Sequence[str], others: Mapping[str, str], request: Request) -> str:
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
