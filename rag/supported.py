"""How well evidence seems to support a statement: a score, and the threshold for saying so.

A logistic regression over the words, pairs of words, figures and names that the
two share. `evals.fit_supported` fits it and sets the threshold for precision.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.alignment import Pair
from rag.answerable import Model, model_of
from rag.errors import ModelError
from rag.figures import days, figures
from rag.tokens import Token, tokens

FILE = Path(__file__).with_name("supported.json")
FEATURES = (
    "cover_one", "cover_leaned", "cover_all", "pairs", "run", "figures", "names", "rare",
    "agreeing", "order",
)  # fmt: skip
"""All between 0 and 1, and the higher the better."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The regression, and the score from which "supported" may be said."""

    model: Model
    threshold: float


@cache
def load_supported(path: Path = FILE) -> Threshold:
    """Read the regression. Raises `ModelError` when the file isn't one of ours."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return Threshold(model_of(rows["model"]), float(rows["threshold"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} isn't a model of support ({error}); install Sanad again"
        ) from error


def features_of(
    statement: str, leaned: Sequence[Pair], evidence: Sequence[str], *, differs: bool
) -> dict[str, float]:
    """Measure how much of a statement its evidence holds.

    ``leaned`` pairs it with the sentences that it leans on, the best first;
    ``evidence`` is all sentences that there are.
    """
    said = tokens(statement)
    best = set(leaned[0].to) if leaned else set()
    every = best.union(*(pair.to for pair in leaned)) if leaned else set()
    known = {token.stem for sentence in evidence for token in tokens(sentence)}
    anywhere = {i for i, token in enumerate(said) if token.stem in known}
    return {
        "cover_one": _share(said, best),
        "cover_leaned": _share(said, every),
        "cover_all": _share(said, every | anywhere),
        "pairs": _pairs(said, leaned),
        "run": _run(said, leaned),
        "figures": figures_held(statement, leaned),
        "names": _names(said, every),
        "rare": _rare(said, every),
        "agreeing": 0.0 if differs else 1.0,
        "order": _order(said, leaned),
    }


def _share(said: Sequence[Token], found: set[int]) -> float:
    total = sum(token.weight for token in said)
    return sum(said[i].weight for i in found) / total if total else 0.0


def _pairs(said: Sequence[Token], leaned: Sequence[Pair]) -> float:
    """Give the share of the statement's telling words whose next one follows in a sentence too."""
    telling = [i for i, token in enumerate(said) if token.content]
    steps = list(zip(telling, telling[1:], strict=False))
    if not steps:
        return 1.0
    kept = {
        (a, b)
        for pair in leaned
        for a, b in steps
        if a in pair.to and b in pair.to and 0 < pair.to[b] - pair.to[a] <= b - a + 2
    }
    return len(kept) / len(steps)


def _run(said: Sequence[Token], leaned: Sequence[Pair]) -> float:
    """Give the share of the statement that is its longest stretch out of a sentence."""
    if not leaned or not said:
        return 0.0
    return max(size for pair in leaned for _, _, size in pair.blocks) / len(said)


def _order(said: Sequence[Token], leaned: Sequence[Pair]) -> float:
    """Give the share of the statement's words, small ones too, that are a sentence's in order."""
    if not leaned or not said:
        return 0.0
    return sum(size for _, _, size in leaned[0].blocks) / len(said)


def figures_held(statement: str, leaned: Sequence[Pair]) -> float:
    """Give the share of a statement's dates and numbers that its sentences have; 1 for none."""
    dates, numbers = days(statement), figures(statement)
    if not dates and not numbers:
        return 1.0
    got = sum(
        any(day.fits(other) for pair in leaned for other in days(pair.sentence)) for day in dates
    ) + sum(
        any(abs(n.value - f.value) < 1e-6 for pair in leaned for f in figures(pair.sentence))
        for n in numbers
    )
    return got / (len(dates) + len(numbers))


def _names(said: Sequence[Token], found: set[int]) -> float:
    named = [i for i, t in enumerate(said) if t.capital and not t.first and t.content]
    return sum(i in found for i in named) / len(named) if named else 1.0


def _rare(said: Sequence[Token], found: set[int]) -> float:
    """Give 1 where every long word is found, less for each that isn't."""
    absent = sum(
        1 for i, t in enumerate(said) if t.weight == 1.0 and len(t.word) > 3 and i not in found
    )
    return math.exp(-absent / 3)


def score(values: Mapping[str, float]) -> float:
    """Give the probability that people would call the statement supported, 0 to 1."""
    return load_supported().model.probability(values)
