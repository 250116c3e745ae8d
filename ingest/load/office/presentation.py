"""Presentations: a slide is a page, its title a heading, its text in PowerPoint's reading order.

That order is the file's own, the title first: the panel "Reading Order" shows it, and a
person who builds two columns of boxes builds them one after the other.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.load.office.drawing_text import Paragraph, paragraphs
from ingest.load.office.properties import properties
from ingest.load.package import open_package
from ingest.load.raw import Extract, Raw
from rag.errors import LoadError
from rag.types import Finding

Shown = Any
"""A part of a presentation: python-pptx has no types."""
DAMAGED = "is damaged or no presentation; open it and save it anew, as .pptx"
MAX_SHAPES = 200_000
MAX_REPEATED = 100
NEWER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""What stands in a slide in two forms, for newer and for older programs; python-pptx sees none."""
OBJECTS = "diagrams and embedded objects, whose words aren't read"
MARGINS = ("DATE", "FOOTER", "HEADER")


@dataclass(slots=True)
class _Deck:
    extract: Extract = field(default_factory=Extract)
    left_out: Counter[str] = field(default_factory=Counter)
    pictures: list[int] = field(default_factory=list)


def load_presentation(data: bytes, _reading: object) -> Raw:
    """Read a presentation's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data, "a presentation", ".pptx")
    import pptx

    deck = _Deck()
    try:
        show = pptx.Presentation(io.BytesIO(package.text_parts()))
        for number, slide in enumerate(show.slides, 1):
            _read_slide(deck, number, slide)
        said = show.core_properties
        about = properties(
            "PowerPoint properties", said.title, said.author, said.language, said.created
        )
    except (LoadError, MemoryError):
        raise
    except Exception as error:
        raise LoadError(DAMAGED) from error
    return deck.extract.raw(properties=about, findings=tuple(_findings(deck)))


def _findings(deck: _Deck) -> Iterator[Finding]:
    for what, count in deck.left_out.items():
        if count:
            yield Finding("left out", f"left out: {what} ({count:,})")
    for number in deck.pictures:
        yield Finding("unread page", "the slide is a picture, which isn't read", number)


def _read_slide(deck: _Deck, number: int, slide: Shown) -> None:
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    deck.left_out["words in speaker's notes"] += len(notes.text.split()) if notes else 0
    if slide._element.get("show") in ("0", "false"):  # noqa: SLF001 - it has no name of its own
        deck.left_out["hidden slides"] += 1
        deck.extract.page(number, reading="blank")
        return
    shapes = list(_shapes(slide.shapes))
    newer = slide._element.iter(NEWER)  # noqa: SLF001
    deck.left_out[OBJECTS] += sum(one.getparent().tag.endswith("Tree") for one in newer)
    label = next((one.text_frame.text.strip() for one in shapes if _is(one, "SLIDE_NUMBER")), "")
    before = len(deck.extract.blocks)
    deck.extract.page(number, label or None)
    title = slide.shapes.title
    if title is not None and (text := " ".join(title.text_frame.text.split())):
        deck.extract.block("heading", [deck.extract.line(text)], 1)
    for shape in shapes:
        if title is None or shape._element is not title._element:  # noqa: SLF001
            _read_shape(deck, shape)
    if len(deck.extract.blocks) == before:
        deck.extract.pages.pop()
        deck.extract.page(number, label or None, reading="blank")
        deck.pictures += [number] * any(hasattr(one, "image") for one in shapes)


def _shapes(shapes: Shown) -> Iterator[Shown]:
    """Give shapes in order, groups taken apart."""
    waiting = [iter(shapes)]
    for _ in range(MAX_SHAPES):
        if not waiting:
            return
        shape = next(waiting[-1], None)
        if shape is None:
            waiting.pop()
        elif hasattr(shape, "shapes"):
            waiting.append(iter(shape.shapes))
        else:
            yield shape
    raise LoadError(f"has a slide of more than {MAX_SHAPES:,} shapes; split it")


def _is(shape: Shown, *kinds: str) -> bool:
    return shape.is_placeholder and getattr(shape.placeholder_format.type, "name", "") in kinds


def _read_shape(deck: _Deck, shape: Shown) -> None:
    if _is(shape, "SLIDE_NUMBER"):
        return
    if _is(shape, *MARGINS):
        deck.left_out["words in heads and feet of slides"] += len(shape.text_frame.text.split())
    elif shape.has_text_frame:
        listed = _is(shape, "BODY", "OBJECT")
        _place(deck, paragraphs(shape.text_frame, deck.left_out, listed=listed))
    elif getattr(shape, "has_table", False) and shape.has_table:
        _read_table(deck, shape.table)
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        _read_chart(deck, shape.chart)
    elif shape._element.tag.endswith("graphicFrame"):  # noqa: SLF001
        deck.left_out[OBJECTS] += 1


def _place(deck: _Deck, found: Iterator[Paragraph]) -> None:
    for paragraph in found:
        lines = [deck.extract.line(text) for text in paragraph.lines]
        deck.extract.block(
            "item" if paragraph.level else "paragraph", lines, paragraph.level, paragraph.marker
        )


def _read_table(deck: _Deck, table: Shown) -> None:
    above: list[str] = []
    for row in table.rows:
        cells: list[str] = []
        for number, cell in enumerate(row.cells):
            said = paragraphs(cell.text_frame, deck.left_out, listed=False)
            text = " ".join(line for paragraph in said for line in paragraph.lines)
            if cell._tc.vMerge and number < len(above):  # noqa: SLF001
                text = above[number] if len(above[number]) <= MAX_REPEATED else ""
            cells.append(text)
        above = cells
        _row(deck, cells)


def _read_chart(deck: _Deck, chart: Shown) -> None:
    if chart.has_title and (text := " ".join(chart.chart_title.text_frame.text.split())):
        deck.extract.block("paragraph", [deck.extract.line(text)])
    for plot in chart.plots:
        series = list(plot.series)
        if not len(plot.categories):  # a cloud of points
            deck.left_out[OBJECTS] += 1
            continue
        _row(deck, ["", *(one.name for one in series)])
        for number, category in enumerate(plot.categories):
            values = [one.values[number] if number < len(one.values) else None for one in series]
            shown = ["" if value is None else f"{value:.10g}" for value in values]
            _row(deck, [str(category), *shown])


def _row(deck: _Deck, cells: list[str]) -> None:
    if any(cells):
        text = " ".join(" | ".join(cells).rstrip(" |").split())
        deck.extract.block("table", [deck.extract.line(text)])
