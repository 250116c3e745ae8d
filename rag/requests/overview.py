"""A look at a document: what it is, its own summary or what says most of it, its outline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import phrases, words
from rag.question.catalogue_names import DOCUMENT_NOUNS
from rag.requests.catalogue_facts import fact
from rag.requests.central_sentences import (
    OPENING,
    SHORTEST,
    WEB_ADDRESS,
    central_sentences,
    of_itself,
    opening,
)
from rag.requests.contents_lines import is_contents
from rag.requests.described_document import NEAREST, described_document
from rag.requests.draft import Draft, DraftPart
from rag.requests.other_languages import NO_TRANSLATION, foreign_documents
from rag.requests.outline import Section, items, main_sections
from rag.requests.request import Request
from rag.requests.section import FIRST, SUGGESTED, counted, evidence_of, section
from rag.requests.section_names import SERIES, sections_called
from rag.store.catalogue_rows import Entry
from rag.text.content_words import words_of
from rag.types import Document, DocumentFact, Evidence

LOOKS = frozenset(words("requests", "looks"))
BESIDE = frozenset(words("requests", "beside_a_look"))
LANGUAGES = dict(one.split() for one in phrases("requests", "languages"))
"""Names and codes."""
SUMMARY = phrases("requests", "summary_headings")
INTRODUCTION = phrases("requests", "introduction_headings")
TOGETHER = 3
"""Documents of which a whole look is given at once; of more a sentence or two."""
OF_INTRODUCTION = 3
"""Paragraphs of an introduction that are shown, where a document has no summary of its own."""
CENTRAL = 7
"""Sentences that are shown beside it."""
LONG_NAME = 3
"""Words of a document's name, from which on it can't be anything else."""
HEADINGS = 20
"""Of an outline that are shown."""
TOLD = ("author", "publisher", "date", "pages")
LISTED = 30
"""Documents of which a sentence or two is shown."""
OF_MANY = 2
"""Sentences that are shown of each."""
OF_EACH = (
    "Of each the first sentences of its own summary; where it has none, what it says of itself "
    "or begins with, and what is nearest to the whole."
)
NO_SENTENCE = "It has no sentence that says what it is about."
_CLEARLY = re.compile(r"summar|overview|outline|gist|synopsis|précis|tldr|digest|nutshell")
_ASKS_ELSE = frozenset("who whom whose when where why many much often long".split())
_PART = re.compile(r"\bthe (?:[a-z]+ )?(?:summary|abstract|overview|introduction)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_IN_A_LANGUAGE = re.compile(
    rf",? (?:in|into|to) (?:(?:plain|simple) )?(?:{'|'.join(LANGUAGES)})\b",
    re.IGNORECASE,
)
_TRANSLATE = re.compile(r"\btranslate\b", re.IGNORECASE)
_RUN_IN = re.compile(
    r"((?:EXECUTIVE |Executive )?(?:SUMMARY|Summary)|ABSTRACT|Abstract|Synopsis)[:.—–-]+ ?\w"
)
"""A summary without a heading: "Summary: We propose …"."""
_TELLS = frozenset("tell describe explain understand introduce".split())
_OUTLINE = re.compile(
    r"\b(?:outline|structure|contents|toc|chapters|sections|headings)\b", re.IGNORECASE
)
_INSIDE = re.compile(r"\bwhat(?:['’]?s| is| stands) (?:in|inside)\b", re.IGNORECASE)


def overview(request: Request) -> Draft | None:
    """Give a look at the documents that are asked for; which there are where that isn't said.

    "The summary" of a document that has a section of that name is that section.
    """
    if not asks_for_a_look(request):
        described = described_document(request)
        made = look(request, (described,)) if described else None
        return made and replace(made, notes=(*made.notes, NEAREST))
    if _PART.search(request.text) and (part := section(request)):
        return part
    return look(request, _named(request) or tuple(entry.id for entry in request.entries))


def look(request: Request, documents: Collection[str]) -> Draft | None:
    """Give a look at some documents, a short one where they're many."""
    entries = [entry for entry in request.entries if entry.id in documents]
    if len(entries) > TOGETHER:
        return _briefly(entries, request)
    found = [(entry, request.document(entry.id)) for entry in entries]
    most = FIRST if len(found) == 1 else FIRST // 2
    parts = [
        part
        for _, document in found
        if document
        for part in _parts(document, request, most, outlined=len(found) == 1)
    ]
    facts = tuple(one for entry, _ in found for one in _facts(entry, request))
    translated = _IN_A_LANGUAGE.search(request.text) or _TRANSLATE.search(request.text)
    foreign = foreign_documents(request).keys() & {entry.id for entry, _ in found}
    notes = (NO_TRANSLATION,) if translated or foreign else ()
    return Draft("overview", tuple(parts), facts, notes) if parts or facts else None


def asks_for_a_look(request: Request) -> bool:
    """Say whether a request asks what a document is about, and for nothing in it."""
    said = {word.lower() for word in words_of(request.text)}
    if not (said & LOOKS or _INSIDE.search(request.text) or "tl;dr" in request.text.lower()):
        return False
    quoted, titled = _QUOTED.search(request.text), _titled(request)
    if quoted and not titled:
        return False  # "What does ‘About the report’ say?"
    left = _QUOTED.sub(" ", request.text) if titled else request.naming.rest
    left = _IN_A_LANGUAGE.sub("", left)
    rest = [word.lower() for word in words_of(re.sub(r"(?i)\btl;dr\b", "tldr", left))]
    wanted = [word for word in rest if word in LOOKS or word not in FUNCTION_WORDS]
    if set(wanted) - LOOKS - BESIDE or set(rest) & _ASKS_ELSE:
        return False
    if any(map(_CLEARLY.match, rest)):
        return True
    looks = bool(set(wanted) & LOOKS or _INSIDE.search(request.text))
    if not looks or (set(rest) & _TELLS and not titled and not _by_a_noun(request)):
        return False
    return bool(_named(request) or request.naming.several)


def _by_a_noun(request: Request) -> bool:
    """Say whether a document is named as one: "tell me about the Trust" asks of its author."""
    named = [words_of(request.text[span.start : span.end]) for span in request.naming.spans]
    nouns = (word.lower().removesuffix("s") in DOCUMENT_NOUNS for some in named for word in some)
    return any(nouns) or any(len(some) >= LONG_NAME for some in named)


def _named(request: Request) -> tuple[str, ...]:
    return _titled(request) or request.naming.documents


def _titled(request: Request) -> tuple[str, ...]:
    """Give the documents whose title stands in quote marks, letter for letter."""
    titles = {found.casefold() for found in _QUOTED.findall(request.text)}
    return tuple(one.id for one in request.entries if one.source.title.casefold() in titles)


def _facts(entry: Entry, request: Request) -> Iterator[DocumentFact]:
    """Give what the catalogue has of a document: who made it, when, how long it is."""
    for name in TOLD:
        known = fact(entry, name, request)
        if known.value:
            yield known


def _briefly(entries: Sequence[Entry], request: Request) -> Draft:
    """Give a sentence or two of each of many documents."""
    parts = []
    for entry in entries[:LISTED]:
        document = request.document(entry.id)
        shown = _gist(document, request) if document else ()
        parts.append(DraftPart(entry.source.title, shown, "" if shown else NO_SENTENCE, entry.id))
    more = f" The first {LISTED} of {len(entries)} documents." if len(entries) > LISTED else ""
    return Draft(
        "overview",
        tuple(parts),
        notes=(f"{OF_EACH}{more}",),
        suggestions=tuple(look_at(one.source.title) for one in entries[:SUGGESTED]),
    )


def _gist(document: Document, request: Request) -> tuple[Evidence, ...]:
    """Give the first sentences of a document's own summary, else those that say most of it."""
    own = _own_summary(document, 1)
    if not own:
        told = _own_words(document)
        return (*told, *_central(document, request, OF_MANY, told))[:OF_MANY]
    first = own.evidence[0]
    sentences = document.sentences_in(first.start, first.end)[:OF_MANY]
    return tuple(Evidence.of(document, one) for one in sentences)


def _own_words(document: Document) -> tuple[Evidence, ...]:
    """Give the sentence that says what a document does, else the first of its introduction."""
    itself = of_itself(document)
    if itself is None and (introduction := _called(INTRODUCTION, document, 1)):
        first = introduction.evidence[0]
        itself = next(iter(document.sentences_in(first.start, first.end)), None)
    return (Evidence.of(document, itself),) if itself else ()


def look_at(title: str) -> str:
    """Put the question for a look at one document."""
    return f"Summarise “{title}”."


def _parts(
    document: Document, request: Request, most: int, *, outlined: bool
) -> Iterator[DraftPart]:
    title = document.source.title
    own = _own_summary(document, most)
    headings_only = outlined and _OUTLINE.search(request.text) is not None
    if own and not headings_only:
        yield own
    elif not headings_only:
        introduction = _called(INTRODUCTION, document, OF_INTRODUCTION)
        if introduction:
            yield introduction
        before = introduction.evidence if introduction else ()
        itself = None if introduction else of_itself(document)
        told = (Evidence.of(document, itself),) if itself else ()
        central = _central(document, request, min(CENTRAL, most), (*before, *told))
        sentences = (*told, *central)[: min(CENTRAL, most)]
        if sentences:
            note = "Chosen as nearest to the whole; nobody wrote them as a summary."
            yield DraftPart(f"{title}: sentences that say most of it", sentences, note, document.id)
    sections = main_sections(document) if outlined else ()
    if sections:
        outlined_by, series = _once_of_each_series(sections)
        shown = [Evidence.of(document, one.heading) for one in outlined_by[:HEADINGS]]
        note = " ".join(filter(None, (counted(HEADINGS, len(outlined_by)), *series)))
        yield DraftPart(f"{title}: outline", tuple(shown), note, document.id)


def _once_of_each_series(sections: Sequence[Section]) -> tuple[list[Section], list[str]]:
    """Leave out all but the first of headings that are numbers of one name, and say how many."""
    bare = [one for one in sections if one.label.number and one.label.stems == {one.label.noun}]
    count = Counter(one.label.noun for one in bare)
    first = {one.label.noun: one for one in reversed(bare)}
    kept = [
        one
        for one in sections
        if one not in bare or count[one.label.noun] < SERIES or one is first[one.label.noun]
    ]
    told = [
        f"{count[noun]} sections are numbered as “{one.title}” is."
        for noun, one in first.items()
        if count[noun] >= SERIES
    ]
    return kept, told


def _own_summary(document: Document, most: int) -> DraftPart | None:
    """Give a document's own summary: a section of it, or a paragraph that begins with the word."""
    if own := _called(SUMMARY, document, most):
        return own
    for block in document.blocks:
        if block.start > opening(document):
            break
        match = _RUN_IN.match(document.text, block.start, block.end)
        if match and block.kind in ("paragraph", "item"):
            name = f"{document.source.title}: {match[1]}"
            return DraftPart(name, evidence_of(document, (block,)), "", document.id)
    return None


def _called(titles: Sequence[str], document: Document, most: int) -> DraftPart | None:
    """Give the first paragraphs of the first section that has one of the titles.

    It stands at the document's beginning, but for "About the report".
    """
    beginning = OPENING * len(document.text)
    for title in titles:
        for one in sections_called(title, document):
            blocks = [
                block
                for block in items(document, one)
                if not _says_nothing(document.text[block.start : block.end])
            ]
            if not blocks:
                continue
            further_on = blocks[0].start > beginning and not title.startswith("about")
            if further_on or document.text[blocks[0].start].islower():
                continue  # the heading stands in the middle of a sentence: it's a running head
            name = f"{document.source.title}: {one.title}"
            shown = evidence_of(document, blocks[:most])
            return DraftPart(name, shown, counted(most, len(blocks)), document.id)
    return None


def _says_nothing(text: str) -> bool:
    """Say whether a paragraph is a line of contents, or no more than a web address."""
    return is_contents(text) or (bool(WEB_ADDRESS.search(text)) and len(text.split()) < SHORTEST)


def _central(
    document: Document, request: Request, most: int, before: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    parts = request.library.store.parts_of(document.id, request.query.scope.collection)
    spans = central_sentences(document, parts, most) if parts else ()
    return tuple(
        Evidence.of(document, span)
        for span in spans
        if not any(one.start <= span.start < one.end for one in before)
    )
