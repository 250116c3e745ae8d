"""A figure with its 95% interval, by resampling whole clusters of items.

Items that share a source aren't independent: an interval that resamples single
items would be too narrow. Percentile bootstrap after Efron and Tibshirani, *An
Introduction to the Bootstrap* (1993), chapter 13; clusters after Davison and
Hinkley, *Bootstrap Methods and their Application* (1997), section 3.8.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.metrics.items import Item, Place

RESAMPLES = 1000
MANY_DOCUMENTS = 20
"""From so many gold documents up they are the clusters; below, there are too few to resample."""

Indices = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value, its 95% interval, and how many items it was taken over.

    ``value`` is None where no item has the metric; the interval is None for plain
    counts and where all items are of one cluster, which leaves nothing to resample.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


def clusters_of(items: Iterable[Item], texts: Mapping[str, str]) -> dict[str, str]:
    """Give each item's id the name of the cluster that it is resampled with.

    The document of the item's first gold quote if the items have gold in at least
    `MANY_DOCUMENTS` documents, else the paragraph that the quote begins in. An
    item without gold is a cluster of its own.
    """
    items = tuple(items)
    given = {item.id: item.cluster for item in items if item.cluster}
    firsts = {
        item.id: next((place for gold in item.gold for place in gold), None) for item in items
    }
    documents = {place.document for place in firsts.values() if place}

    def name(key: str, place: Place | None) -> str:
        if key in given and len(documents) < MANY_DOCUMENTS:
            return given[key]
        if place is None:
            return given.get(key, f"item {key}")
        if len(documents) >= MANY_DOCUMENTS:
            return f"document {place.document}"
        # Canonical text ends every block, and nothing else, with a line feed.
        paragraph = texts.get(place.document, "").rfind("\n", 0, place.start) + 1
        known = place.document in texts
        return f"paragraph {place.document} {paragraph if known else place.start}"

    return {key: name(key, place) for key, place in firsts.items()}


def mean_figure(name: str, values: Mapping[str, float], clusters: Mapping[str, str]) -> Figure:
    """Give the mean of the values by item id, with its interval.

    ``clusters`` gives the cluster of each id. The resamples depend on ``name``
    and on the names of the clusters, on no order.
    """
    if not values:
        return Figure(None)
    members: dict[str, list[float]] = {}
    for key, value in values.items():
        members.setdefault(clusters[key], []).append(value)
    grouped = [members[cluster] for cluster in sorted(members)]
    sums = np.array([math.fsum(group) for group in grouped])
    counts = np.array([float(len(group)) for group in grouped])
    draws = _draws(name, len(grouped))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    return _figure(math.fsum(values.values()) / len(values), means, len(grouped), len(values))


def statistic_figure(
    name: str, statistic: Callable[[Indices], float | None], clusters: Sequence[str]
) -> Figure:
    """Give a statistic of many items at once, with its interval.

    ``statistic`` takes positions of items, repeated as they were drawn, and gives
    None where it isn't defined; such resamples are left out. ``clusters`` names
    the cluster of the item at each position.
    """
    everything = np.arange(len(clusters))
    value = statistic(everything) if len(clusters) else None
    if value is None:
        return Figure(None, n=0)
    names, cluster = np.unique(np.array(clusters), return_inverse=True)
    order = np.argsort(cluster, kind="stable")
    sizes = np.bincount(cluster, minlength=len(names))
    starts = np.cumsum(sizes) - sizes
    values = []
    for drawn in _draws(name, len(names)):
        size = sizes[drawn]
        offset = np.repeat(starts[drawn] - (np.cumsum(size) - size), size)
        one = statistic(order[offset + np.arange(len(offset))])
        if one is not None:
            values.append(one)
    return _figure(value, np.array(values), len(names), len(clusters))


def paired(
    a: Mapping[str, float],
    b: Mapping[str, float],
    clusters: Mapping[str, str] | None = None,
    *,
    name: str = "paired",
) -> tuple[float | None, float | None, float | None]:
    """Give the mean of ``b`` minus ``a`` over the items of both, and its 95% interval.

    Paired bootstrap after Koehn, "Statistical Significance Tests for Machine
    Translation Evaluation" (EMNLP 2004): both systems are resampled together, so
    that what makes an item hard for both cancels. Without ``clusters`` every item
    is its own.
    """
    shared = {key: b[key] - a[key] for key in a.keys() & b.keys()}
    figure = mean_figure(name, shared, clusters or {key: key for key in shared})
    return figure.value, figure.low, figure.high


def _draws(name: str, clusters: int) -> Indices:
    """Draw the clusters of each resample, the same for a name today and next year."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).integers(0, clusters, (RESAMPLES, clusters), dtype=np.intp)


def _figure(value: float, resampled: Numbers, clusters: int, n: int) -> Figure:
    if clusters < 2 or not len(resampled):
        return Figure(_rounded(value), n=n)
    low, high = np.percentile(resampled, (2.5, 97.5))
    return Figure(_rounded(value), _rounded(float(low)), _rounded(float(high)), n)


def _rounded(value: float) -> float:
    """Six digits: what is beyond them differs between machines. No minus zero."""
    return round(float(value), 6) + 0.0
