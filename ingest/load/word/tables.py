"""Tables of a Word document: which cell stands in which column, and what a row says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from xml.etree.ElementTree import Element

from ingest.load.lines_in_cells import are_rows
from ingest.load.word.characters import LINE, NOTE, PAGE, RENDERED
from ingest.load.word.tree import flat, integer, is_on, value

LAYOUT = f" {LINE}"
MARKS = re.compile(f"[{NOTE}{PAGE}{RENDERED}]")
MAX_COLUMNS = 60
MAX_REPEATED = 100
MAX_REPEATED_IN_TABLE = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the column in which it begins. ``merges``: down into the cell above it."""

    element: Element
    column: int
    begins: bool
    merges: bool

    @property
    def is_swallowed(self) -> bool:
        """Whether the cell is merged into the one above it or to its left."""
        side = self.element.find("tcPr/hMerge")
        return self.merges or (side is not None and side.get("val") != "restart")


@dataclass(slots=True)
class Row:
    """A row with its cells, and those that tracked changes delete."""

    element: Element
    cells: list[Cell] = field(default_factory=list)
    deleted: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        column = max(0, integer(value(self.element, "trPr/gridBefore")) or 0)
        for element in flat(self.element):
            if element.tag == "tc" and element.find("tcPr/cellDel") is not None:
                self.deleted.append(element)
            elif element.tag == "tc":
                down = element.find("tcPr/vMerge")
                begins = down is not None and down.get("val") == "restart"
                self.cells.append(Cell(element, column, begins, down is not None and not begins))
                column += max(1, integer(value(element, "tcPr/gridSpan")) or 1)

    @property
    def is_deleted(self) -> bool:
        """Whether a tracked change deletes the row."""
        return self.element.find("trPr/del") is not None

    @property
    def is_hidden(self) -> bool:
        """Whether Word doesn't show the row."""
        hidden = self.element.find("trPr/hidden")
        return hidden is not None and is_on(hidden.get("val"))


@dataclass(slots=True)
class Grid:
    """The columns of a table, and what its merged cells say further down.

    Cells keep their column where one row at least has them all. A form's boxes, which
    stand each where they fit, only follow each other.
    """

    rows: Sequence[Row]
    _columns: dict[int, int] = field(init=False)
    _above: dict[int, str] = field(default_factory=dict)
    _left: int = MAX_REPEATED_IN_TABLE

    def __post_init__(self) -> None:
        starts = sorted({cell.column for row in self.rows for cell in row.cells})
        widest = max((len(row.cells) for row in self.rows), default=0)
        regular = len(starts) == widest <= MAX_COLUMNS
        self._columns = {start: index for index, start in enumerate(starts)} if regular else {}

    def texts(self, row: Row, said: Sequence[str]) -> list[str]:
        """Give a row's cells by column, those that are merged down said again.

        There is nothing to say again in a row without words of its own, or of a long
        text, or where much has been repeated already.
        """
        own = any(text.strip() for text in said)
        texts = [""] * (len(self._columns) or len(row.cells))
        for index, (cell, text) in enumerate(zip(row.cells, said, strict=True)):
            if cell.merges:
                text = self._above.get(cell.column, "") if own and self._left > 0 else ""
                self._left -= len(text)
            elif cell.begins:
                plain = " ".join(MARKS.sub("", text).split())
                self._above[cell.column] = plain if len(plain) <= MAX_REPEATED else ""
            texts[self._columns.get(cell.column, index)] = text
        return texts if self._columns else list(dropwhile(lambda text: not text.strip(), texts))


def lines_of(cells: list[str]) -> list[list[str]]:
    """Cut a row into its lines where they are rows."""
    lines = [cell.split(LINE) for cell in cells]
    bare = [[MARKS.sub("", line).strip() for line in one] for one in lines]
    return [list(row) for row in zip(*lines, strict=True)] if are_rows(bare) else [cells]


def row_text(cells: list[str]) -> str:
    """Join a row's cells, those that are empty at its end left out.

    Where the layout breaks the page, each cell may say so: the one that says it most
    often is believed, and what it says before its first word holds for the row.
    """
    cells = [cell.strip(LAYOUT) for cell in cells]
    most = max(cells, key=lambda cell: cell.count(RENDERED), default="")
    kept = [cell if cell is most else cell.replace(RENDERED, "") for cell in cells]
    top = ""
    if most.startswith(RENDERED):
        top = RENDERED * most.count(RENDERED)
        kept = [cell.replace(RENDERED, "") for cell in cells]
    filled = [index for index, cell in enumerate(kept) if cell.strip()]
    return top + (" | ".join(kept[: filled[-1] + 1]) if filled else "")
