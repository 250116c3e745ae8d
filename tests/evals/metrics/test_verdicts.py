from __future__ import annotations

import pytest

from evals.metrics.verdicts import balanced_accuracy, best_threshold, precise_threshold


def test_balanced_accuracy_by_hand() -> None:
    # Of three supported two are marked, of two others none: (2/3 + 1) / 2.
    assert balanced_accuracy([1, 1, 1, 0, 0], [True, True, False, False, False]) == pytest.approx(
        5 / 6
    )
    assert balanced_accuracy([1, 1], [True, False]) is None
    assert balanced_accuracy([], []) is None


def test_thresholds_by_hand() -> None:
    labels, values = [0, 1, 0, 1, 1], [0.1, 0.4, 0.5, 0.6, 0.9]
    assert best_threshold(labels, values) == 0.6  # 2 of 3 and 2 of 2
    assert precise_threshold(labels, values) == 0.6
    assert precise_threshold([0, 1], [0.9, 0.1]) is None
    assert precise_threshold([], []) is None
    assert best_threshold([], []) == 0
