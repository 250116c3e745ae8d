"""What the file of a table is made of: its rows, cited, and what stands side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.library import Library
from rag.tables.lines import Line
from rag.tables.listing import Cited, Compared, Listing
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file is made of. ``page`` is the address of Sanad's page, for links to it."""

    listing: Listing
    rows: tuple[Cited, ...]
    groups: tuple[Compared, ...] = ()
    cited_rows: dict[int, Citation] = field(default_factory=dict)
    page: str = ""

    @property
    def columns(self) -> tuple[int, ...]:
        """Which columns have something in them, by their numbers."""
        every = range(len(self.listing.table.columns))
        return tuple(at for at in every if any(one.line.cells[at] for one in self.rows))

    @property
    def more_facts(self) -> tuple[str, ...]:
        """Name the facts that rows have beside those that columns show."""
        shown = {one.name for one in self.listing.table.columns}
        found = dict.fromkeys(name for one in self.rows for name in one.line.row.facts)
        return tuple(name for name in found if name not in shown)

    def citation(self, line: Line) -> Citation | None:
        """Give the citation of a row, None where it can't be shown."""
        return self.cited_rows.get(id(line))


def exported(
    listing: Listing, library: Library, groups: Iterable[Compared] = (), page: str = ""
) -> Exported:
    """Cite all rows of a listing, to be written."""
    rows = tuple(listing.cited(library))
    by_line = {id(one.line): one.citation for one in rows}
    return Exported(listing, rows, tuple(groups), by_line, page)
