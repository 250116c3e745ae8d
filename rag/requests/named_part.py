"""A question that names a numbered part of a document, asked of that part alone."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace

from rag.answerability.evidence import UNSTATED
from rag.answerability.explanations import REFUSE_ABSENT
from rag.answerability.judgement import decide
from rag.answering.steps import asked, weighed
from rag.question.question import content_words
from rag.requests.heading_labels import stems_of
from rag.requests.named_documents import ENOUGH, Searches
from rag.requests.outline import Section
from rag.requests.part_numbers import numbered_parts
from rag.requests.request import Request
from rag.requests.section_names import Asked, read_part, sections_asked, without_names
from rag.types import Document, Evidence, Query, Retrieved

_CALLED = re.compile(
    r"\bthe (?:(?!of\b)[\w’'&-]+ ){0,6}(?:section|chapter|heading)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """The section of a document that a question names, and what the question says besides."""

    document: Document
    section: Section
    rest: str

    def is_spoken_of(self, evidence: Evidence) -> bool:
        """Say whether some words stand in the part, or name it."""
        label = self.section.label
        named = rf"\b{re.escape(label.noun)}\w*\W{{1,3}}{re.escape(label.number)}\b"
        return (
            evidence.document_id == self.document.id
            and self.section.heading.start <= evidence.start < self.section.end
        ) or re.search(named, evidence.text, re.IGNORECASE) is not None


def part_named(request: Request) -> NamedPart | None:
    """Give the only part that a question names by its number; None where there may be others.

    Of several documents with such a part it's the one whose title has most of the other words.
    """
    named = request.naming
    titles = request.titles(named.documents or request.likely_names)
    numbers, rest = numbered_parts(without_names(request.text, named.spans, titles))
    documents = list(request.documents()) if numbers else ()
    found: dict[int, list[NamedPart]] = {}
    for number in numbers:
        asked_for = Asked((number,), frozenset())
        for document in documents:
            sections, by_noun = sections_asked(asked_for, document)
            if len(sections) == 1 and by_noun and number.label.noun and sections[0].label.noun:
                said = len(stems_of(rest) & stems_of(document.source.title))
                found.setdefault(said, []).append(NamedPart(document, sections[0], rest))
    best = found[max(found)] if found else []
    return best[0] if len(best) == 1 else None


def weighed_in_part(
    query: Query, request: Request, looked: Searches
) -> Generator[Retrieved, None, Searches]:
    """Ask a question of the part that it names, if any; what is said elsewhere is no answer.

    Unless that names the part, too: the introduction may say what becomes of recommendation 4.
    ``looked`` is what the search came to without that.
    """
    part = None if query.scope.ranges else part_named(request)
    if part is None:
        return _unsure(looked) if _asks_for_a_part(request.text) else looked
    place = (part.document.id, part.section.heading.start, part.section.end)
    within = replace(query, scope=replace(query.scope, ranges=(place,)))
    if len(content_words(part.rest)) >= ENOUGH:
        within = replace(within, question=part.rest)
    library = request.library
    inside = Searches(*(yield from weighed(asked(within, library), library)))
    if inside.found is None or decide(inside.found).status == "answered":
        return inside if inside.found else looked
    judged = decide(looked.found)
    if judged.status == "answered" and all(map(part.is_spoken_of, judged.evidence)):
        return looked
    note = f"Looked for in “{part.section.title}” alone: the question names it."
    near = replace(inside.found, probability=max(inside.found.probability, REFUSE_ABSENT))
    return replace(inside, found=near, notes=(note,))


def _asks_for_a_part(text: str) -> bool:
    """Say whether a text asks for a part of a document, by what it's called."""
    asked_for = read_part(text) if _CALLED.search(text) else None
    return asked_for is not None and not asked_for.topic


def _unsure(looked: Searches) -> Searches:
    """Hold back what was found where a part is asked for that no heading is of."""
    found = looked.found
    least = found and replace(found, probability=min(found.probability, UNSTATED))
    return replace(looked, found=least)
