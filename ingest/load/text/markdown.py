"""Markdown: block structure from markdown-it, words from the file.

Marks around a block (``#``, ``-``, ``>``, table bars) are left out of the
canonical text; marks inside a line stay, since they are part of what was
written. The number of an item is text. Struck-out words (``~~so~~``) don't hold
and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.load.raw import RawBlock, RawLine
from ingest.load.text.plain import LINE
from rag.types import BlockKind, Finding

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LINE_BY_LINE: dict[str, BlockKind] = {
    "tr_open": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "code",
}
TABLE_RULE = re.compile(r"[\s|:-]+")
STRUCK = re.compile(
    r"`[^`]{1,5000}`|~~(?=\S)[^~]{1,5000}~~|<(del|s|strike)\b[^>]{0,200}>.{0,5000}?</\1>",
    re.DOTALL | re.IGNORECASE,
)
STRIKING = re.compile(r"<(?:del|s|strike)\b", re.IGNORECASE)
TAGS = re.compile(r"~~|<[^>]*>")


def read(text: str) -> tuple[tuple[RawBlock, ...], tuple[Finding, ...]]:
    """Give the blocks of a Markdown text, and how much in it is struck out. It has no pages."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    hidden = FRONT_MATTER.match(text)
    # Blanked, not cut: line numbers and offsets must stay those of the file.
    visible = re.sub(r"[^\n]", " ", hidden[0]) + text[hidden.end() :] if hidden else text
    spans = _line_spans(visible)
    struck: list[str] = []
    blocks = tuple(_blocks(parser.parse(visible), visible, spans, struck))
    words = " ".join(struck).split()
    if not words:
        return blocks, ()
    message = f"left out: {len(words):,} words that are struck out"
    return blocks, (Finding("left out", message, text=" ".join(words)[:200]),)


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Give start and end of every line, with line ends as markdown-it counts them."""
    spans = []
    start = 0
    for match in re.finditer(r"\r\n|\n|\r|\Z", text):
        spans.append((start, match.start()))
        start = match.end()
    return spans


def _blocks(
    tokens: list[Token], text: str, spans: list[tuple[int, int]], struck: list[str]
) -> Iterator[RawBlock]:
    kind: BlockKind = "paragraph"
    level, depth, fresh_item, in_table, number = 0, 0, False, False, ""
    numbers = _numbers(tokens)
    for token in tokens:
        if token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type in ("list_item_open", "list_item_close"):
            depth, fresh_item = depth + token.nesting, token.nesting == 1
            number = numbers.get(id(token), "")
        elif token.type == "paragraph_open":
            kind, level = ("item", depth) if fresh_item else ("paragraph", 0)
            fresh_item = False
        elif token.type in ("table_open", "table_close"):
            in_table = token.nesting == 1
        elif token.type in LINE_BY_LINE:
            yield from _lines_block(LINE_BY_LINE[token.type], token, text, spans)
        elif token.type == "inline" and not in_table:
            lines = tuple(_inline_lines(token, text, spans, number))
            lines, number = tuple(_without_struck(lines, token, text, struck)), ""
            if lines:
                yield RawBlock(kind, lines, level)


def _numbers(tokens: list[Token]) -> dict[int, str]:
    """Give the numbers of items as written, by token, where they are those that a page shows."""
    found: dict[int, str] = {}
    counts: list[int | None] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            counts.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            counts.pop()
        elif token.type == "list_item_open" and token.info:
            written, count = int(token.info), counts[-1]
            counts[-1] = written + 1 if count is None else count + 1
            if count in (None, written):
                found[id(token)] = f"{token.info}{token.markup}"
    return found


def _inline_lines(
    token: Token, text: str, spans: list[tuple[int, int]], number: str
) -> Iterator[RawLine]:
    """Find each line of a paragraph in the file: it's the line less the marks before it.

    ``number`` is the number of the item that begins here, which stays.
    """
    first, last = token.map or (0, 0)
    contents = token.content.split("\n")
    for content, (start, end) in zip(contents, spans[first:last], strict=False):
        body = content.strip()
        at = text.find(body, start, end) if body else -1
        if at >= 0:
            head = text[start:at].rstrip()
            if number and head.endswith(number):
                body = text[start + len(head) - len(number) : at] + body
                at = start + len(head) - len(number)
            yield RawLine(at, at + len(body), body)
        number = ""


def _without_struck(
    lines: tuple[RawLine, ...], token: Token, text: str, struck: list[str]
) -> Iterator[RawLine]:
    """Cut the struck-out words out of a paragraph's lines, and note them."""
    marks = (
        child.type == "s_open" or STRIKING.match(child.content) for child in token.children or ()
    )
    if not lines or not any(marks):
        yield from lines
        return
    found = STRUCK.finditer(text[: lines[-1].end], lines[0].start)
    gone = [match.span() for match in found if not match[0].startswith("`")]
    struck += [TAGS.sub(" ", text[start:end]) for start, end in gone]
    for line in lines:
        at = line.start
        for start, end in (*gone, (line.end, line.end)):
            piece = text[at : min(start, line.end)]
            if start >= at and (body := piece.strip()):
                begins = at + len(piece) - len(piece.lstrip())
                yield RawLine(begins, begins + len(body), body)
            at = max(at, min(end, line.end))


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
