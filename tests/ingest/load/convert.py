"""Documents that were loaded, written out again as PDF, Word or HTML, block by block.

So a loader can be tested against words that are known: what `build_document` made of the
corpus goes out, comes in again, and must be the same.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.paragraph import ParaLines

from rag.types import Block, Document

BAR = " | "
HEAD = "Papers of the valley council"
PREFACE = "A preface that isn’t part of the paper follows on this page."
FRONT = 2
"""Pages of front matter, numbered in roman numerals."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of a block, and where it was put.

    ``block`` is its index in ``document.blocks``, ``page`` the physical page, ``letters``
    how many characters of the block stand there, white space left out.
    """

    block: int
    page: int
    letters: int


def page_of(document: Document, drawn: Sequence[Drawn], position: int) -> int:
    """Give the physical page on which the character at a position was drawn."""
    index = next(i for i, b in enumerate(document.blocks) if b.start <= position < b.end)
    block = document.blocks[index]
    before = len("".join(document.text[block.start : position].split()))
    parts = [part for part in drawn if part.block == index]
    for part in parts:
        if before < part.letters:
            return part.page
        before -= part.letters
    return parts[-1].page


class _Noted(Paragraph):  # type: ignore[misc] # reportlab has no types
    """A paragraph that notes the pages on which its words are drawn."""

    block: int
    note: Callable[[Drawn], None]

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split as a paragraph does; the parts know whose they are."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.block, part.note = self.block, self.note
        return parts

    def draw(self) -> None:
        """Draw, and note where."""
        super().draw()
        lines = self.blPara.lines
        words = (word for line in lines for word in _words_of(line))
        letters = sum(len("".join(word.split())) for word in words)
        self.note(Drawn(self.block, self.canv.getPageNumber(), letters))


def _words_of(line: tuple[float, list[str]] | ParaLines) -> Iterator[str]:
    if isinstance(line, tuple):
        yield from line[1]
    else:
        yield from (word.text for word in line.words)


def _styles(size: float) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=size, leading=1.25 * size, alignment=4
    )
    return {
        "paragraph": ParagraphStyle("paragraph", body, spaceAfter=0.7 * size),
        "table": ParagraphStyle("table", body, alignment=0, spaceAfter=0.4 * size),
        "footnote": ParagraphStyle("footnote", body, spaceAfter=0.7 * size),
        "code": ParagraphStyle("code", body, fontName="Courier", alignment=0),
    }


def _heading(level: int, size: float) -> ParagraphStyle:
    large = max(size * (1.9 - 0.25 * level), size * 1.05)
    return ParagraphStyle(
        f"heading{level}",
        fontName="Times-Bold",
        fontSize=large,
        leading=1.2 * large,
        spaceBefore=size,
        spaceAfter=0.5 * size,
        keepWithNext=1,
    )


def _item(level: int, size: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"item{level}",
        fontName="Times-Roman",
        fontSize=size,
        leading=1.25 * size,
        alignment=4,
        leftIndent=20 * level,
        bulletIndent=20 * level - 14,
        spaceAfter=0.4 * size,
    )


def to_pdf(
    document: Document,
    path: Path,
    *,
    columns: int = 1,
    labels: bool = False,
    size: float = 11,
    front: bool = True,
) -> tuple[Drawn, ...]:
    """Write a document as a PDF with front matter, running heads and page numbers.

    The front matter has roman numbers, the rest arabic ones from 1; ``labels`` puts them into
    the file as page labels, too. Without ``front`` these pages hold nothing but their
    numbers. Gives where each block was drawn.
    """
    drawn: list[Drawn] = []
    story: list[Flowable] = [
        Paragraph(html.escape(document.source.title if front else ""), _heading(1, 14)),
        Spacer(1, 1),
        PageBreak(),
        Paragraph(PREFACE if front else "", _item(1, size)),
        Spacer(1, 1),
        NextPageTemplate("body"),
        PageBreak(),
        *_flowables(document, size, drawn.append),
    ]
    width, height = A4
    gap, margin = 24.0, 72.0
    each = (width - 2 * margin - gap * (columns - 1)) / columns
    frames = [
        Frame(margin + n * (each + gap), margin, each, height - 2 * margin, 0, 0, 0, 0)
        for n in range(columns)
    ]
    template = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    whole = Frame(margin, margin, width - 2 * margin, height - 2 * margin)
    template.addPageTemplates(
        [
            PageTemplate("front", [whole], onPage=_surround(labels=labels)),
            PageTemplate("body", frames, onPage=_surround(labels=labels)),
        ]
    )
    template.build(story)
    return tuple(drawn)


def _surround(*, labels: bool) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, _template: BaseDocTemplate) -> None:
        number = canvas.getPageNumber()
        front = number <= FRONT
        printed = "i" * number if front else str(number - FRONT)
        canvas.setFont("Times-Italic", 9)
        if number > FRONT:
            canvas.drawString(72, A4[1] - 45, HEAD)
        canvas.drawCentredString(A4[0] / 2, 40, printed)
        if labels:
            style = "ROMAN_LOWER" if front else "ARABIC"
            start = number if front else number - FRONT
            canvas.addPageLabel(number - 1, style=style, start=start)

    return draw


def _flowables(
    document: Document, size: float, note: Callable[[Drawn], None]
) -> Iterator[Flowable]:
    styles = _styles(size)

    def paragraph(index: int, text: str, style: ParagraphStyle, bullet: str | None) -> _Noted:
        made = _Noted(html.escape(text), style, bulletText=bullet)
        made.block, made.note = index, note
        return made

    for kind, group in groupby(enumerate(document.blocks), key=lambda pair: pair[1].kind):
        blocks = list(group)
        if kind == "table" and any(BAR in _text(document, block) for _, block in blocks):
            rows = [
                [paragraph(i, cell, styles["table"], None) for cell in _cells(document, block)]
                for i, block in blocks
            ]
            yield Table(_even(rows), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
            continue
        for index, block in blocks:
            text = _text(document, block)
            if kind == "heading":
                yield paragraph(index, text, _heading(block.level, size), None)
            elif kind == "item":
                yield paragraph(index, text, _item(block.level, size), "•")
            else:
                yield paragraph(index, text, styles[kind], None)


def _even(rows: list[list[_Noted]]) -> list[list[Any]]:
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _cells(document: Document, block: Block) -> list[str]:
    return _text(document, block).split(BAR)


def to_docx(document: Document, path: Path) -> None:
    """Write a document as a Word file, with its styles for headings, lists and tables."""
    import docx

    word = docx.Document()
    for kind, group in groupby(document.blocks, key=lambda block: block.kind):
        blocks = list(group)
        if kind == "table" and any(BAR in _text(document, block) for block in blocks):
            rows = [_cells(document, block) for block in blocks]
            table = word.add_table(len(rows), max(map(len, rows)))
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    table.cell(y, x).text = cell
            continue
        for block in blocks:
            text = _text(document, block)
            if kind == "heading":
                word.add_heading(text, block.level)
            elif kind == "item":
                level = min(block.level, 3)
                word.add_paragraph(text, f"List Bullet {level}" if level > 1 else "List Bullet")
            else:
                word.add_paragraph(text)
    word.save(str(path))


def to_html(document: Document, path: Path) -> None:
    """Write a document as a web page with a menu above and a foot below it."""
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{_escaped(document.source.title)}',
        "</title></head><body><nav><a href='/'>Home</a> <a href='/papers'>Papers</a></nav><main>",
        *_html_blocks(document),
        "</main><footer>Contact the council</footer></body></html>",
    ]
    path.write_text("\n".join(parts), encoding="utf-8")


def _html_blocks(document: Document) -> Iterator[str]:
    for kind, group in groupby(document.blocks, key=lambda block: block.kind):
        blocks = list(group)
        if kind == "item":
            yield from _html_list(document, blocks)
        elif kind == "table" and any(BAR in _text(document, block) for block in blocks):
            yield "<table>"
            for block in blocks:
                cells = "".join(f"<td>{_escaped(c)}</td>" for c in _cells(document, block))
                yield f"<tr>{cells}</tr>"
            yield "</table>"
        else:
            for block in blocks:
                tag = f"h{min(block.level, 6)}" if kind == "heading" else "p"
                yield f"<{tag}>{_escaped(_text(document, block))}</{tag}>"


def _html_list(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    depth = 0
    for block in blocks:
        while depth < block.level:
            yield "<ul>"
            depth += 1
        while depth > block.level:
            yield "</ul>"
            depth -= 1
        yield f"<li>{_escaped(_text(document, block))}</li>"
    yield "</ul>" * depth


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
