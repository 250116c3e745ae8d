"""Two versions side by side: each difference with its places, its heading and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.types import Document, Span
from rag.versions.alignment import Link, align
from rag.versions.edits import Callout, CalloutKind, Edit, callouts_of, edits_between, only_signs
from rag.versions.units import Unit, units_of

ChangeKind = Literal["added", "dropped", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as ranges of the two documents; None where there is nothing in one.

    ``edits`` are the words that differ, of what was changed or moved and changed; ``sentences``
    how many units it is of; ``heading`` stands over it, in the new version if it's there;
    ``slight``: nothing differs but punctuation and capitals.
    """

    kind: ChangeKind
    old: Span | None
    new: Span | None
    heading: tuple[str, ...] = ()
    is_heading: bool = False
    sentences: int = 1
    edits: tuple[Edit, ...] = ()
    callouts: tuple[Callout, ...] = ()
    slight: bool = False

    def has(self, kind: CalloutKind) -> bool:
        """Say whether a figure, a date or a duty differs."""
        return any(one.kind == kind for one in self.callouts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a document, and all in which they differ, in the order of the new one.

    ``kept`` counts the sentences, headings and rows that stand in both in the same words and
    order. ``links`` and the units are what it was made from.
    """

    old: Document
    new: Document
    changes: tuple[Change, ...]
    kept: int
    old_units: tuple[Unit, ...]
    new_units: tuple[Unit, ...]
    links: tuple[Link, ...]

    def count(self, kind: ChangeKind) -> int:
        """Count the differences of a kind."""
        return sum(one.kind == kind for one in self.changes)

    def calling(self, kind: CalloutKind) -> int:
        """Count the differences in which a figure, a date or a duty is another."""
        return sum(one.has(kind) for one in self.changes)


def compare_versions(old: Document, new: Document) -> Comparison:
    """Compare two versions sentence by sentence."""
    old_units, new_units = units_of(old), units_of(new)
    links = align(old_units, new_units)
    found = list(_changes(old, new, old_units, new_units, links))
    found.sort(key=lambda pair: pair[0])
    kept = sum(link.new[1] - link.new[0] for link in links if link.same and not link.moved)
    return Comparison(old, new, tuple(one for _, one in found), kept, old_units, new_units, links)


Place = tuple[int, int, int]
"""What differences are ordered by: a number of a new unit, what was dropped before what is new."""


def _changes(
    old: Document,
    new: Document,
    old_units: Sequence[Unit],
    new_units: Sequence[Unit],
    links: Sequence[Link],
) -> Iterator[tuple[Place, Change]]:
    linked_old = {i for link in links for i in range(*link.old)}
    linked_new = {j for link in links for j in range(*link.new)}
    for link in links:
        if link.moved or not link.same:
            change = _linked(
                old, new, old_units[slice(*link.old)], new_units[slice(*link.new)], link
            )
            yield (link.new[0], 1, link.old[0]), change
    for j, unit in enumerate(new_units):
        if j not in linked_new:
            change = Change("added", None, unit.span, *_over(new, [unit]))
            yield (j, 1, 0), change
    behind = 0  # the new unit before which an old one stood
    ends = {link.old[1]: link.new[1] for link in links if not link.moved}
    for i, unit in enumerate(old_units):
        behind = max(behind, ends.get(i, 0))
        if i not in linked_old:
            change = Change("dropped", unit.span, None, *_over(old, [unit]))
            yield (behind, 0, i), change


def _linked(
    old: Document, new: Document, was: Sequence[Unit], now: Sequence[Unit], link: Link
) -> Change:
    before, after = _whole(was), _whole(now)
    edits: tuple[Edit, ...] = ()
    callouts: tuple[Callout, ...] = ()
    over, is_heading = _over(new, now)
    if not link.same:
        edits = edits_between((old, before), (new, after))
        texts = old.text[before.start : before.end], new.text[after.start : after.end]
        callouts = () if is_heading else callouts_of(*texts)
    return Change(
        "moved" if link.moved else "changed",
        before,
        after,
        over,
        is_heading,
        len(now),
        edits,
        callouts,
        slight=bool(edits) and only_signs(edits, old, new),
    )


def _whole(units: Sequence[Unit]) -> Span:
    return Span(units[0].span.start, units[-1].span.end)


def _over(document: Document, units: Sequence[Unit]) -> tuple[tuple[str, ...], bool]:
    """Give the headings over some units, and whether they are one themselves."""
    block = document.blocks[units[0].block]
    return block.heading_path, len(units) == 1 and block.kind == "heading"
