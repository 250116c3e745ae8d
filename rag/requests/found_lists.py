"""The lists that a document has: below what leads them in, as headings, or in one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from rag.answerability.table_cells import counts
from rag.answerability.tables import tables_of
from rag.requests.contents_lines import is_contents
from rag.requests.counts import COUNT, counts_in, number_of
from rag.requests.heading_labels import label_of, stems_of
from rag.requests.told_in_turn import runs_in_turn
from rag.types import Block, Document, Span
from rag.types.known import Known

FEWEST = 2
"""Entries of a list."""
IN_A_SENTENCE = 3
"""Entries of one that is a sentence."""
LONGEST_LEAD = 600
"""Characters of a paragraph that leads a list in."""
MOST = 200
"""Paragraphs behind a lead-in that are looked through."""
LONGEST_LINE = 200
"""Characters of a line over a list, and of a paragraph that is an entry."""
_COUNTED = re.compile(
    rf"\b(?P<count>{COUNT}) (?P<what>(?:[\w’'-]+ ){{0,4}}?[\w’'-]+)"
    r"(?: (?:of|for|in|to|on) [^:;,—]{2,60}?)?"
    r"(?:\s*[:—]\s*|,? (?:(?:are|were)(?! \w+(?:ed|en|ing)\b)|include|includes|included|namely|"
    r"being)\b:?,? (?:the )?)"
    r"(?P<entries>[^\n]{10,700})",
    re.IGNORECASE,
)
"""Things that are counted, and behind a colon or a verb told one by one."""
_COUNTED_LOW = re.compile(_COUNTED.pattern)
"""The same of a text in small letters, which takes less than half the time."""
_MARKS = re.compile(r"(?<![\w(])\(?(?:[ivx]{1,4}|[a-h]|\d{1,2})\) ")


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list: what leads it in, its entries, and the stems of what it says that they are.

    ``path`` are the headings that it stands under, ``top`` is the number of the entries that
    aren't below another, ``within`` that of those in the lead itself, which is a sentence.
    ``rows`` says that the entries are a table's; ``around`` are stems that most entries have.
    """

    lead: Span | Block
    entries: tuple[Block | Span, ...]
    stems: frozenset[str]
    path: tuple[str, ...]
    top: int
    within: int = 0
    rows: bool = False
    around: frozenset[str] = frozenset()


def lists_of(document: Document) -> tuple[FoundList, ...]:
    """Give the lists of a document in its order."""
    return _lists(Known(document))


@lru_cache(maxsize=256)
def _lists(known: Known) -> tuple[FoundList, ...]:
    document = known.document
    return (
        *_below(document),
        *_in_sentences(document),
        *_told_in_turn(document),
        *_in_tables(document),
    )


def _below(document: Document) -> Iterator[FoundList]:
    """Give each line with the entries, or the headings, that stand below it."""
    blocks = [block for block in document.blocks if block.kind != "footnote"]
    for i, lead in enumerate(blocks):
        if lead.end - lead.start > LONGEST_LEAD or lead.kind == "table":
            continue
        text = document.text[lead.start : lead.end].rstrip()
        entries = tuple(_entries_of(lead, text, blocks[i + 1 : i + 1 + MOST], document))
        if len(entries) >= FEWEST and (stems := _said(text)):
            top = sum(entry.level == entries[0].level for entry in entries)
            yield FoundList(lead, entries, stems, lead.heading_path, top)


def _entries_of(
    lead: Block, text: str, behind: Sequence[Block], document: Document
) -> Sequence[Block]:
    """Give what stands below a line: entries, else as many lines or headings as it counts."""
    leads = lead.kind in ("paragraph", "item") and text[-1:] in (":", "—", "–")
    entries = [*_entries(lead, behind, document)] if leads else []
    if entries or not (leads or (len(text) <= LONGEST_LINE and text[-1:].isalnum())):
        return entries
    counts = counts_in(text)
    for found in ([*_lines(behind)] if leads else [], [*_headings(lead, behind, document)]):
        if len(found) in counts:
            return found
    return []


def _said(text: str) -> frozenset[str]:
    """Give the stems of the last clause of what leads a list in, without its number and counts."""
    clause = re.split(r"[.;]\s", text)[-1]
    label = label_of(clause)
    counts = stems_of(" ".join(re.findall(rf"\b{COUNT}\b", clause, re.IGNORECASE)))
    return (label.stems if label.number else stems_of(clause)) - counts


def _entries(lead: Block, behind: Sequence[Block], document: Document) -> Iterator[Block]:
    """Give the entries one level below a lead-in, and below their first one what is their own."""
    level = 0
    for block in behind:
        if block.kind != "item" or block.level <= (lead.level if lead.kind == "item" else 0):
            return
        level = level or block.level
        if block.level < level or is_contents(document.text[block.start : block.end]):
            return
        yield block


def _lines(behind: Sequence[Block]) -> Iterator[Block]:
    """Give the short paragraphs that follow, which may be entries."""
    for block in behind:
        if block.kind != "paragraph" or block.end - block.start > LONGEST_LINE:
            return
        yield block


def _headings(lead: Block, behind: Sequence[Block], document: Document) -> Iterator[Block]:
    """Give the headings of one level that follow at once, up to one of a higher level.

    In a figure one may go on behind its number, which the next line is.
    """
    if not behind or behind[0].kind != "heading":
        return
    level = behind[0].level
    if lead.kind == "heading" and level <= lead.level:
        return
    headings = ((at, block) for at, block in enumerate(behind) if block.kind == "heading")
    found = takewhile(lambda pair: pair[1].level >= level, headings)
    for at, block in found:
        if block.level == level:
            rest = takewhile(
                lambda one: _goes_on(document.text[one.start : one.end]), behind[at + 1 :]
            )
            yield replace(block, end=max([block.end, *(one.end for one in rest)]))


def _goes_on(text: str) -> bool:
    return text.isdigit() or (text[:1].islower() and len(text) <= LONGEST_LINE)


def _told_in_turn(document: Document) -> Iterator[FoundList]:
    """Give what is told in turn: "The first group …", "The second group …", with what is before."""
    for run in runs_in_turn(document):
        start, top = run.entries[0].start, len(run.entries)
        at = bisect_right(document.sentences, start, key=lambda one: one.start) - 1
        lead = document.sentences[max(at - 1, 0)]
        block = document.block_at(start)
        path = block.heading_path if block else ()
        if run.stems and lead.end <= start:
            yield FoundList(lead, run.entries, run.stems, path, top, around=run.around)


def _in_tables(document: Document) -> Iterator[FoundList]:
    """Give the tables of words under a caption: their rows are what the caption says."""
    for table in tables_of(document):
        texts = [document.text[row.start : row.end] for row in table.rows]
        path = table.rows[0].heading_path
        caption = table.under or (path[-1] if path else "")
        figures = any(counts(cell) for text in texts for cell in text.split("|")[1:])
        at = bisect_left(document.blocks, table.rows[0].start, key=lambda block: block.start)
        if figures or len(texts) < FEWEST or not at or "|" in caption:
            continue
        stems = stems_of(_CAPTION.sub("", caption))
        lead = document.blocks[at - 1]
        if (
            lead.end - lead.start <= LONGEST_LEAD
            and caption in document.text[lead.start : lead.end]
        ):
            yield FoundList(lead, table.rows, stems, path, len(texts), rows=True)


_CAPTION = re.compile(
    r"\W*(?:table|figure|box|exhibit|annex)\W+[\w.–-]*\d[\w.–-]*\W*", re.IGNORECASE
)


def _in_sentences(document: Document) -> Iterator[FoundList]:
    """Give each sentence that counts some things and tells as many: "three forces: A, B and C"."""
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        if not _COUNTED_LOW.search(document.text[block.start : block.end].lower()):
            continue
        for span in document.sentences_in(block.start, block.end):
            match = _COUNTED.search(document.text[span.start : span.end])
            count = number_of(match["count"]) if match else 0
            if match and count >= IN_A_SENTENCE and count == _told(match["entries"]):
                yield FoundList(span, (), stems_of(match["what"]), block.heading_path, 0, count)


def _told(text: str) -> int:
    """Count the things that a text tells one by one; 0 where that isn't clear."""
    if marks := _MARKS.findall(text):
        return len(marks)
    text = text.split(". ")[0]
    if ";" in text:
        return len([piece for piece in text.split(";") if piece.strip(" .")])
    pieces = re.split(r", (?:and |or |as well as )?", text)
    last = pieces[-1]
    joined = bool(re.search(r"\b(?:and|or)\b", last)) and not re.search(r", (?:and|or) ", text)
    return len(pieces) + joined if len(pieces) > 1 else 0
