"""Marks without halves of Markdown's emphasis or the mark of a list: "*Nordfjell"."""

from __future__ import annotations

import re

from rag.types import Span

_LEAD = re.compile(r"[•●▪■◦\s]+")
_RUNS = {"*": re.compile(r"\*+"), "_": re.compile(r"(?<!\w)_+|_+(?!\w)")}


def whole(text: str, span: Span) -> Span:
    """Give a stretch of a text with both ends of each emphasis in it, or with none."""
    lead = _LEAD.match(text, span.start, span.end)
    start, end = lead.end() if lead else span.start, span.end
    for sign, runs in _RUNS.items():
        found = list(runs.finditer(text, start, end))
        closes = runs.match(text, end)
        if len(found) % 2 and closes and text[end - 1] != sign:
            end = closes.end()
            found.append(closes)
        if not found or len(found) > 2:
            continue
        opens, ends = found[0].start() == start, found[-1].end() == end
        if opens and (ends or len(found) == 1):
            start = found[0].end()
        if ends and (opens or len(found) == 1):
            end = found[-1].start()
    return Span(start, end) if start < end else span
