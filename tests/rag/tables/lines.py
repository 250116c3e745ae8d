"""Documents made of lines: each a block, told what it is, with its sentences."""

from __future__ import annotations

from rag.tables.row import Row
from rag.text.sentences import split
from rag.types import Block, Document, Source, SourceMap, Span
from rag.types.document import BlockKind


def of_lines(*lines: tuple[BlockKind, str], name: str = "d", title: str = "") -> Document:
    """A document of these blocks, one a line, each under the last heading."""
    text = ""
    blocks: list[Block] = []
    sentences: list[Span] = []
    path: tuple[str, ...] = ()
    for kind, line in lines:
        path = (line,) if kind == "heading" else path
        level = 1 if kind in ("heading", "item") else 0
        blocks.append(Block(kind, len(text), len(text) + len(line), level, None, path))
        sentences += [Span(len(text) + one.start, len(text) + one.end) for one in split(line)]
        text += line + "\n"
    source = Source(name, {"title": title} if title else {})
    return Document(name, name, text, "", source, SourceMap("utf-8", ()), tuple(blocks),
                    tuple(sentences))  # fmt: skip


def filled(row: Row, document: Document) -> dict[str, str]:
    """The words of each column of a row, and its facts."""
    words = {mark.column: document.text[mark.span.start : mark.span.end] for mark in row.marks}
    return {**row.facts, **words}
