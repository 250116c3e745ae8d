"""All metrics of a run, with their intervals, overall and by stratum.

Each metric is defined where it is computed: in `ranking`, `citations`, `quotes`, `wording`,
`unsupported_details` and `abstention` beside this module. All are pure and deterministic, and
none asks a model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from evals.metrics.abstention import abstention_figures, aurc, losses_of, score_statistics
from evals.metrics.citations import citation_figures
from evals.metrics.items import Item
from evals.metrics.quotes import fidelity_figures, locate, texts_of
from evals.metrics.ranking import DEPTHS, ranking_figures
from evals.metrics.stats import Figure, clusters_of, mean_figure, statistic_figure
from evals.metrics.unsupported_details import slip_figures
from evals.metrics.wording import wording_figures

RANKING = tuple(f"{kind}@{k}" for kind in ("recall", "hit", "map", "ndcg", "mrr") for k in DEPTHS)
"""Only for systems that say what they retrieved: without that they are 0."""

MEANS = (
    *RANKING,
    "evidence_hit",
    "first_evidence_hit",
    "evidence_hit_any",
    "first_evidence_hit_any",
    "gold_recall",
    "citation_recall",
    "citation_precision",
    "citation_recall_weighted",
    "citation_precision_weighted",
    "quote_fidelity",
    "answer_match",
    "answer_f1",
    "span_f1",
    "unsupported_details",
    "answer_rate",
    "refusal_rate",
    "abstention_accuracy",
)
"""Means over the items that have the metric, from 0 to 1."""

COUNTS = (
    "quotes_verbatim",
    "quotes_misattributed",
    "quotes_stitched",
    "quotes_fabricated",
    "unsupported_details_count",
)
"""Sums over the items that have the metric, without interval."""

SCORES = ("answerability_auroc", "refusal_at_95_answered", "refusal_at_90_answered", "aurc")
"""Statistics of many items at once: no single item has a value."""

AGAINST_ALL = {name: f"{name}_against_all" for name in SCORES[:-1]}
"""Of a stratum: the same, its unanswerable items against the answerable ones of all strata."""

LOWER_IS_BETTER = frozenset(
    {
        "aurc",
        "unsupported_details",
        "blamed",
        "passed",
        "compared",
        "supported_contradicted",
        "contradicted_compare",
        "not_mentioned_contradicted",
        *COUNTS,
    }
    - {"quotes_verbatim"}
)


def item_figures(item: Item, texts: Mapping[str, str]) -> dict[str, float]:
    """Give one item's values by the names in `MEANS` and `COUNTS`, those that it has.

    ``texts`` are the documents' canonical texts by file name; pass
    `evals.metrics.quotes.Texts` when there are many items, so that they are folded once.
    """
    return _figures(item, locate(item, texts), texts)


def score(items: Sequence[Item], texts: Mapping[str, str]) -> dict[str, Figure]:
    """Give every metric of `MEANS`, `COUNTS` and `SCORES`; one that no item has is None, n = 0.

    Raises `ValueError` if two items have the same id.
    """
    return _Run(items, texts).score()


def score_by_stratum(
    items: Sequence[Item], texts: Mapping[str, str]
) -> dict[str, dict[str, Figure]]:
    """Give every metric for each stratum, in the order of their names.

    A stratum is mostly of one kind, all answerable or none, and then has no AUROC
    of its own. So each with unanswerable items also has the figures of
    `AGAINST_ALL`, which tell near misses apart from questions off the topic.
    Raises `ValueError` if two items have the same id.
    """
    return _Run(items, texts).by_stratum()


class _Run:
    """The items in the order of their ids, each measured and located once."""

    def __init__(self, items: Sequence[Item], texts: Mapping[str, str]) -> None:
        folded = texts_of(texts)
        ordered = sorted(items, key=lambda item: item.id)
        for one, other in pairwise(ordered):
            if one.id == other.id:
                raise ValueError(f"two items have the id {one.id!r}: give each its own")
        self._items = [locate(item, folded) for item in ordered]
        self._clusters = clusters_of(ordered, folded)
        self._values = {
            item.id: _figures(item, located, folded)
            for item, located in zip(ordered, self._items, strict=True)
        }

    def score(self) -> dict[str, Figure]:
        return self._score(self._items)

    def by_stratum(self) -> dict[str, dict[str, Figure]]:
        answerable = [item for item in self._items if item.answerable]
        figures = {}
        for stratum in sorted({item.stratum for item in self._items}):
            own = [item for item in self._items if item.stratum == stratum]
            others = [item for item in own if not item.answerable]
            figures[stratum] = self._score(own)
            if others:
                against = self._statistics([*answerable, *others])
                figures[stratum] |= {AGAINST_ALL[name]: against[name] for name in AGAINST_ALL}
        return figures

    def _score(self, items: Sequence[Item]) -> dict[str, Figure]:
        means = {name: mean_figure(name, self._of(name, items), self._clusters) for name in MEANS}
        counts = {}
        for name in COUNTS:
            values = self._of(name, items)
            counts[name] = Figure(math.fsum(values.values()) if values else None, n=len(values))
        return {**means, **counts, **self._statistics(items)}

    def _of(self, name: str, items: Sequence[Item]) -> dict[str, float]:
        values = ((item.id, self._values[item.id].get(name)) for item in items)
        return {key: value for key, value in values if value is not None}

    def _statistics(self, items: Sequence[Item]) -> dict[str, Figure]:
        figures = dict.fromkeys(SCORES, Figure(None))
        clusters = [self._clusters[item.id] for item in items]
        for name, statistic in score_statistics(items).items():
            figures[name] = statistic_figure(name, statistic, clusters)
        judged = [item for item in items if item.gold or not item.answerable]
        scores, losses = losses_of(judged)
        if len(scores):
            figures["aurc"] = statistic_figure(
                "aurc",
                lambda at: aurc(scores[at], losses[at]),
                [self._clusters[item.id] for item in judged],
            )
        return figures


def _figures(item: Item, located: Item, texts: Mapping[str, str]) -> dict[str, float]:
    return {
        **ranking_figures(item),
        **citation_figures(located),
        **fidelity_figures(item, texts),
        **wording_figures(item, texts),
        **slip_figures(item),
        **abstention_figures(located),
    }
