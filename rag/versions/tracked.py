"""Two versions as one Word file with tracked changes: all rejected it's the old, accepted the new.

Pandoc writes them (spans of the classes "insertion" and "deletion"). What was moved is deleted
in one place and inserted in the other. A row of a table is a paragraph, its cells parted by bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from rag.citations.docx_parts import MAIN, with_parts
from rag.citations.office_file import finished
from rag.citations.pandoc_process import Node, tree, words, write
from rag.types import Block, Document, Span
from rag.versions.compare import Comparison
from rag.versions.edits import edits_between
from rag.versions.units import Unit

AUTHOR = "Sanad"
DEEPEST = 6
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Mark = Literal["insertion", "deletion"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one block: kept, inserted or deleted. ``block`` says to which paragraph they go."""

    block: tuple[str, int]
    layout: Block
    text: str
    mark: Mark | None = None


def tracked_docx(found: Comparison, title: str, made_at: datetime) -> bytes:
    """Write the new version as Word, with what differs from the old one as tracked changes.

    Raises `CiteError` when pandoc fails.
    """
    signed = [["author", AUTHOR], ["date", made_at.strftime("%Y-%m-%dT%H:%M:%SZ")]]
    blocks = [
        _paragraph(list(some), signed)
        for _, some in groupby(_pieces(found), key=lambda piece: piece.block)
    ]
    meta = {"pagetitle": {"t": "MetaString", "c": title}}
    tracked = with_parts(write(tree(blocks, meta), "docx"), {MAIN: _with_marks_tracked})
    return finished(tracked, title, made_at)


def _with_marks_tracked(xml: bytes) -> bytes:
    """Track the marks of paragraphs that are new or gone as a whole, and number all changes.

    Rejected or accepted, such a paragraph else leaves an empty one behind.
    """
    from lxml import etree

    root = etree.fromstring(xml)
    for paragraph in root.iter(f"{W}p"):
        inside = [one for one in paragraph if one.tag != f"{W}pPr"]
        tags = {one.tag for one in inside}
        if tags not in ({f"{W}ins"}, {f"{W}del"}):
            continue
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        of_mark = etree.SubElement(properties, f"{W}rPr")
        etree.SubElement(of_mark, tags.pop(), attrib=dict(inside[0].attrib))
    changes = (one for one in root.iter(f"{W}ins", f"{W}del"))
    for number, one in enumerate(changes, start=1):
        one.set(f"{W}id", str(number))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _pieces(found: Comparison) -> Iterator[_Piece]:
    """Give the words of both versions in the order of the new one, the deleted ones before."""
    after: dict[int, list[int]] = {}
    linked = {i: link for link in found.links if not link.moved for i in range(*link.old)}
    behind = 0
    for i in range(len(found.old_units)):
        if link := linked.get(i):
            behind = link.new[1]
        else:
            after.setdefault(behind, []).append(i)
    first = {link.new[0]: link for link in found.links if not link.moved}
    j, home = 0, _Home(found)
    while j <= len(found.new_units):
        for i in after.get(j, ()):
            yield home.deleted(i)
        if j == len(found.new_units):
            return
        if link := first.get(j):
            yield from home.kept(range(*link.old), range(*link.new), same=link.same)
            j = link.new[1]
        else:
            yield home.inserted(j)
            j += 1


class _Home:
    """Says to which paragraph each unit's words go: a deleted one to that of its neighbours."""

    def __init__(self, found: Comparison) -> None:
        self._found = found
        self._of_old = {
            found.old_units[link.old[0]].block: found.new_units[link.new[0]].block
            for link in reversed(found.links)
            if not link.moved
        }

    def kept(self, old: range, new: range, *, same: bool) -> Iterator[_Piece]:
        found = self._found
        here = [found.old_units[i] for i in old]
        there = [found.new_units[j] for j in new]
        block = there[0].block
        at, layout = ("new", block), found.new.blocks[block]
        before, after = _whole(here), _whole(there)
        was, now = found.old.text, found.new.text
        edits = () if same else edits_between((found.old, before), (found.new, after))
        start = after.start
        for one in edits:
            gone, come = one.old, one.new
            if gone.start == gone.end:
                come = _with_space(now, come, after)
            elif come.start == come.end:
                gone = _with_space(was, gone, before)
            yield _Piece(at, layout, now[start : come.start])
            yield _Piece(at, layout, was[gone.start : gone.end], "deletion")
            yield _Piece(at, layout, now[come.start : come.end], "insertion")
            start = come.end
        yield _Piece(at, layout, f"{now[start : after.end]} ")

    def deleted(self, i: int) -> _Piece:
        found, unit = self._found, self._found.old_units[i]
        home = self._of_old.get(unit.block)
        at = ("old", unit.block) if home is None else ("new", home)
        text = f"{_said(found.old, unit)} "
        return _Piece(at, found.old.blocks[unit.block], text, "deletion")

    def inserted(self, j: int) -> _Piece:
        unit = self._found.new_units[j]
        layout = self._found.new.blocks[unit.block]
        text = f"{_said(self._found.new, unit)} "
        return _Piece(("new", unit.block), layout, text, "insertion")


def _with_space(text: str, words_: Span, whole: Span) -> Span:
    """Take the white space before some words to them; behind them where they come first."""
    start, end = words_.start, words_.end
    while whole.start < start and text[start - 1].isspace():
        start -= 1
    while start == whole.start and end < whole.end and text[end].isspace():
        end += 1
    return Span(start, end)


def _whole(units: Sequence[Unit]) -> Span:
    return Span(units[0].span.start, units[-1].span.end)


def _said(document: Document, unit: Unit) -> str:
    return document.text[unit.span.start : unit.span.end]


def _paragraph(pieces: Sequence[_Piece], signed: list[list[str]]) -> Node:
    """Make a heading or a paragraph."""
    inlines: list[Node] = []
    for piece in pieces:
        inlines += _inlines(piece, signed)
    layout = next((p.layout for p in pieces if p.mark != "deletion"), pieces[0].layout)
    if layout.kind == "heading":
        return {"t": "Header", "c": [min(layout.level, DEEPEST), ["", [], []], inlines]}
    return {"t": "Para", "c": inlines}


def _inlines(piece: _Piece, signed: list[list[str]]) -> list[Node]:
    """Turn words into inlines with the spaces at their ends, marked if they're new or gone."""
    text = piece.text
    space: list[Node] = [{"t": "Space"}]
    made: list[Node] = [*(space if text[:1].isspace() else []), *words(text)]
    made += space if text[-1:].isspace() and text.strip() else []
    return [_span(piece.mark, made, signed)] if piece.mark and made else made


def _span(name: str, inlines: list[Node], signed: list[list[str]]) -> Node:
    return {"t": "Span", "c": [["", [name], signed], inlines]}
