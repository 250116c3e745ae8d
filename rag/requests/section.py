"""A part of a document, asked for by its heading or its number, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.requests.demands import parted
from rag.requests.draft import Draft, DraftPart
from rag.requests.heading_labels import SHORT_NOUNS, Label, stems_of
from rag.requests.outline import Section, items, outline
from rag.requests.part_numbers import PART_NOUNS, any_numbered
from rag.requests.request import BEGINNING, Request
from rag.requests.section_names import (
    SERIES,
    Asked,
    read_part,
    recommended,
    sections_asked,
    sections_within,
    without_names,
)
from rag.text.tokens import alike, root
from rag.text.unsupported_language import foreign
from rag.types import Block, Document, Evidence, Span

FIRST = 10
"""Paragraphs, items or rows of a section that are shown; its place leads to the others."""
MOST = 24
"""The same of all sections of one answer, but for `FEWEST` of each."""
FEWEST = 3
PARTS = 8
"""Sections that are shown; of the others their titles are told."""
LONGEST = 4000
"""Characters of one paragraph that are shown."""
LONGEST_TITLE = 120
"""Characters of a title that is told of."""
SUGGESTED = 3
"""Questions that are offered."""
TITLES = 12
"""Titles of a section's own sections that are told."""

Found = tuple[Document, tuple[Section, ...]]
_SAID_TO_BE_ONE = re.compile(r"\b(?:section|chapter|part|heading)\b", re.IGNORECASE)


def section(request: Request) -> Draft | None:
    """Give the parts of documents that are asked for by their headings or numbers.

    Asked what a part says about something, it gives the paragraphs that speak of it. None where
    no document has such a part, but for a number that a document clearly doesn't have.
    """
    readings = list(_readings(request))
    for asked, documents in readings:
        if made := _given(asked, _found(asked, documents)):
            return made
    for asked, documents in readings:
        if asked.numbers and asked.stems and (found := _called_at_beginning(asked, documents)):
            return _shown(found)
    if _SAID_TO_BE_ONE.search(request.text) and (found := _described(readings)):
        return _shown(found)
    named = set(request.naming.documents)
    for asked, documents in readings:
        if asked.numbers and not asked.stems and {one.id for one in documents} == named:
            return without_number(asked.numbers[0].label, documents)
    return None


def part_of(asked: Asked, request: Request) -> Draft | None:
    """Give the parts that are asked for of the documents that a text names, else of the likely."""
    documents = list(request.documents() if request.naming.documents else request.likely)
    return _given(asked, _found(asked, documents))


def _given(asked: Asked, found: Sequence[Found]) -> Draft | None:
    return _on_topic(asked, found) if asked.topic else _shown(found) if found else None


def _readings(request: Request) -> Iterator[tuple[Asked, list[Document]]]:
    """Read the request without the documents' names, for those; then as it is, for all.

    A heading may have a document's name in it.
    """
    if foreign(request.text):
        documents = list(request.documents())
        yield from ((Asked((one,), frozenset()), documents) for one in any_numbered(request.text))
    whole = read_part(request.text)
    if whole is None:
        return
    documents = list(request.documents() if request.naming.documents else request.likely)
    titles = " ".join(one.source.title.lower() for one in documents)
    rest = read_part(without_names(request.text, request.naming.spans, titles))
    if rest:
        yield rest, documents
    if whole != rest:
        yield whole, list(request.likely)
    if wished := recommended(request.text):
        yield wished, documents


def _found(asked: Asked, documents: Sequence[Document]) -> list[Found]:
    """Give the sections of each document; only those by all their words where there are such."""
    found = [(document, *sections_asked(asked, document)) for document in documents]
    exact = [
        (document, parts)
        for document, parts, whole in found
        if parts and whole and not asked.demanded
    ]
    return exact or [(document, parts) for document, parts, _ in found if parts]


def _called_at_beginning(asked: Asked, documents: Sequence[Document]) -> list[Found]:
    """Give the numbered parts of the only document at whose beginning all other words stand.

    Its title may not be known: "section 2 of the Wells Act".
    """
    having = [one for one in documents if _speaks_of(one.text[:BEGINNING], asked.stems)]
    return _found(Asked(asked.numbers, frozenset()), having) if len(having) == 1 else []


def _described(readings: Iterable[tuple[Asked, Sequence[Document]]]) -> list[Found]:
    """Give the sections whose whole heading is asked for, of the only document with the rest.

    All other words stand at its beginning, or at that of a section around it: "the Methods section
    of the harbour study".
    """
    for asked, documents in readings:
        found: list[Found] = []
        for document in documents if asked.stems and not asked.numbers else ():
            parts, rest = sections_within(asked.stems, document)
            if parts and _speaks_of(_around(parts[0], document), rest):
                found.append((document, parts))
        if len(found) == 1:
            return found
    return []


def _around(section: Section, document: Document) -> str:
    starts = (
        one.heading.start
        for one in outline(document)
        if one.heading.start < section.heading.start < one.end
    )
    return "\n".join(document.text[start : start + BEGINNING] for start in (0, *starts))


def _shown(found: Sequence[Found]) -> Draft:
    parts = [
        (document, run)
        for document, sections in found
        for run in ([sections] if _is_series(sections) else [(one,) for one in sections])
    ]
    shown = parts[:PARTS]
    share = FIRST if len(shown) < 3 else max(FEWEST, MOST // len(shown))
    left = [_title(document, run) for document, run in parts[PARTS:]]
    told = f"So called, too: {_listed(left)}."
    return Draft(
        "section",
        tuple(_part(document, run, share) for document, run in shown),
        notes=(told,) if left else (),
    )


def _is_series(sections: Sequence[Section]) -> bool:
    """Say whether sections are of one name and numbered: "Recommendation 1", "… 2"."""
    names = {one.label.noun for one in sections}
    numbers = {one.label.number for one in sections}
    return len(numbers) >= SERIES and len(names) == 1 and "" not in names


def _part(document: Document, run: Sequence[Section], share: int) -> DraftPart:
    blocks = items(document, run[0])
    note = counted(share, len(blocks))
    if len(run) > 1:
        begins = [_beginning(document, one) for one in run[:share]]
        note = f"{counted(share, len(run))} The beginning of each.".strip()
        return DraftPart(_title(document, run), tuple(begins), note, document.id)
    if len(blocks) > share and (own := _own_sections(document, run[0])):
        note += f" Its sections: {_listed(own)}."
    return DraftPart(
        _title(document, run), evidence_of(document, blocks[:share]), note, document.id
    )


def evidence_of(document: Document, blocks: Sequence[Block | Span]) -> tuple[Evidence, ...]:
    """Give each block as a piece of evidence of its own, of a very long one its beginning."""
    return tuple(Evidence.of(document, _bounded(document, block)) for block in blocks)


def _bounded(document: Document, block: Block | Span) -> Span:
    if block.end - block.start <= LONGEST:
        return Span(block.start, block.end)
    sentences = document.sentences_in(block.start, block.start + LONGEST)
    return Span(block.start, sentences[-1].end if sentences else block.start + LONGEST)


def _beginning(document: Document, section: Section) -> Evidence:
    """Give the heading of a section of a series, its first paragraph if it's only numbered."""
    bare = section.label.stems == {section.label.noun}
    first = items(document, section)[0]
    span = Span(first.start, first.end) if bare else section.heading
    return Evidence.of(document, span)


def counted(shown: int, there: int) -> str:
    """Say of how many things how many are shown, "" where all are."""
    return f"The first {shown} of {there}." if there > shown else ""


def _title(document: Document, run: Sequence[Section]) -> str:
    first, last = run[0], run[-1]
    name = first.title if first is last else f"{first.title} to {last.title}"
    return f"{document.source.title}: {name}"


def _own_sections(document: Document, section: Section) -> list[str]:
    return [
        one.title
        for one in outline(document)
        if section.start <= one.heading.start < section.end and one.path[-1:] == (section.title,)
    ]


def without_number(label: Label, documents: Sequence[Document]) -> Draft | None:
    """Say that documents have no heading of a number, unless one speaks of such a place.

    A noun that numbers no heading, nor any document's, may be of something else.
    """
    sections = [one for document in documents for one in outline(document)]
    of_noun = [one for one in sections if one.label.noun == label.noun and one.label.number]
    if label.noun not in map(root, PART_NOUNS) and not of_noun:
        return None
    short = (one for one, noun in SHORT_NOUNS.items() if root(noun) == label.noun)
    nouns = "|".join((rf"{re.escape(label.noun)}\w*", *short))
    spoken = re.compile(
        rf"\b(?:{nouns})\W{{1,3}}{re.escape(label.number)}\b|"
        rf"^\W{{0,2}}{re.escape(label.number)}[.)]",
        re.IGNORECASE | re.MULTILINE,
    )
    titles = [one.title for one in of_noun or sections if one.path]
    if not titles or any(spoken.search(document.text) for document in documents):
        return None
    names = _listed([document.source.title for document in documents])
    return Draft(
        "section",
        suggestions=tuple(question_for(one) for one in titles if "“" not in one)[:SUGGESTED],
        reason=f"No heading of {names} has the number {label.number}. Headings: {_listed(titles)}.",
    )


def question_for(title: str) -> str:
    """Put the question that a section answers."""
    return f"What does “{title}” say?"


def _listed(titles: Sequence[str]) -> str:
    more = f"; and {len(titles) - TITLES} more" if len(titles) > TITLES else ""
    told = (
        title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
        for title in titles[:TITLES]
    )
    return "; ".join(f"“{title}”" for title in told) + more


def _on_topic(asked: Asked, found: Sequence[Found]) -> Draft | None:
    """Give what of the sections has all words of the topic, None if nothing has.

    What is replied to a recommendation isn't recommended.
    """
    wanted = stems_of(asked.topic)
    parts = []
    for document, sections in found:
        for one in sections:
            blocks = items(document, one)
            if asked.demanded:
                blocks = tuple(parted(document, blocks)[0]) or blocks
            blocks = tuple(
                block
                for block in blocks
                if wanted and _speaks_of(document.text[block.start : block.end], wanted)
            )
            shown, note = evidence_of(document, blocks[:FIRST]), counted(FIRST, len(blocks))
            parts.append(DraftPart(_title(document, (one,)), shown, note, document.id))
    parts = [part for part in parts if part.evidence]
    return Draft("section", tuple(parts[:PARTS])) if parts else None


def _speaks_of(text: str, wanted: frozenset[str]) -> bool:
    stems = stems_of(text)
    return all(stem in stems or any(alike(stem, other) for other in stems) for stem in wanted)
