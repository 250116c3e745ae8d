"""Where a document's own text states a date or an author that the catalogue has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rag.citations.publication import MONTHS
from rag.requests.occurrences import sentence_at
from rag.text.dates import dates_in
from rag.types import Block, Document, Evidence, Source, Span

_SIGNS = re.compile(
    r"\b(?:(?:the|lead|principal) authors?|authors? ?[:(]|author of this|wrote|written|prepared|"
    r"compiled)(?!\w)",
    re.IGNORECASE,
)
"""What says that somebody made a text ("is an author" doesn't); "by" before the name, and a line
that has hardly more than the name, do, too."""
_BY = re.compile(r"\bby:?\s+(?:the\s+)?$", re.IGNORECASE)


FRONT, BACK = 20, 4
"""Blocks at a document's beginning and end in which a date may be printed that is its own."""
SHORT = 15
"""Words of a line that is no text: a date within a sentence is of what the sentence tells."""
PRINTED = 2
"""Lines with a date that are shown."""


def printed_dates(document: Document) -> tuple[Evidence, ...]:
    """Give the short lines with a date at the document's beginning, else those at its end.

    They may be other dates than that of publication; rows of tables aren't looked at.
    """
    for blocks in (document.blocks[:FRONT], document.blocks[-BACK:]):
        found = [span for block in blocks if (span := _dated_line(document, block))]
        if found:
            return tuple(Evidence.of(document, span) for span in found[:PRINTED])
    return ()


def _dated_line(document: Document, block: Block) -> Span | None:
    text = document.text[block.start : block.end]
    date = next(dates_in(text), None) if block.kind != "table" else None
    if date is None:
        return None
    line = sentence_at(document, block.start + date.start)
    return line if len(document.text[line.start : line.end].split()) <= SHORT else None


def stated(document: Document, name: str) -> Evidence | None:
    """Give the first sentence that has a fact of the catalogue in its words, None if none has.

    Only whole dates (with a month at least) and whole names are looked for.
    """
    read = {"date": _dates, "author": _names}.get(name)
    for pattern in read(document.source) if read else ():
        if match := re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", document.text, re.IGNORECASE):
            found = Evidence.of(document, sentence_at(document, match.start()))
            bare = len(found.text) < 2 * len(match[0])
            by = _BY.search(document.text[max(0, match.start() - 10) : match.start()])
            if name == "date" or bare or by or _SIGNS.search(found.text):
                return found
    return None


def _dates(source: Source) -> Iterator[str]:
    issued = source.csl.get("issued")
    dates = issued.get("date-parts") if isinstance(issued, Mapping) else None
    parts = [int(part) for part in dates[0]] if dates else []
    if len(parts) < 2 or parts[1] not in range(1, 13):
        return
    month = MONTHS[parts[1] - 1]
    if len(parts) == 2:
        yield rf"{month},? {parts[0]}"
        return
    day = rf"0?{parts[2]}(?:st|nd|rd|th)?"
    yield rf"(?:{day}(?: of)? {month},? {parts[0]}|{month} {day},? {parts[0]})"


def _names(source: Source) -> Iterator[str]:
    for author in source.authors:
        whole = (
            str(author.get("literal", ""))
            or f"{author.get('given', '')} {author.get('family', '')}"
        )
        if words := re.findall(r"[^\W_]+", whole):
            yield r"[\W_]{1,4}".join(map(re.escape, words))
