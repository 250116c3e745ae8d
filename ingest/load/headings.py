"""Telling headings and table cells from short paragraphs, by their look alone."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.load.raw import RawBlock

MAX_WORDS = 14
MAX_CHARACTERS = 110
CAPTION = re.compile(r"(?:table|tableau|figure|box|annex|appendix)\b[\s\d.:–-]", re.IGNORECASE)
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
END = re.compile(r"[.!;,…]$|[.!?]['\"”’)]$")
FINITE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|can|could|will|would|shall|should|must|may "
    r"not|does|did)\b",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:\W|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|st|nd|rd|th|of)+",
    re.IGNORECASE,
)


def with_headings(blocks: list[RawBlock]) -> tuple[RawBlock, ...]:
    """Mark the paragraphs that are headings, table captions or table cells."""
    marked: list[RawBlock] = []
    in_table = False
    for index, block in enumerate(blocks):
        text = " ".join(line.text for line in block.lines)
        last = index == len(blocks) - 1
        if block.kind != "paragraph":
            marked.append(block)
        elif CAPTION.match(text) and len(text) <= 2 * MAX_CHARACTERS and not END.search(text):
            in_table = text.lower().startswith("table")
            marked.append(replace(block, kind="heading", level=2))
        elif in_table and not END.search(text):
            marked.append(replace(block, kind="table"))
        elif not last and looks_like_heading(text):
            in_table = False
            marked.append(replace(block, kind="heading", level=_level(text, index)))
        else:
            in_table = False
            marked.append(block)
    return tuple(marked)


def looks_like_heading(text: str) -> bool:
    """Say whether a block of its own reads as a heading: short, no full stop, no finite verb."""
    words = text.split()
    if len(words) > MAX_WORDS or len(text) > MAX_CHARACTERS or not words:
        return False
    leads_in = text.endswith(":")
    if END.search(text) or leads_in or DATE.fullmatch(text) or not any(map(str.isalpha, text)):
        return False
    if text.endswith("?"):
        return True
    if text[0] + text[-1] in ("()", "[]"):
        return False  # a note on units between a table's caption and its heads
    starts_well = words[0][0].isupper() or words[0][0].isdigit() or not words[0][0].islower()
    return starts_well and not FINITE.search(text)


def _level(text: str, index: int) -> int:
    if index == 0:
        return 1
    if match := NUMBERED.match(text):
        return 2 + match[1].count(".")
    return 2
