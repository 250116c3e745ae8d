"""How well evidence seems to support a statement: a score, and the threshold for saying so.

A logistic regression over the words, pairs of words, figures and names that the
two share. `evals.training.fit_supported` fits it and sets the threshold for precision.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rag.errors import ModelError
from rag.models.logistic_regression import Model, model_of
from rag.text.alignment import Pair
from rag.text.quantities import days, figures
from rag.text.tokens import tokens

RUN = 4
FILE = Path(__file__).with_name("supported.json")
FEATURES = (
    "leaned", "words", "pairs", "figures", "absent", "order", "short", "letters", "agreeing",
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
    ``evidence`` is all sentences that there are. By name:

    - ``leaned``: weight of its words that those sentences have;
    - ``words``: share of its words, small ones too, that are anywhere in the evidence;
    - ``pairs``: of its telling words side by side, those that are so in a sentence;
    - ``figures``: of its words with digits, those that are anywhere;
    - ``absent``: 1 where no telling word is missing, less for each;
    - ``order``: share of its words that the best sentence has in the same order;
    - ``short``: the higher, the shorter it is;
    - ``letters``: of its runs of four letters, those that are anywhere;
    - ``agreeing``: 0 where something definite differs.
    """
    said = tokens(statement)
    telling = [token for token in said if token.content]
    read = [tokens(sentence) for sentence in evidence]
    known = {token.stem for words in read for token in words}
    digits = [token for token in said if token.word[0].isdigit()]
    side_by_side = {
        (a.stem, b.stem)
        for words in read
        for a, b in itertools.pairwise(token for token in words if token.content)
    }
    weight = sum(token.weight for token in said)
    held = sum(said[i].weight for i in set().union(*(pair.to for pair in leaned)))
    in_order = sum(size for _, _, size in leaned[0].blocks) if leaned else 0
    runs, known_runs = _runs(statement), set().union(*map(_runs, evidence))
    return {
        "leaned": held / weight if weight else 0.0,
        "words": _part([token.stem in known for token in said]),
        "pairs": _part([(a.stem, b.stem) in side_by_side for a, b in itertools.pairwise(telling)]),
        "figures": _part([token.stem in known for token in digits]),
        "absent": math.exp(-sum(token.stem not in known for token in telling) / 3),
        "order": in_order / len(said) if said else 0.0,
        "short": 1 / math.log(10 + len(said)),
        "letters": _part([run in known_runs for run in runs]),
        "agreeing": 0.0 if differs else 1.0,
    }


def _part(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


@lru_cache(maxsize=2048)
def _runs(text: str) -> frozenset[str]:
    folded = re.sub(r"\W+", " ", text.lower())
    return frozenset(folded[i : i + RUN] for i in range(len(folded) - RUN + 1))


def figures_held(statement: str, leaned: Sequence[Pair]) -> bool:
    """Say whether the sentences have all of a statement's dates and numbers."""
    dates = [day for pair in leaned for day in days(pair.sentence)]
    numbers = [figure.value for pair in leaned for figure in figures(pair.sentence)]
    return all(any(day.fits(one) for one in dates) for day in days(statement)) and all(
        any(abs(figure.value - one) < 1e-6 for one in numbers) for figure in figures(statement)
    )
