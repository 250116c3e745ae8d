"""The numbered headings of one name: "which case studies are in the report", "its annexes"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.requests.contents_lines import is_contents
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import plain
from rag.requests.heading_labels import plain_number
from rag.requests.outline import Section, outline
from rag.requests.request import Request
from rag.text.stopwords import FUNCTION_WORDS, WORD
from rag.text.tokens import alike, root
from rag.types import Document, Evidence

FEWEST = 2
"""Headings of a name; one alone may be of something else."""
SHOWN = 30
"""Headings that are shown."""
_NAME = r"[^\W\d_]+(?: [^\W\d_]+){0,2}?"
_ASKS = re.compile(
    rf"(?:(?:what|which) (?P<name>{_NAME}) (?:are|were|do|does|did|has|have)"
    rf"|(?:list|name|give|show)(?: me)?(?: all)?(?: of)?(?: the)? (?P<listed>{_NAME})"
    r"(?= (?:of|in|from)\b))(?P<rest> .*)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"there|have|has|contain|contains|include|includes|included|found|listed")
_HEADING = re.compile(
    r"(?P<name>[^\W\d_]+(?:\s[^\W\d_]+){0,2})\s(?P<number>\d{1,3}|[IVX]{1,5}|[A-Z])(?![\w.]*\w)"
)


def numbered_headings(request: Request) -> Draft | None:
    """Give the headings of the name that is asked for, one of each number; None if too few.

    Documents are named behind it: "case studies" is no name of one here.
    """
    match = _ASKS.fullmatch(plain(request.text))
    if match is None:
        return None
    behind = match["rest"].strip()
    naming = Request(replace(request.query, question=behind), behind, request.library).naming
    left = [word.lower() for word in WORD.findall(naming.rest)]
    if any(word not in FUNCTION_WORDS and not _BESIDE.fullmatch(word) for word in left):
        return None
    name = match["name"] or match["listed"]
    documents = filter(None, map(request.document, naming.documents))
    parts = [part for document in documents if (part := _part(name, document))]
    return Draft("list", tuple(parts)) if parts else None


def _part(name: str, document: Document) -> DraftPart | None:
    found: dict[str, Section] = {}
    for number, one in _called(name, document):
        found.setdefault(number, one)
    if len(found) < FEWEST:
        return None
    numbered = sorted(found, key=lambda number: (not number.isdigit(), number.zfill(3)))
    shown = tuple(Evidence.of(document, found[number].heading) for number in numbered[:SHOWN])
    note = f"{len(found)} headings are called so and numbered.{_lacking(found)}"
    return DraftPart(f"{document.source.title}: {name}", shown, note, document.id)


def _lacking(numbers: Iterable[str]) -> str:
    """Name the numbers that no heading was found of, between the first and the last."""
    there = {int(number) for number in numbers if number.isdigit()}
    gone = [str(n) for n in range(1, max(there, default=0)) if n not in there]
    return f" None was found with the number {', '.join(gone)}." if gone else ""


def _called(name: str, document: Document) -> Iterator[tuple[str, Section]]:
    wanted = [*map(root, name.lower().split())]
    for one in outline(document):
        match = _HEADING.match(one.title)
        if (
            match
            and not is_contents(one.title[match.end() :])
            and _same(wanted, [*map(root, match["name"].lower().split())])
        ):
            yield plain_number(match["number"]), one


def _same(wanted: Sequence[str], said: Sequence[str]) -> bool:
    pairs = zip(wanted, said, strict=False)
    return len(wanted) == len(said) and all(one == two or alike(one, two) for one, two in pairs)
