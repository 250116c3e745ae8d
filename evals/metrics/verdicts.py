"""How well a verifier's scores and verdicts tell supported claims from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.metrics.abstention import auroc
from evals.metrics.stats import Figure, Indices, statistic_figure
from rag.types import Check

PRECISION = 0.95
"""At which "supported" is said: the threshold is the lowest score that keeps it."""


def balanced_accuracy(labels: Sequence[int], marked: Sequence[bool]) -> float | None:
    """Give the mean of the shares of right marks among the supported and among the others.

    None when one of the two kinds is missing.
    """
    truth, said = np.asarray(labels, bool), np.asarray(marked, bool)
    if not truth.any() or truth.all():
        return None
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


def best_threshold(labels: Sequence[int], values: Sequence[float]) -> float:
    """Give the score from which "supported" is said, so that balanced accuracy is highest.

    The lowest of equally good ones; 0 for no claims.
    """
    best, chosen = -1.0, 0.0
    for threshold in sorted(set(values)):
        accuracy = balanced_accuracy(labels, [value >= threshold for value in values]) or 0.0
        if accuracy > best:
            best, chosen = accuracy, threshold
    return chosen


def precise_threshold(labels: Sequence[int], values: Sequence[float]) -> float | None:
    """Give the lowest score from which at least `PRECISION` are supported, None without one."""
    chosen = None
    for threshold in sorted(set(values), reverse=True):
        marked = [label for label, value in zip(labels, values, strict=True) if value >= threshold]
        if sum(marked) / len(marked) >= PRECISION:
            chosen = threshold
    return chosen


def verdict_figures(
    labels: Sequence[int], found: Sequence[Check], kinds: Sequence[str] = ()
) -> dict[str, Figure]:
    """Give the figures of what the verifier itself says.

    - ``precision_verdict`` and ``share_verdict``: how many of the claims that it calls
      supported or verbatim are supported, and how many it calls so at all;
    - ``precision_compare`` and ``share_compare``: the same with those that it calls "compare";
    - ``supported_contradicted``: of the supported claims, those it calls contradicted;
    - ``supported_told``: of the supported claims, those it calls supported or "compare".

    Where ``kinds`` say more than the labels, one a claim, also:

    - ``contradicted_found``: of the contradicted claims, those it calls so;
    - ``contradicted_compare``: of them, those it calls "compare";
    - ``not_mentioned_contradicted``: of those not mentioned, the ones it calls contradicted.
    """
    truth = np.asarray(labels, bool)
    verdicts = np.array([check.verdict for check in found], "U16")
    marked = np.isin(verdicts, ("supported", "verbatim"))
    near = verdicts == "compare"
    against = verdicts == "contradicted"
    everyone = np.ones(len(truth), bool)
    clusters = [str(number) for number in range(len(labels))]

    def mean(of: NDArray[np.bool_], among: NDArray[np.bool_]) -> Callable[[Indices], float | None]:
        def statistic(at: Indices) -> float | None:
            chosen = of[at][among[at]]
            return float(chosen.mean()) if len(chosen) else None

        return statistic

    statistics = {
        "precision_verdict": mean(truth, marked),
        "share_verdict": mean(marked, everyone),
        "precision_compare": mean(truth, marked | near),
        "share_compare": mean(marked | near, everyone),
        "supported_contradicted": mean(against, truth),
        "supported_told": mean(marked | near, truth),
    }
    if any(kinds):
        kind = np.array(kinds, "U16")
        wrong, silent = kind == "contradicted", kind == "not mentioned"
        statistics |= {
            "contradicted_found": mean(against, wrong),
            "contradicted_compare": mean(near, wrong),
            "not_mentioned_contradicted": mean(against, silent),
        }
    return {name: statistic_figure(name, one, clusters) for name, one in statistics.items()}


def score_figures(
    labels: Sequence[int], values: Sequence[float], threshold: float, precise: float | None
) -> dict[str, Figure]:
    """Give the figures of scores at two thresholds.

    - ``balanced_accuracy`` at ``threshold``, the one that makes it highest;
    - ``auroc``: chance that a supported claim scores above another one;
    - ``precision_supported`` and ``share_supported`` at ``precise``, the one for precision:
      how many marked claims are supported, and how many are marked at all.
    """
    truth, given = np.asarray(labels, bool), np.asarray(values, float)
    clusters = [str(number) for number in range(len(labels))]

    def precision(at: Indices) -> float | None:
        marked = truth[at][given[at] >= precise] if precise is not None else truth[:0]
        return float(marked.mean()) if len(marked) else None

    def share(at: Indices) -> float:
        return float((given[at] >= precise).mean()) if precise is not None else 0.0

    statistics: dict[str, Callable[[Indices], float | None]] = {
        "balanced_accuracy": lambda at: balanced_accuracy(
            truth[at].tolist(), (given[at] >= threshold).tolist()
        ),
        "auroc": lambda at: auroc(given[at], truth[at]),
        "precision_supported": precision,
        "share_supported": share,
    }
    return {name: statistic_figure(name, one, clusters) for name, one in statistics.items()}
