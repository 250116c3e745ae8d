"""What a comparison of two reports found: as data, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

LISTED = 50
"""Flipped items that the text shows; the data has all."""


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in both reports, over the ``n`` items that have it in both.

    ``difference`` is b less a. Without ``low`` and ``high`` nothing was resampled,
    and ``a`` and ``b`` are the reports' own values.
    """

    metric: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    n: int
    margin: float
    regressed: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """An item that came out differently. ``what`` is ``outcome`` or ``evidence_hit``."""

    id: str
    question: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` found.

    ``regressed`` names the metrics that got worse; ``failures`` says what else
    must not be: quotes that aren't verbatim, items that raised only in b.
    """

    shared: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    other_question: tuple[str, ...]
    metrics_only_a: tuple[str, ...]
    metrics_only_b: tuple[str, ...]
    configuration: tuple[str, ...]
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    failures: tuple[str, ...]

    @property
    def regressed(self) -> tuple[str, ...]:
        """The metrics whose interval lies wholly beyond the margin, on the worse side."""
        return tuple(change.metric for change in self.changes if change.regressed)

    @property
    def failed(self) -> bool:
        """Say whether a gate should stop b."""
        return bool(self.regressed or self.failures)

    def as_json(self) -> dict[str, object]:
        """Give all of it as plain data."""
        return {**asdict(self), "regressed": list(self.regressed), "failed": self.failed}


def comparison_text(comparison: Comparison) -> str:
    """Give a comparison as lines for a terminal."""
    c = comparison
    lines = [f"{c.shared} items in both", *_asides(c), "", *_table(c.changes)]
    if c.flips:
        lines += ["", f"{len({f.id for f in c.flips})} items came out differently:"]
        lines += [
            "  " + _line(f"{f.id}: {f.what} {f.before} -> {f.after}: {f.question}")
            for f in c.flips[:LISTED]
        ]
        more = len(c.flips) - LISTED
        lines += [f"  … and {more} more"] if more > 0 else []
    verdict = [f"worse: {', '.join(c.regressed)}"] if c.regressed else []
    verdict += [f"failed: {failure}" for failure in c.failures]
    return "\n".join([*lines, "", *(verdict or ["no regression"])])


def _asides(c: Comparison) -> list[str]:
    """Say what the two reports don't share."""
    facts = {
        "only in a": c.only_a,
        "only in b": c.only_b,
        "left out, not the same question": c.other_question,
        "metrics only in a": c.metrics_only_a,
        "metrics only in b": c.metrics_only_b,
        "configuration differs": c.configuration,
    }
    return [f"{what}: {first_of(names)}" for what, names in facts.items() if names]


def first_of(names: Sequence[str]) -> str:
    """Name the first eight, and say how many more there are."""
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return _line(", ".join(names[:8])) + more


def _line(text: str) -> str:
    """Give a text as one line that a terminal can show: no control characters."""
    folded = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in folded)


def _table(changes: Sequence[Change]) -> list[str]:
    rows = [("metric", "a", "b", "b - a", "95% interval", "n", "")]
    for c in changes:
        interval = "" if c.low is None else f"{c.low:+.3f} to {c.high:+.3f}"
        difference = "" if c.difference is None else f"{c.difference:+.3f}"
        mark = "WORSE" if c.regressed else ""
        count = str(c.n) if c.n else ""
        rows.append((_line(c.metric), _three(c.a), _three(c.b), difference, interval, count, mark))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in (0, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _three(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
