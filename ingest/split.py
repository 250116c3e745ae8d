"""Canonical text to sentences and passages: exact slices, cut where the layout cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.text.sentences import boundaries, trimmed
from rag.types import Block, Document, Passage, Span
from rag.types.document import BETWEEN_CELLS

MAX_PASSAGE = 1000
"""Characters. The bundled embedder reads 256 word pieces, about 1,100 characters of English."""
SMALL = 120
"""Characters. Shorter blocks say too little alone and are put together with the next one."""
MAX_SENTENCE = 1000
MAX_ROW = 300
"""Characters. A table's row that is no longer is one sentence: a full stop in it ends none."""


def sentences(text: str, blocks: Sequence[Block], language: str = "en") -> tuple[Span, ...]:
    """Give the sentences of every block but the headings, without white space around them."""
    spans: list[Span] = []
    for block in blocks:
        if block.kind != "heading":
            spans.extend(_sentences(text, block, language))
    return tuple(spans)


def _sentences(text: str, block: Block, language: str) -> Iterator[Span]:
    body = text[block.start : block.end]
    if block.kind == "table" and BETWEEN_CELLS in body and len(body) <= MAX_ROW:
        yield from trimmed(text, block.start, block.end)
        return
    for start, end in boundaries(body, language):
        while end - start > MAX_SENTENCE:
            space = body.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
            cut = space if space > 0 else start + MAX_SENTENCE
            yield from trimmed(text, block.start + start, block.start + cut)
            start = cut
        yield from trimmed(text, block.start + start, block.start + end)


def split(document: Document) -> tuple[Passage, ...]:
    """Give the passages of a document, in order: all blocks but headings and column heads.

    A passage is a block, several short neighbours under one heading, or some
    sentences of a long block: at most `MAX_PASSAGE` characters.
    """
    return tuple(document.passage(start, end) for start, end in _ranges(document))


def _ranges(document: Document) -> Iterator[tuple[int, int]]:
    group: list[Block] = []
    for block in document.blocks:
        if group and not _together(group, block):
            yield group[0].start, group[-1].end
            group = []
        if block.kind == "heading" or _is_head(block):
            continue
        if block.end - block.start > MAX_PASSAGE:
            if group:
                yield group[0].start, group[-1].end
                group = []
            yield from _cut(document.sentences_in(block.start, block.end))
        else:
            group.append(block)
    if group:
        yield group[0].start, group[-1].end


def _is_head(block: Block) -> bool:
    """Say whether a block is the heads of a table's columns: its other rows carry them along."""
    return block.kind == "table" and block.level == 1


def _together(group: list[Block], block: Block) -> bool:
    if block.kind == "heading" or block.heading_path != group[-1].heading_path:
        return False
    if "footnote" in (block.kind, group[-1].kind) and block.kind != group[-1].kind:
        return False
    small = group[-1].end - group[0].start < SMALL
    return small and block.end - group[0].start <= MAX_PASSAGE


def _cut(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    start, end = spans[0].start, spans[0].end
    for span in spans[1:]:
        if span.end - start > MAX_PASSAGE:
            yield start, end
            start = span.start
        end = span.end
    yield start, end
