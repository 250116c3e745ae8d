"""A row of a table that is asked for by its label: all that stands in it, and no other row's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from rag.answerability.tables import cells_of, tables_of
from rag.english.vocabulary import AUXILIARIES
from rag.english.word_lists import words
from rag.requests.draft import Draft, DraftPart
from rag.requests.heading_labels import is_row_label, stems_of
from rag.requests.request import Request
from rag.requests.section import evidence_of
from rag.requests.section_names import ASKING, ASKS_ELSE, without_names
from rag.text.content_words import words_of
from rag.text.tokens import alike, root
from rag.types import Block, BlockKind, Document
from rag.types.known import Known

LONGEST = 200
"""Characters of a request."""
LABEL = 120
"""Characters of a row's label."""
ALONE = 2
"""Words of a label by which a row is known where no table is spoken of."""
ROWS = 8
"""Rows of one label that are shown; there are seldom more."""
_TABLE = re.compile(r"\b(?:tables?|rows?|columns?|lines?|entry|entries|cells?)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:at|near|on|in|towards?) (?:the )?(?:very )?"
    r"(?:end|back|top|bottom|beginning|start|front|last page|first page)(?: of)?\b"
    r"|\b(?:last|final|first|closing|opening)(?= (?:table|row|column)\b)",
    re.IGNORECASE,
)
"""Where a table stands, which says nothing of its rows."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row with its own entries, its label's stems, and those of what its table says besides."""

    blocks: tuple[Block, ...]
    label: frozenset[str]
    around: frozenset[str]
    listed: bool


def table_row(request: Request) -> Draft | None:
    """Give the rows whose label a request has in full, if their table has its other words.

    All of them but one, where the label has several: it says what its entries are ("steps").
    """
    first = re.split(r"[\s'’]", request.text.lower().strip(), maxsplit=1)[0]
    if len(request.text) > LONGEST or first in ASKS_ELSE:
        return None
    titles = request.titles(request.likely_names)
    text = without_names(request.text, request.naming.spans, titles)
    of_table = bool(_TABLE.search(text))
    asked = _stems(_PLACE.sub(" ", _TABLE.sub(" ", text))) - _asking()
    kinds: tuple[BlockKind, ...] = ("item", "table") if of_table else ("item",)
    documents = request.documents() if request.naming.documents else request.likely_with(*kinds)
    found = [
        (document, row)
        for document in documents
        for row in _rows(Known(document))
        if _names(asked, row, document, of_table=of_table, of_one=first in AUXILIARIES)
    ]
    most = max((len(row.label) for _, row in found), default=0)
    best = [(document, row) for document, row in found if len(row.label) == most]
    if not best or len(best) > ROWS:
        return None
    return Draft("section", tuple(_part(document, row, asked, text) for document, row in best))


def _names(
    asked: frozenset[str], row: LabelledRow, document: Document, *, of_table: bool, of_one: bool
) -> bool:
    """Say whether a request names a row, and nothing that neither it nor its table speaks of.

    ``of_one``: it asks whether something is so, and for no entries.
    """
    if not of_table and (not row.listed or len(row.label) < ALONE):
        return False
    if not row.label or not row.label <= asked:
        return False
    strange = _strange(asked, row, document)
    several = row.listed and len(row.label) >= ALONE and len(asked - row.label) > 1
    return not strange or (several and not of_one and len(strange) == 1)


def _strange(asked: frozenset[str], row: LabelledRow, document: Document) -> frozenset[str]:
    """Give what is asked for that neither the row nor its table speaks of."""
    around = row.around | stems_of(document.source.title)
    return frozenset(stem for stem in asked - row.label if not _has(stem, around))


def _stems(text: str) -> frozenset[str]:
    """Give the stems of a text, and its lone capital letters: "Alternative B" is called so."""
    return stems_of(text) | frozenset(_LETTER.findall(text))


_LETTER = re.compile(r"(?<![\w’'-])[A-Z](?![\w’'-])")


def _has(stem: str, stems: Iterable[str]) -> bool:
    return any(alike(stem, other) for other in stems)


@cache
def _asking() -> frozenset[str]:
    """Give the stems of what only asks for a part, also "What does the table put under …?"."""
    return frozenset(map(root, (*ASKING, *words("requests", "asking_for_a_row"))))


@lru_cache(maxsize=256)
def _rows(known: Known) -> tuple[LabelledRow, ...]:
    return (*_with_entries(known.document), *_with_cells(known.document))


def _with_entries(document: Document) -> Iterator[LabelledRow]:
    """Give the rows whose cells stand on lines of their own: a label, its entries behind it.

    A short line over a list is such a label, too, where it's one of several under a heading.
    """
    blocks = document.blocks
    pairs = [*enumerate(pairwise(blocks))]
    lines = Counter(
        one.heading_path for _, (one, behind) in pairs if _is_line(document, one, behind)
    )
    for number, (block, behind) in pairs:
        line = lines[block.heading_path] > 1 and _is_line(document, block, behind)
        if not line and not is_row_label(document, block, behind):
            continue
        entries = [*takewhile(_same(block), blocks[number + 1 :])]
        text = document.text[block.start : block.end]
        own = (document.text[one.start : one.end] for one in entries)
        around = stems_of("\n".join((*block.heading_path, *own)))
        yield LabelledRow((block, *entries), _stems(text), around, listed=True)


def _same(block: Block) -> Callable[[Block], bool]:
    return lambda one: one.kind == "item" and one.heading_path == block.heading_path


def _is_line(document: Document, block: Block, behind: Block) -> bool:
    text = document.text[block.start : block.end]
    short = block.kind == "paragraph" and len(text) <= LABEL and text[-1:].isalnum()
    return short and behind.kind == "item"


def _with_cells(document: Document) -> Iterator[LabelledRow]:
    """Give the rows of other tables, by their first cell; what goes on in the next row, with it."""
    for table in tables_of(document):
        rows: Sequence[Block] = table.rows
        over = stems_of(table.caption)
        for number, row in enumerate(rows):
            first = cells_of(document.text, row, 1)[0]
            if first.start == first.end or first.end - first.start > LABEL:
                continue
            own = [row, *_continued(document, rows[number + 1 :])]
            label = _stems(document.text[first.start : first.end])
            yield LabelledRow((*table.heads, *own), label, over, listed=False)


def _continued(document: Document, rows: Sequence[Block]) -> Iterator[Block]:
    for row in rows:
        if document.text[row.start : row.end].lstrip()[:1] != "|":
            return
        yield row


def _part(document: Document, row: LabelledRow, asked: frozenset[str], text: str) -> DraftPart:
    block = row.blocks[-1]
    title = ": ".join(dict.fromkeys((document.source.title, *block.heading_path[-1:])))
    strange = _strange(asked, row, document)
    words = ", ".join(f"“{word}”" for word in words_of(text) if stems_of(word) & strange)
    note = f"{len(row.blocks) - 1} entries under this label." if row.listed else ""
    note += f" Neither they nor their table mention {words}." if words else ""
    return DraftPart(title, evidence_of(document, row.blocks), note, document.id)
