"""Raw text to canonical text: lines unwrapped, hyphenation mended, nothing else touched.

The canonical text is written by copying: each stretch of raw characters that goes
over unchanged is a `Run`, and what stands between two runs is one of the edits in
`EDITS`. So the way back to the file is exact by construction.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.heads import count_heads, tables_in
from ingest.line_ends import Spelling, joint, spelling_of
from ingest.load import INVISIBLE, TOKEN, Raw, RawBlock, RawLine
from ingest.load.raw import RawWord
from rag.types import Block, Page, Run, SourceMap

EDITS = {
    "unwrap": "a line end inside a paragraph became one space, or nothing after a hyphen",
    "hyphenation": "a hyphen that only marked a word cut at a line's end was removed",
    "white space": "spaces, tabs, control and zero-width characters became one space or nothing",
    "layout": "empty lines and marks of layout (Markdown signs, margins) between blocks",
}

IN_ROWS = ("item", "table")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A canonical text with the way back (`source_map`) and its layout (`blocks`)."""

    text: str
    source_map: SourceMap
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class _Writer:
    """The canonical text in the making. Raw positions are characters until `runs` is read."""

    raw: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    copies: list[tuple[int, int, int]] = field(default_factory=list)  # canonical, raw, length

    def copy(self, start: int, end: int) -> None:
        if self.copies:
            at, raw_start, length = self.copies[-1]
            if at + length == self.length and raw_start + length == start:
                self.copies[-1] = (at, raw_start, length + end - start)
                self.write(self.raw[start:end])
                return
        self.copies.append((self.length, start, end - start))
        self.write(self.raw[start:end])

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def unwrite_hyphen(self) -> None:
        """Take back the one character copied last."""
        at, raw_start, length = self.copies.pop()
        if length > 1:
            self.copies.append((at, raw_start, length - 1))
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1


def clean(raw: Raw) -> Cleaned:
    """Give the canonical text of a raw file, with every character's way back."""
    writer = _Writer(raw.text)
    spelling = spelling_of(raw.text, _joints(raw.blocks))
    blocks: list[Block] = []
    for block in raw.blocks:
        if not any(TOKEN.search(line.text) for line in block.lines):
            continue
        if blocks:
            row_of_list = block.kind == blocks[-1].kind and block.kind in IN_ROWS
            writer.write("\n" if row_of_list else "\n\n")
        start = writer.length + _write_block(writer, block, spelling)
        blocks.append(Block(block.kind, start, writer.length, block.level))
    text = "".join(writer.parts)
    source_map = SourceMap(
        raw.encoding, _runs(writer, raw), _pages(writer, raw), raw.extracted, _words(writer, raw)
    )
    return Cleaned(text, source_map, tuple(_placed(blocks, text)))


def _joints(blocks: Iterable[RawBlock]) -> Iterable[tuple[str, str]]:
    """Give the lines of paragraphs that follow each other."""
    for block in blocks:
        if block.kind != "code":
            for above, below in itertools.pairwise(block.lines):
                yield above.text, below.text


def _write_block(writer: _Writer, block: RawBlock, spelling: Spelling) -> int:
    """Write a block's lines and give the length of its list marker in canonical characters."""
    before, body = writer.length, writer.length
    previous = ""
    for line in block.lines:
        if previous and block.kind == "code":
            writer.write("\n")
        elif previous:
            _join(writer, previous, line.text, spelling)
        marker = block.marker if not previous else 0
        after_marker = _copy_line(writer, line, line.start + marker)
        body = after_marker if marker else body
        previous = line.text
    return body - before


def _copy_line(writer: _Writer, line: RawLine, marker_end: int) -> int:
    """Copy a line's words; give the canonical position at which the marker is over."""
    position, after_marker = line.start, writer.length
    for match in TOKEN.finditer(writer.raw, line.start, line.end):
        gap = writer.raw[position : match.start()]
        if position == line.start:
            pass  # what stands before the first word is no gap between words
        elif gap == " ":
            writer.copy(position, match.start())
        elif gap.strip(INVISIBLE):
            writer.write(" ")
        if position < marker_end <= match.start():
            after_marker = writer.length
        elif match.start() < marker_end < match.end():  # a bullet glued to its word
            after_marker = writer.length + marker_end - match.start()
        writer.copy(match.start(), match.end())
        position = match.end()
    return after_marker


def _join(writer: _Writer, above: str, below: str, spelling: Spelling) -> None:
    """Write what belongs between two lines: a space, or nothing after a hyphen."""
    if above[-1] in INVISIBLE:
        return
    what = joint(above, below, spelling)
    if what == "space":
        writer.write(" ")
    elif what == "no hyphen":
        writer.unwrite_hyphen()


def _placed(blocks: Sequence[Block], text: str) -> Iterable[Block]:
    """Number the paragraphs and give each block the headings that it stands under.

    The heads of a table's columns are the last of those of its other rows, and have level 1.
    """
    path: list[tuple[int, str]] = []
    heads = _heads(blocks, text)
    paragraph = 0
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            path = [entry for entry in path if entry[0] < block.level]
            yield replace(block, heading_path=tuple(title for _, title in path))
            path.append((block.level, text[block.start : block.end]))
        else:
            paragraph += block.kind != "footnote"
            over = heads.get(index)
            titles = (*(title for _, title in path), *([over] if over else ()))
            level = int(over == "") if block.kind == "table" else block.level
            yield replace(block, level=level, paragraph=paragraph or None, heading_path=titles)


def _heads(blocks: Sequence[Block], text: str) -> dict[int, str]:
    """Give the column heads over each row of a table, by its index; for a head itself nothing.

    Footnotes of a page don't end a table, and heads said again on the next page are heads.
    """
    found: dict[int, str] = {}
    others = [(index, block) for index, block in enumerate(blocks) if block.kind != "footnote"]
    for is_table, run in itertools.groupby(others, lambda pair: pair[1].kind == "table"):
        if not is_table:
            continue
        rows = [(index, text[block.start : block.end]) for index, block in run]
        told = {index for index, _ in rows if blocks[index].level}
        for table in tables_in(rows, told):
            texts = [row for _, row in table]
            count = next((n for n, (index, _) in enumerate(table) if index not in told), len(table))
            heads = texts[: count_heads(texts, told=count)]
            over = " / ".join(heads)
            found.update((index, "" if row in heads else over) for index, row in table if over)
    return found


def _runs(writer: _Writer, raw: Raw) -> tuple[Run, ...]:
    runs = []
    character, byte = 0, raw.skip
    for start, raw_start, length in writer.copies:
        byte += len(raw.text[character:raw_start].encode(raw.encoding))
        size = len(raw.text[raw_start : raw_start + length].encode(raw.encoding))
        runs.append(Run(start, start + length, byte, byte + size))
        character, byte = raw_start + length, byte + size
    return tuple(runs)


def _pages(writer: _Writer, raw: Raw) -> tuple[Page, ...]:
    starts = _canonical(writer, [page.start for page in raw.pages])
    ends = [*starts[1:], writer.length][: len(starts)]
    return tuple(
        Page(page.number, start, end, page.label, page.inferred, page.reading)
        for page, start, end in zip(raw.pages, starts, ends, strict=True)
    )


def _words(writer: _Writer, raw: Raw) -> tuple[int, ...]:
    """Give the boxes of the words that were copied: see `SourceMap.words`."""
    words = [word for block in raw.blocks for line in block.lines for word in line.words]
    starts = _canonical(writer, [word.start for word in words])
    lasts = _canonical(writer, [word.end - 1 for word in words])
    # A hyphen at a line's end may not have been copied: then the word ends where the next begins.
    afters = _canonical(writer, [word.end for word in words])
    return tuple(
        number
        for word, start, last, after in zip(words, starts, lasts, afters, strict=True)
        if (end := min(last + 1, after)) > start
        for number in (start, end, *_tenths(word))
    )


def _tenths(word: RawWord) -> tuple[int, int, int, int]:
    return round(word.x0 * 10), round(word.y0 * 10), round(word.x1 * 10), round(word.y1 * 10)


def _canonical(writer: _Writer, raw_positions: Sequence[int]) -> list[int]:
    """Give the canonical position of the first copied character at or after each raw one.

    The raw positions are in ascending order, as the copies are.
    """
    found, copies, at = [], writer.copies, 0
    for position in raw_positions:
        while at < len(copies) and copies[at][1] + copies[at][2] <= position:
            at += 1
        if at == len(copies):
            found.append(writer.length)
        else:
            start, raw_start, _ = copies[at]
            found.append(start + max(0, position - raw_start))
    return found
