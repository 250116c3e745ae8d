"""From which probability on the word of a user's own verifier counts, as far as it was measured.

`evals.suites.verifier` measures it; it's kept with the index. Until then it doesn't count at all,
not even for "compare": nothing is known of a model that nobody has tried, and one that says yes to
everything would send a reader to compare whatever is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rag.llm.judge import wilson

FACT = "verifiers"
"""Under which name it's kept with the index."""
PRECISION = 0.95
"""Of what a model says from its threshold on, at least this part is right: by the low end of the
interval (`rag.llm.judge.Z`), so that 43 right ones without a miss are needed. A model that knows
nothing is that often right by accident once in 10^14."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The probabilities from which on "supported" and "contradicted" count; None where never."""

    supported: float | None = None
    contradicted: float | None = None

    @property
    def any(self) -> bool:
        """Whether the model is worth asking."""
        return self.supported is not None or self.contradicted is not None


@dataclass(frozen=True, slots=True)
class Reached:
    """A threshold, how many are said from it on, and how many of those are right."""

    threshold: float
    said: int
    right: int


def threshold_of(opinions: Iterable[tuple[float, bool]]) -> Reached | None:
    """Give the lowest probability from which on opinions are right as often as `PRECISION` asks.

    ``opinions`` are probabilities, and whether what they're of is so. None where there's none.
    """
    ranked = sorted((one for one in opinions if one[0] > 0), reverse=True)
    found, right = None, 0
    for said, (value, so) in enumerate(ranked, start=1):
        right += so
        last = said == len(ranked) or ranked[said][0] < value
        if last and wilson(right, said)[0] >= PRECISION:
            found = Reached(value, said, right)
    return found


def read_trust(kept: str | None, model: str) -> Trust | None:
    """Read what was measured of a model from what is kept; None where nothing was."""
    row = _rows(kept).get(model)
    if not isinstance(row, dict):
        return None
    return Trust(_probability(row.get("supported")), _probability(row.get("contradicted")))


def with_trust(kept: str | None, model: str, trust: Trust) -> str:
    """Give what is to be kept once a model was measured."""
    return json.dumps({**_rows(kept), model: asdict(trust)})


def _rows(kept: str | None) -> dict[str, object]:
    try:
        rows = json.loads(kept or "{}")
    except ValueError:
        return {}
    return rows if isinstance(rows, dict) else {}


def _probability(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 < value <= 1 else None
