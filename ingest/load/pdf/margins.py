"""Numbers in a page's margin: of its lines, which are no text, or of its paragraphs."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.load.pdf.sides import runs_on
from ingest.load.pdf.stretches import SAME_BASE, Stretch, make_stretch

NUMBER = re.compile(r"(?:¶{1,2} ?)?(\d{1,4})")
SAME_EDGE = 3.0
"""Points, between the edges of numbers that stand below each other."""
MIN_LINES, MIN_MARKED_LINES, MIN_PARAGRAPHS = 8, 3, 2
"""Numbers that make a margin: one a line, one every few lines, one a paragraph."""
MAX_COLUMNS, MAX_NUMBERS = 20, 300
"""Columns of numbers that are looked at, the longest; numbers in one: no page has more lines."""
STEPS = (1, 5, 10)
EVEN = 1.2
"""The widest step between two numbers, by the narrowest: lines are evenly apart."""
ONE_COLUMN = 0.8
"""Share of a page's lines beside its numbers that must be whole, and not cells."""


def without_margin_numbers(parts: Sequence[Stretch]) -> tuple[list[Stretch], int]:
    """Take line numbers out of a page, and put those of paragraphs in front of their text.

    Gives the stretches from top to bottom, and how many line numbers were taken.
    """
    for numbers in _columns_of_numbers(parts):
        ids = {id(part) for part in numbers}
        others = [part for part in parts if id(part) not in ids]
        beside = [part for part in others if numbers[0].y0 - 2 < part.base < numbers[-1].y1 + 2]
        if not _is_margin(numbers, beside):
            continue
        values = [int(NUMBER.fullmatch(part.text)[1]) for part in numbers]  # type: ignore[index]
        steps = {after - before for before, after in itertools.pairwise(values)}
        if len(steps) == 1 and _are_of_lines(numbers, steps.pop()):
            return others, len(numbers)
        if values == list(range(values[0], values[0] + len(values))) and numbers[0].x1 < min(
            part.x0 for part in beside
        ):
            return _with_numbers(numbers, others), 0
    return list(parts), 0


def _columns_of_numbers(parts: Sequence[Stretch]) -> list[list[Stretch]]:
    """Give the numbers that stand below each other, flush on one side, longest column first."""
    found: list[list[Stretch]] = []
    for edge in ("x1", "x0"):
        columns: dict[int, list[Stretch]] = defaultdict(list)
        for part in parts:
            if NUMBER.fullmatch(part.text):
                columns[round(getattr(part, edge) / SAME_EDGE)].append(part)
        for key, column in sorted(columns.items()):
            both = sorted((*column, *columns.get(key + 1, ())), key=lambda part: part.base)
            if MIN_PARAGRAPHS <= len(both) <= MAX_NUMBERS:
                found.append(both)
    return sorted(found, key=len, reverse=True)[:MAX_COLUMNS]


def _is_margin(numbers: Sequence[Stretch], beside: Sequence[Stretch]) -> bool:
    """Say whether numbers stand beside one column of running text, and nothing beyond them."""
    if 2 * len(beside) < len(numbers) or not runs_on(beside):
        return False
    left, right = min(part.x0 for part in numbers), max(part.x1 for part in numbers)
    if not (all(part.x0 > right for part in beside) or all(part.x1 < left for part in beside)):
        return False
    lines = {round(part.base / (SAME_BASE * part.size)) for part in beside}
    return len(lines) >= ONE_COLUMN * len(beside)


def _are_of_lines(numbers: Sequence[Stretch], step: int) -> bool:
    gaps = [below.base - above.base for above, below in itertools.pairwise(numbers)]
    least = MIN_LINES if step == 1 else MIN_MARKED_LINES
    return step in STEPS and len(numbers) >= least and max(gaps) <= EVEN * min(gaps)


def _with_numbers(numbers: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """Put each number in front of the text on its baseline."""
    joined: list[Stretch] = []
    left = list(numbers)
    for part in others:
        reach = SAME_BASE * part.size
        number = next((one for one in left if abs(one.base - part.base) <= reach), None)
        if number is None:
            joined.append(part)
            continue
        left.remove(number)
        whole = make_stretch((*number.pieces, *part.pieces))
        joined.append(replace(whole, base=part.base, size=part.size))
    return sorted((*joined, *left), key=lambda part: part.base)
