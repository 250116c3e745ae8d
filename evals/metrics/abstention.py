"""Whether the system knows when the documents don't answer.

``unsure`` and ``refused`` are both declined. A right refusal is a success and
counts 1. An item that raised counts as wrong everywhere: its question as wrongly
declined if it was answerable, as wrongly answered if it wasn't, and its score as
the worst. All functions take items whose quotes have been located
(`evals.metrics.quotes.locate`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.metrics.citations import citation_figures, corrects
from evals.metrics.items import Item
from evals.metrics.stats import Indices, Numbers

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """How many answerable and unanswerable questions were answered and declined.

    ``errors`` says how many of them raised: those stand in the wrong cells.
    ``corrected`` says how many of ``unanswerable_declined`` were answers that say
    what the documents say instead, see `evals.metrics.citations.corrects`.
    """

    answerable_answered: int
    answerable_declined: int
    unanswerable_answered: int
    unanswerable_declined: int
    corrected: int
    errors: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the risk-coverage curve: accept what scores at least ``threshold``.

    ``coverage`` is the share of items accepted, ``risk`` the share of wrong ones
    among them. ``threshold`` is None where only items that raised are taken in.
    """

    coverage: float
    risk: float
    threshold: float | None


def declined(item: Item) -> bool:
    """Say whether an item counts as declined.

    An answer to an unanswerable question that only says what the text says
    instead counts as that; an item that raised doesn't.
    """
    if item.outcome == "answered":
        return not item.answerable and corrects(item)
    return item.outcome != "error"


def right(item: Item) -> bool:
    """Say whether the item was answered if answerable, and declined if not."""
    return item.outcome == "answered" if item.answerable else declined(item)


def table(items: Sequence[Item]) -> Table:
    """Count the two-by-two table of answerable and answered."""
    answerable = [item for item in items if item.answerable]
    others = [item for item in items if not item.answerable]
    answered, refused = sum(map(right, answerable)), sum(map(right, others))
    return Table(
        answerable_answered=answered,
        answerable_declined=len(answerable) - answered,
        unanswerable_answered=len(others) - refused,
        unanswerable_declined=refused,
        corrected=sum(item.outcome == "answered" and right(item) for item in others),
        errors=sum(item.outcome == "error" for item in items),
    )


def abstention_figures(item: Item) -> dict[str, float]:
    """Give an item's part in the rates: each metric is the mean over the items that have it.

    - ``answer_rate``: the share of answerable questions that are answered;
    - ``refusal_rate``: the share of unanswerable questions that are declined;
    - ``abstention_accuracy``: the share of all questions where that was right.

    SQuAD 2.0 (Rajpurkar et al., ACL 2018) scores a right refusal 1 likewise.
    """
    rate = "answer_rate" if item.answerable else "refusal_rate"
    return {rate: float(right(item)), "abstention_accuracy": float(right(item))}


def evidence_scores(items: Sequence[Item]) -> tuple[float, ...] | None:
    """Give the score by which each item is ordered; None if the system gives none.

    Where only some items have one, a declined item without is below all others,
    an answered one above. An item that raised gets the worst: lowest if it was
    answerable, highest if not.
    """
    if not any(_given(item) for item in items):
        return None

    def one(item: Item) -> float:
        if item.outcome == "error":
            return -math.inf if item.answerable else math.inf
        if item.score is None or math.isnan(item.score):
            return math.inf if item.outcome == "answered" else -math.inf
        return item.score

    return tuple(one(item) for item in items)


def score_statistics(items: Sequence[Item]) -> dict[str, Callable[[Indices], float | None]]:
    """Give the metrics of answerability scores, as functions of positions of items.

    Each gives None where its items are lacking; empty if the system gives no scores.

    - ``answerability_auroc``: `auroc` of the answerable against the unanswerable;
    - ``refusal_at_95_answered``, ``refusal_at_90_answered``: `refusal_at`.
    """
    scores = evidence_scores(items)
    if scores is None:
        return {}
    values, answerable = np.array(scores), np.array([item.answerable for item in items])
    return {
        "answerability_auroc": lambda at: auroc(values[at], answerable[at]),
        "refusal_at_95_answered": lambda at: refusal_at(values[at], answerable[at], 95),
        "refusal_at_90_answered": lambda at: refusal_at(values[at], answerable[at], 90),
    }


def auroc(scores: Numbers, positive: Flags) -> float | None:
    """Give the chance that a positive item scores higher than a negative one, ties half.

    That is the area under the ROC curve and the Mann-Whitney U over the number of
    pairs (Hanley and McNeil, Radiology 1982). None without positives or negatives.
    """
    values, place = np.unique(scores, return_inverse=True)
    high = np.bincount(place[positive], minlength=len(values))
    low = np.bincount(place[~positive], minlength=len(values))
    pairs = int(high.sum()) * int(low.sum())
    if not pairs:
        return None
    below = np.cumsum(low) - low
    return float((high * (below + low / 2)).sum() / pairs)


def refusal_at(scores: Numbers, answerable: Flags, percent: int) -> float | None:
    """Give the share of the unanswerable refused when ``percent`` of the answerable are answered.

    The threshold is the highest that at least so many of the answerable reach;
    refused is what scores below it. This is the true negative rate at a fixed true
    positive rate, as in out-of-distribution detection (Hendrycks and Gimpel, ICLR
    2017). None without answerable or without unanswerable items.
    """
    kept, others = np.sort(scores[answerable]), scores[~answerable]
    if not len(kept) or not len(others):
        return None
    needed = -(-percent * len(kept) // 100)
    return float((others < kept[len(kept) - needed]).mean())


def aurc(scores: Numbers, losses: Numbers) -> float | None:
    """Give the area under the risk-coverage curve: 0 at best, 1 at worst. None without items.

    The mean, over k from 1 to the number of items, of the mean loss of the k items
    with the highest scores (El-Yaniv and Wiener, JMLR 2010; Geifman et al., ICLR
    2019). Items with equal scores count the mean loss of them all, which is what
    breaking ties at random comes to.
    """
    if not len(scores):
        return None
    _, loss, count = _levels(scores, losses)
    spread = np.repeat(loss / count, count)
    return float((np.cumsum(spread) / np.arange(1, len(spread) + 1)).mean())


def risk_coverage(items: Sequence[Item]) -> tuple[Point, ...]:
    """Give the risk-coverage curve, from the highest score down, one point a score.

    Empty if the system gives no scores.
    """
    scores, losses = losses_of(items)
    if not len(scores):
        return ()
    values, loss, count = _levels(scores, losses)
    accepted, wrong = np.cumsum(count), np.cumsum(loss)
    return tuple(
        Point(
            round(float(taken / len(scores)), 6),
            round(float(lost / taken), 6),
            float(value) if math.isfinite(value) else None,
        )
        for value, taken, lost in zip(values, accepted, wrong, strict=True)
    )


def losses_of(items: Sequence[Item]) -> tuple[Numbers, Numbers]:
    """Give the scores and losses that the risk-coverage curve is made of.

    The loss of accepting an unanswerable item is 1, but 0 if its answer says what
    the text says instead. That of an answerable one is 0 if some quote that it
    shows overlaps gold (``evidence_hit_any``: had it been accepted, its nearest
    quotes would be its answer), else 1. Answerable items without gold are left
    out: nothing says whether they are right. Both are empty without scores.
    """
    judged = [item for item in items if item.gold or not item.answerable]
    scores = evidence_scores(judged)
    if scores is None:
        return np.empty(0), np.empty(0)
    good = [
        citation_figures(item)["evidence_hit_any"] if item.answerable else float(corrects(item))
        for item in judged
    ]
    return np.array(scores), 1.0 - np.array(good)


def _levels(scores: Numbers, losses: Numbers) -> tuple[Numbers, Numbers, Indices]:
    """Give the distinct scores, highest first, with the sum of losses and the count of each."""
    values, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    loss = np.bincount(place, weights=losses, minlength=len(values)).astype(np.float64)
    return values[::-1], loss[::-1], count[::-1]


def _given(item: Item) -> bool:
    return item.outcome != "error" and item.score is not None and not math.isnan(item.score)
