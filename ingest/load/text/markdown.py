"""Markdown: block structure from markdown-it, words from the file.

Marks around a block (``#``, ``-``, ``>``, table bars) are left out of the
canonical text; marks inside a line stay, since they are part of what was
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.load.raw import RawBlock, RawLine, RawPage
from ingest.load.text.plain import LINE
from rag.types import BlockKind

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LINE_BY_LINE: dict[str, BlockKind] = {
    "tr_open": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "code",
}
TABLE_RULE = re.compile(r"[\s|:-]+")


def layout(text: str) -> tuple[tuple[RawBlock, ...], tuple[RawPage, ...]]:
    """Give the blocks of a Markdown text. It has no pages."""
    parser = MarkdownIt("commonmark").enable("table")
    hidden = FRONT_MATTER.match(text)
    # Blanked, not cut: line numbers and offsets must stay those of the file.
    visible = re.sub(r"[^\n]", " ", hidden[0]) + text[hidden.end() :] if hidden else text
    spans = _line_spans(visible)
    return tuple(_blocks(parser.parse(visible), visible, spans)), ()


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Give start and end of every line, with line ends as markdown-it counts them."""
    spans = []
    start = 0
    for match in re.finditer(r"\r\n|\n|\r|\Z", text):
        spans.append((start, match.start()))
        start = match.end()
    return spans


def _blocks(tokens: list[Token], text: str, spans: list[tuple[int, int]]) -> Iterator[RawBlock]:
    kind: BlockKind = "paragraph"
    level, depth, fresh_item, in_table = 0, 0, False, False
    for token in tokens:
        if token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type in ("list_item_open", "list_item_close"):
            depth, fresh_item = depth + token.nesting, token.nesting == 1
        elif token.type == "paragraph_open":
            kind, level = ("item", depth) if fresh_item else ("paragraph", 0)
            fresh_item = False
        elif token.type in ("table_open", "table_close"):
            in_table = token.nesting == 1
        elif token.type in LINE_BY_LINE:
            yield from _lines_block(LINE_BY_LINE[token.type], token, text, spans)
        elif token.type == "inline" and not in_table:
            lines = tuple(_inline_lines(token, text, spans))
            if lines:
                yield RawBlock(kind, lines, level)


def _inline_lines(token: Token, text: str, spans: list[tuple[int, int]]) -> Iterator[RawLine]:
    """Find each line of a paragraph in the file: it's the line less the marks before it."""
    first, last = token.map or (0, 0)
    contents = token.content.split("\n")
    for content, (start, end) in zip(contents, spans[first:last], strict=False):
        body = content.strip()
        at = text.find(body, start, end) if body else -1
        if at >= 0:
            yield RawLine(at, at + len(body), body)


def _lines_block(
    kind: BlockKind, token: Token, text: str, spans: list[tuple[int, int]]
) -> Iterator[RawBlock]:
    first, last = token.map or (0, 0)
    lines = []
    for start, end in spans[first:last]:
        for match in LINE.finditer(text, start, end):
            body = match[1].strip(" \t|" if kind == "table" else None)
            is_fence = kind == "code" and body.startswith(("```", "~~~"))
            if body and not is_fence and not (kind == "table" and TABLE_RULE.fullmatch(body)):
                at = text.index(body, start, end)
                lines.append(RawLine(at, at + len(body), body))
    if lines:
        yield RawBlock(kind, tuple(lines))
