"""A logistic regression with weights of 0 or above, read from a row of JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

LIMIT = 3.0
"""Standardised values are kept within this many deviations, so that no single one decides."""
_KEYS = ("mean", "scale", "weight")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights a feature, all at least 0, for values standardised by ``means`` and ``scales``."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def parts(self, values: Mapping[str, float]) -> dict[str, float]:
        """Give what each feature adds to the log odds; 0 for one that doesn't apply (NaN)."""
        found = {}
        for name, mean, scale, weight in zip(
            self.features, self.means, self.scales, self.weights, strict=True
        ):
            value = values[name]
            standard = 0.0 if math.isnan(value) else (value - mean) / scale
            found[name] = weight * max(-LIMIT, min(LIMIT, standard))
        return found

    def probability(self, values: Mapping[str, float]) -> float:
        """Give the probability of an answer, as if half of all questions had one."""
        return 1 / (1 + math.exp(-self.intercept - sum(self.parts(values).values())))


def model_of(row: Mapping[str, object]) -> Model:
    """Read a model from a row of JSON. Raises `TypeError` or `KeyError` for another thing."""
    terms = row["terms"]
    intercept = row["intercept"]
    if not isinstance(terms, dict) or not isinstance(intercept, float):
        raise TypeError("terms or intercept missing")
    columns = [tuple(float(term[key]) for term in terms.values()) for key in _KEYS]
    return Model(tuple(terms), columns[0], columns[1], columns[2], intercept)
