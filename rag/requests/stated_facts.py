"""Where a document's own text states a date or an author that the catalogue has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rag.citations.publication import MONTHS
from rag.requests.occurrences import sentence_at
from rag.types import Document, Evidence, Source

_SIGNS = re.compile(
    r"\b(?:(?:the|lead|principal) authors?|authors? ?[:(]|author of this|wrote|written|prepared|"
    r"compiled)(?!\w)",
    re.IGNORECASE,
)
"""What says that somebody made a text ("is an author" doesn't); "by" before the name, and a line
that has hardly more than the name, do, too."""
_BY = re.compile(r"\bby:?\s+(?:the\s+)?$", re.IGNORECASE)


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
