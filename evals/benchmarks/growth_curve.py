"""Draws what `evals.benchmarks.growth` measured: how search and answers grow with the passages.

    python -m evals.benchmarks.growth_curve [--data FILE] [--to FILE]

Both axes are logarithmic, and times are the processor's: 95th percentiles, of one core. The colours
can be told apart on white and on black.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("growth.jsonl")
PICTURE = Path("docs/images/growth.svg")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 76, 204, 24, 48
LOWEST, HIGHEST = 3.0, 6.0
"""Passages, in powers of ten."""
QUICKEST, SLOWEST = 1.0, 4.0
"""Milliseconds, in powers of ten."""
GREY = "#767676"
LINES = (
    ("answer", "before", "#c2410c", "6 4", "an answer, before"),
    ("answer", "now", "#c2410c", "", "an answer"),
    ("retrieval", "before", "#2a78c9", "6 4", "retrieval, before"),
    ("retrieval", "now", "#2a78c9", "", "retrieval"),
    ("embed_and_chroma", "now", GREY, "", "embedding + Chroma"),
)
"""What of the data is drawn: a measure, of which version, how, and what it's called."""

Row = Mapping[str, Any]


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--to", type=Path, default=PICTURE)
    given = parser.parse_args()
    given.to.write_text(drawn(read(given.data)), "utf-8")


def read(path: Path) -> list[Row]:
    """Read the lines of data, by their passages."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return sorted(rows, key=lambda row: int(row["passages"]))


def drawn(rows: Sequence[Row]) -> str:
    """Give the picture."""
    parts = [*_grid(), *_lines(rows)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13" fill="{GREY}">'
    )
    title = "<title>Milliseconds of the processor by passages, 95th percentiles</title>"
    return "\n".join([head, title, *parts, "</svg>", ""])


def _x(passages: float) -> float:
    share = (math.log10(passages) - LOWEST) / (HIGHEST - LOWEST)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(milliseconds: float) -> float:
    share = (math.log10(milliseconds) - QUICKEST) / (SLOWEST - QUICKEST)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _grid() -> Iterator[str]:
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(int(QUICKEST), int(SLOWEST) + 1):
        y = _y(10**power)
        yield _line((left, y), (right, y))
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{10**power:,} ms</text>'
    for power in range(int(LOWEST), int(HIGHEST) + 1):
        x = _x(10**power)
        yield _line((x, TOP), (x, bottom))
        yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>'
    middle = (left + right) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">passages</text>'


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{GREY}" stroke-opacity=".3"/>'


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    taken: list[float] = []
    for measure, version, colour, dashes, name in LINES:
        points = [
            (_x(row["passages"]), _y(row["cpu"][measure][1]))
            for row in rows
            if row["note"] == version and measure in row["cpu"]
        ]
        if not points:
            continue
        way = " ".join(f"{x},{y}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield (f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)
        y = points[-1][1]
        while any(abs(y - other) < 16 for other in taken):
            y += 4
        taken.append(y)
        at = WIDTH - RIGHT + 10
        yield f'<text x="{at}" y="{y + 4:.1f}" fill="{colour}">{name}</text>'


if __name__ == "__main__":
    main()
