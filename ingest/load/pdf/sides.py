"""What stands left and right of a gutter: columns of running text, lists, or a table's cells."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from ingest.load.pdf.chars import Box
from ingest.load.pdf.stretches import SAME_BASE, Stretch

MIN_ROWS = 3
"""Of a table without rules; two lines with a gap may be a letter's head."""
FEW_LINES = 4
"""Of two sides without figures or rules: an address, a box of signatures."""
MIN_PROSE_WORDS = 3.0
LOWER_SHARE = 0.3
"""In columns of prose about two lines of three begin in the middle of a sentence."""
FULL = 0.6
"""Share of a side's width. Text that fills it isn't one of several cells."""
MIN_FULL = 0.2
"""Share of a side's lines that must fill it for the side to be a column with a table in it."""
MIN_ALIGNED = 0.6
FIGURES = 0.4
"""Share of a side's stretches: a list has a number here and there, a table a column of them."""
FIGURE = re.compile(
    r"[^\w\s]{0,2}\d[\d.,:/ %–-]*(?:[^\w\s]|[a-zA-Z]{1,2}\b|%)*|[–—-]|\(?N\.?A\.?\)?"
)
MOST_OF_BOTH = 0.8
"""Share of the width of both sides that the rules between rows have."""
SORTED, MIN_SORTED = 0.8, 6
"""Share of neighbours in a list that are in the order of the alphabet, and how many it needs."""
OVERHANG = 0.25
"""Share of a side's lines that may stand below the other's last: a table ends on both."""
WIDE_GAP = 1.25
"""Times the usual distance of two lines."""
SAME_STARTS = 0.7
"""Share of the places where text begins anew after a gap that both sides of a table share."""

Side = Sequence[Stretch]


def is_table(left: Side, right: Side, across: Sequence[Box]) -> bool:
    """Say whether what stands on the two sides of a gutter are cells of rows, and not columns."""
    if min(len(left), len(right)) < MIN_ROWS or _aligned(left, right) < MIN_ALIGNED:
        return False
    if _is_prose(left) and _is_prose(right):
        return _ruled(left, right, across) or _begin_together(left, right)
    if _has_figures(left) or _has_figures(right):
        return True
    return _ruled(left, right, across) or not _are_lists(left, right)


def _aligned(one: Side, other: Side) -> float:
    """Give the share of the side with fewer lines that stands on baselines of the other."""
    few, many = sorted((one, other), key=len)
    bases = sorted(part.base for part in many)
    return sum(_near(bases, part.base, SAME_BASE * part.size) for part in few) / len(few)


def _near(bases: Sequence[float], base: float, reach: float) -> bool:
    at = bisect_right(bases, base)
    return any(abs(other - base) <= reach for other in bases[max(at - 1, 0) : at + 1])


def _is_prose(side: Side) -> bool:
    """Say whether text runs on from line to line on a side, or in the lines that fill it."""
    if runs_on(side):
        return True
    width = max(part.x1 for part in side) - min(part.x0 for part in side)
    full = [part for part in side if part.x1 - part.x0 >= FULL * width]
    lines = len({round(part.base) for part in side})
    return len(full) >= max(MIN_ROWS, MIN_FULL * lines) and runs_on(full)


def runs_on(side: Side) -> bool:
    """Say whether lines are of several words, and sentences go on from one to the next."""
    words = sum(len(part.pieces) for part in side) / len(side)
    texts = [part.pieces[0].text for part in side]
    cased = [text for text in texts if text[0].lower() != text[0].upper()]
    if not cased:
        return words >= 2 * MIN_PROSE_WORDS
    lower = sum(text[0].islower() for text in cased) / len(side)
    return words >= MIN_PROSE_WORDS and lower >= LOWER_SHARE


def is_figure(part: Stretch) -> bool:
    """Say whether a cell holds a figure, or what stands for one."""
    return FIGURE.fullmatch(part.text) is not None


def _has_figures(side: Side) -> bool:
    return sum(map(is_figure, side)) >= FIGURES * len(side)


def _ruled(left: Side, right: Side, across: Sequence[Box]) -> bool:
    """Say whether two rules or more go over both sides, between the lines."""
    x0, x1 = min(part.x0 for part in left), max(part.x1 for part in right)
    top, bottom = min(p.y0 for p in left), max(p.y1 for p in right)
    rules = {
        round(y)
        for start, y, end, _ in across
        if min(end, x1) - max(start, x0) >= MOST_OF_BOTH * (x1 - x0) and top < y < bottom
    }
    return len(rules) >= 2


def _begin_together(left: Side, right: Side) -> bool:
    """Say whether text begins anew on both sides at the same heights, as in rows set apart."""
    starts = [_starts(side) for side in (left, right)]
    few, many = sorted(starts, key=len)
    size = max(part.size for part in left)
    shared = sum(_near(many, base, SAME_BASE * size) for base in few)
    return shared >= MIN_ROWS and shared >= SAME_STARTS * len(many)


def _starts(side: Side) -> list[float]:
    """Give the baselines below gaps that are wider than most on a side."""
    bases = sorted({round(part.base, 1) for part in side})
    gaps = [below - above for above, below in itertools.pairwise(bases)]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    return [b for b, gap in zip(bases[1:], gaps, strict=True) if gap > WIDE_GAP * max(usual, 1.0)]


def _are_lists(left: Side, right: Side) -> bool:
    """Say whether two sides of short lines are lists, or boxes, that stand beside each other."""
    if max(len(left), len(right)) <= FEW_LINES:
        return True
    if _in_order(left) and _in_order(right):
        return True
    ends = max(part.base for part in left), max(part.base for part in right)
    over = [
        sum(part.base > end + part.size for part in side)
        for side, end in ((left, ends[1]), (right, ends[0]))
    ]
    return max(over) >= OVERHANG * max(len(left), len(right))


def _in_order(side: Side) -> bool:
    texts = [part.text.lower() for part in sorted(side, key=lambda part: part.base)]
    pairs = list(itertools.pairwise(texts))
    return len(texts) >= MIN_SORTED and sum(a <= b for a, b in pairs) >= SORTED * len(pairs)
