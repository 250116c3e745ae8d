"""Fits a calibration to question cases: how far a score can be taken at its word."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evals.metrics.items import Item
from rag.answerability.calibration import Calibration, logit
from rag.errors import SettingsError

AT_LEAST = 10
"""Cases of each kind. With fewer, the fit would follow single questions."""
STEPS = 100
_CLIP = 1e-6


def calibrate(items: Sequence[Item]) -> Calibration:
    """Fit the line on the log-odds of the items' scores by maximum likelihood.

    Newton's method over Platt's smoothed targets, as Lin, Lin and Weng, "A note on
    Platt's probabilistic outputs for support vector machines" (2007), have it. The
    scores must be uncalibrated. Raises `SettingsError` when there are fewer than
    `AT_LEAST` answerable or unanswerable items.
    """
    scored = [item for item in items if item.score is not None and item.outcome != "error"]
    labels = np.array([item.answerable for item in scored], bool)
    for kind, count in (("answerable", labels.sum()), ("unanswerable", (~labels).sum())):
        if count < AT_LEAST:
            raise SettingsError(
                f"there are {count} {kind} cases; calibrating needs {AT_LEAST} of each kind: "
                "add some"
            )
    odds = np.array([logit(min(max(i.score or 0.0, _CLIP), 1 - _CLIP)) for i in scored])
    positive, negative = int(labels.sum()), int((~labels).sum())
    target = np.where(labels, (positive + 1) / (positive + 2), 1 / (negative + 2))
    slope, offset = _newton(odds, target)
    return Calibration(round(slope, 6), round(offset, 6))


def _newton(odds: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    design = np.stack([odds, np.ones_like(odds)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (probability - target)
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design
        step = np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient)
        weights = weights - step / max(1.0, float(np.abs(step).max()))
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def log_loss(items: Sequence[Item], calibration: Calibration) -> float:
    """Give the mean negative log-likelihood of the items' answerability; lower is better."""
    losses = []
    for item in items:
        if item.score is not None and item.outcome != "error":
            probability = min(max(calibration.apply(item.score), _CLIP), 1 - _CLIP)
            losses.append(-math.log(probability if item.answerable else 1 - probability))
    return sum(losses) / len(losses) if losses else 0.0
