"""Gradient-boosted decision trees, read from JSON: small ones, evaluated without a library.

After Friedman, "Greedy Function Approximation: A Gradient Boosting Machine" (2001).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Node = tuple[int, float, int, int] | float
"""A split, as feature, threshold, and the nodes for at most that and for more; or a leaf."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over named features, whose leaves are log-odds that are added to ``base``."""

    features: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node, ...], ...]

    def probability(self, values: Mapping[str, float]) -> float:
        """Give the probability for some values, a missing one counted as 0."""
        row = [values.get(name, 0.0) for name in self.features]
        return 1 / (1 + math.exp(-self.base - sum(_leaf(tree, row) for tree in self.trees)))


def _leaf(tree: Sequence[Node], row: Sequence[float]) -> float:
    node = tree[0]
    while isinstance(node, tuple):
        feature, threshold, low, high = node
        node = tree[low if row[feature] <= threshold else high]
    return node


def trees_of(row: Mapping[str, object]) -> Trees:
    """Read trees from a row of JSON. Raises `TypeError`, `ValueError` or `KeyError`."""
    features, base, trees = row["features"], row["base"], row["trees"]
    if not isinstance(features, list) or not isinstance(base, float) or not isinstance(trees, list):
        raise TypeError("features, base or trees missing")
    return Trees(tuple(features), base, tuple(tuple(map(_node, tree)) for tree in trees))


def _node(read: float | Sequence[float]) -> Node:
    if isinstance(read, int | float):
        return float(read)
    feature, threshold, low, high = read
    return int(feature), float(threshold), int(low), int(high)
