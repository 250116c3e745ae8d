from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.abstention import (
    Point,
    abstention_figures,
    aurc,
    auroc,
    declined,
    evidence_scores,
    losses_of,
    refusal_at,
    right,
    risk_coverage,
    score_statistics,
    table,
)
from evals.metrics.items import Item
from tests.evals.metrics.made import ASKED, UNANSWERABLE, at, gold, placed

GOLD = gold(at(0, 100))
CORRECTED = replace(UNANSWERABLE, outcome="answered", gold=GOLD, statements=(placed(at(0, 50)),))
MISLED = replace(CORRECTED, statements=(placed(at(0, 50), at(200, 300)),))


def floats(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, np.float64)


def flags(*values: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array(values, np.bool_)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ASKED, True),
        (replace(ASKED, outcome="unsure"), False),
        (replace(ASKED, outcome="refused"), False),
        (replace(ASKED, outcome="error"), False),
        (UNANSWERABLE, True),
        (replace(UNANSWERABLE, outcome="unsure"), True),
        (replace(UNANSWERABLE, outcome="answered"), False),
        (replace(UNANSWERABLE, outcome="error"), False),
        (CORRECTED, True),
        (MISLED, False),
    ],
)
def test_what_is_right(item: Item, expected: bool) -> None:
    assert right(item) is expected
    rate = "answer_rate" if item.answerable else "refusal_rate"
    assert abstention_figures(item) == {rate: expected, "abstention_accuracy": expected}


def test_an_answerable_question_cannot_be_declined_by_answering_it() -> None:
    assert not declined(replace(ASKED, gold=GOLD, statements=(placed(at(0, 50)),)))


def test_the_table_holds_every_item_once() -> None:
    items = [
        ASKED,
        ASKED,
        replace(ASKED, outcome="unsure"),
        replace(ASKED, outcome="error"),
        UNANSWERABLE,
        replace(UNANSWERABLE, outcome="unsure"),
        replace(UNANSWERABLE, outcome="answered"),
        replace(UNANSWERABLE, outcome="error"),
        CORRECTED,
    ]
    assert asdict(table(items)) == {
        "answerable_answered": 2,
        "answerable_declined": 2,
        "unanswerable_answered": 2,
        "unanswerable_declined": 3,
        "corrected": 1,
        "errors": 2,
    }
    assert set(asdict(table([])).values()) == {0}


def test_auroc() -> None:
    # Pairs (.9 .5) (.9 .4) (.5 .5) (.5 .4): 3 won and one tie, 3.5 of 4.
    assert auroc(floats(0.9, 0.5, 0.5, 0.4), flags(1, 1, 0, 0)) == 3.5 / 4
    assert auroc(floats(1, 1, 1), flags(1, 0, 0)) == 0.5
    assert auroc(floats(1, 2), flags(0, 1)) == 1
    assert auroc(floats(1, 2), flags(1, 0)) == 0
    for one_sided in (flags(1, 1), flags(0, 0)):
        assert auroc(floats(1, 2), one_sided) is None
    assert auroc(floats(), flags()) is None


SCORED = st.lists(
    st.tuples(st.sampled_from([-math.inf, 0.0, 0.1, 0.5, 0.9, math.inf]), st.booleans()),
    max_size=25,
)


@settings(deadline=None)
@given(SCORED)
def test_auroc_is_the_share_of_pairs_won(scored: list[tuple[float, bool]]) -> None:
    high = [score for score, positive in scored if positive]
    low = [score for score, positive in scored if not positive]
    won = sum((a > b) + (a == b) / 2 for a in high for b in low)
    expected = won / (len(high) * len(low)) if high and low else None
    scores, positive = floats(*(s for s, _ in scored)), flags(*(p for _, p in scored))
    assert auroc(scores, positive) == (None if expected is None else pytest.approx(expected))


def test_refusal_at() -> None:
    # 20 answerable scored 1 to 20. 95% are 19: the threshold is 2. Below it: 0 and 1.5 of four.
    scores = floats(*range(1, 21), 0, 1.5, 2, 30)
    answerable = flags(*[1] * 20, 0, 0, 0, 0)
    assert refusal_at(scores, answerable, 95) == 2 / 4
    # 90% are 18: the threshold is 3, and 2 falls below it too.
    assert refusal_at(scores, answerable, 90) == 3 / 4
    # Of three, 95% can only be all: the threshold is 1.
    assert refusal_at(floats(1, 2, 3, 0.5, 1), flags(1, 1, 1, 0, 0), 95) == 1 / 2
    assert refusal_at(floats(1, 1, 1), flags(1, 0, 0), 95) == 0
    assert refusal_at(floats(1, 2), flags(1, 1), 95) is None
    assert refusal_at(floats(1, 2), flags(0, 0), 95) is None


def test_aurc() -> None:
    # Risks of the first 1, 2, 3, 4: 0, 1/2, 1/3, 2/4; their mean.
    mean = (0 + 1 / 2 + 1 / 3 + 1 / 2) / 4
    assert aurc(floats(0.9, 0.7, 0.5, 0.1), floats(0, 1, 0, 1)) == pytest.approx(mean)
    assert aurc(floats(0.1, 0.9, 0.5, 0.7), floats(1, 0, 0, 1)) == pytest.approx(mean)
    assert aurc(floats(5, 5, 5, 5), floats(0, 1, 0, 1)) == 0.5
    assert aurc(floats(1, 2), floats(0, 0)) == 0
    assert aurc(floats(1, 2), floats(1, 1)) == 1
    assert aurc(floats(), floats()) is None


def scored(item: Item, score: float | None, key: str = "a") -> Item:
    return replace(item, score=score, id=key)


def test_the_risk_coverage_curve() -> None:
    good = replace(ASKED, gold=GOLD, statements=(placed(at(0, 50)),))
    near = replace(ASKED, gold=GOLD, outcome="unsure", nearest=placed(at(0, 50)).quotes)
    bad = replace(ASKED, gold=GOLD, statements=(placed(at(200, 300)),))
    items = [
        scored(near, 0.3),
        scored(good, 0.9),
        scored(bad, 0.5),
        scored(replace(UNANSWERABLE, outcome="answered"), 0.5),
        scored(UNANSWERABLE, 0.1),
        scored(CORRECTED, 0.3),
        scored(ASKED, 0.9),  # no gold: nothing says whether it's right
    ]
    assert risk_coverage(items) == (
        Point(round(1 / 6, 6), 0, 0.9),
        Point(0.5, round(2 / 3, 6), 0.5),
        Point(round(5 / 6, 6), 0.4, 0.3),
        Point(1, 0.5, 0.1),
    )


def test_an_item_that_raised_ranks_worst() -> None:
    items = [
        scored(replace(ASKED, outcome="error"), None),
        scored(ASKED, 0.5),
        scored(UNANSWERABLE, 0.4),
        scored(replace(UNANSWERABLE, outcome="error"), 0.1),
    ]
    assert evidence_scores(items) == (-math.inf, 0.5, 0.4, math.inf)
    # Of the pairs only .5 against .4 is won.
    everything = np.arange(4)
    assert score_statistics(items)["answerability_auroc"](everything) == 1 / 4
    # Keeping 95% of the answerable means keeping the one that raised: nothing is below it.
    assert score_statistics(items)["refusal_at_95_answered"](everything) == 0
    wrong = replace(items[3], gold=GOLD)
    assert risk_coverage([wrong]) == ()
    assert risk_coverage([wrong, items[2]]) == (Point(0.5, 1, None), Point(1, 1, 0.4))


def test_missing_scores() -> None:
    without = [scored(ASKED, None), scored(UNANSWERABLE, None), scored(UNANSWERABLE, math.nan)]
    assert evidence_scores(without) is None
    assert evidence_scores([]) is None
    assert score_statistics(without) == {}
    assert risk_coverage(without) == ()
    assert [len(part) for part in losses_of(without)] == [0, 0]
    some = [*without, scored(ASKED, 0.5)]
    assert evidence_scores(some) == (math.inf, -math.inf, -math.inf, 0.5)


@settings(deadline=None)
@given(SCORED, st.sampled_from([90, 95]))
def test_score_metrics_stay_between_0_and_1(pairs: list[tuple[float, bool]], percent: int) -> None:
    scores, positive = floats(*(s for s, _ in pairs)), flags(*(p for _, p in pairs))
    kept = refusal_at(scores, positive, percent)
    assert kept is None or 0 <= kept <= 1
    area = aurc(scores, positive.astype(np.float64))
    assert area is None or 0 <= area <= 1
