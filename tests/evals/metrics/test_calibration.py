from __future__ import annotations

import math

import pytest

from evals.metrics.calibration import calibrate, log_loss
from evals.metrics.items import Item
from rag.answerability.calibration import Calibration
from rag.errors import SettingsError


def items(scores: list[float], *, answerable: bool) -> list[Item]:
    return [
        Item(f"{answerable}{n}", "?", answerable, "unsure", score=score)
        for n, score in enumerate(scores)
    ]


def test_by_hand_one_score_for_all_gives_the_share_of_the_answerable() -> None:
    # 30 of 40 answerable at one score: Platt's targets are 31/32 and 1/12, whose mean it is.
    both = items([0.5] * 30, answerable=True) + items([0.5] * 10, answerable=False)
    fitted = calibrate(both)
    assert fitted.apply(0.5) == pytest.approx((30 * 31 / 32 + 10 / 12) / 40, abs=1e-4)


def test_scores_that_are_too_sure_are_pulled_in() -> None:
    good = items([0.98] * 15 + [0.02] * 5, answerable=True)
    bad = items([0.98] * 5 + [0.02] * 15, answerable=False)
    fitted = calibrate(good + bad)
    assert 0.65 < fitted.apply(0.98) < 0.8
    assert fitted.apply(0.98) + fitted.apply(0.02) == pytest.approx(1, abs=1e-3)
    assert log_loss(good + bad, fitted) < log_loss(good + bad, Calibration())


def test_the_order_of_scores_is_kept_and_ends_stay_finite() -> None:
    fitted = Calibration(0.5, -1.0)
    values = [fitted.apply(p) for p in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert values == sorted(values)
    assert all(0 < value < 1 and math.isfinite(value) for value in values)
    assert Calibration().apply(0.3) == pytest.approx(0.3)


@pytest.mark.parametrize(("good", "bad", "kind"), [(9, 10, "answerable"), (10, 9, "unanswerable")])
def test_too_few_cases_are_refused_with_the_remedy(good: int, bad: int, kind: str) -> None:
    both = items([0.6] * good, answerable=True) + items([0.4] * bad, answerable=False)
    with pytest.raises(SettingsError, match=f"9 {kind} cases"):
        calibrate(both)


def test_items_that_raised_are_left_out() -> None:
    both = items([0.6] * 10, answerable=True) + items([0.4] * 10, answerable=False)
    failed = Item("x", "?", True, "error", error="Disk!")
    assert calibrate([*both, failed]) == calibrate(both)
    assert log_loss([failed], Calibration()) == 0
