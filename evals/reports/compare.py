"""Two reports of the same items: what changed, and whether it got worse.

Items are paired by id, and both reports resampled together, by the clusters that
they were measured with (`evals.metrics.stats.paired`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from evals.metrics.abstention import aurc, losses_of, score_statistics
from evals.metrics.items import Item, Place, Quoted, Said
from evals.metrics.scores import COUNTS, LOWER_IS_BETTER, SCORES
from evals.metrics.stats import Indices, paired, statistic_figure
from evals.reports.comparison import Change, Comparison, Flip, first_of
from evals.reports.report import Report
from rag.errors import SettingsError

MARGIN = 0.02
"""How much worse a metric may be for sure before it counts as a regression."""


def compare(a: Report, b: Report, *, margins: Mapping[str, float] | None = None) -> Comparison:
    """Compare two reports on the items that both have, by id and with the same question.

    ``margins`` overrides `MARGIN` by metric. Raises `SettingsError` when the reports
    are of different kinds or share no item, since that must not pass for "no
    regression", and when a margin is of no metric or below 0.
    """
    # Answers of any system are compared with our own on the same cases.
    if {a["kind"], b["kind"]} != {"cases", "answers"} and a["kind"] != b["kind"]:
        raise SettingsError(
            f"a report of {a['kind']} can't be compared with one of {b['kind']}; "
            "make both with the same `sanad eval` command"
        )
    first, second = _by_id(a), _by_id(b)
    both = [name for name in first if name in second]
    other = [name for name in both if not _same_question(first[name], second[name])]
    shared = [name for name in both if name not in set(other)]
    if not shared:
        raise SettingsError("the two reports share no item; compare reports of the same cases")
    one, two = [first[name] for name in shared], [second[name] for name in shared]
    return Comparison(
        shared=len(shared),
        only_a=tuple(name for name in first if name not in second),
        only_b=tuple(name for name in second if name not in first),
        other_question=tuple(other),
        metrics_only_a=tuple(sorted(a["metrics"].keys() - b["metrics"].keys())),
        metrics_only_b=tuple(sorted(b["metrics"].keys() - a["metrics"].keys())),
        configuration=_differing(a["configuration"], b["configuration"]),
        changes=_changes(a, b, one, two, _checked(margins or {}, a, b)),
        flips=tuple(flip for x, y in zip(one, two, strict=True) for flip in _flips(x, y)),
        failures=_failures(a, b),
    )


def _by_id(report: Report) -> dict[str, Mapping[str, Any]]:
    return {item["id"]: item for item in report["items"]}


def _same_question(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    keys = ("question", "answerable")
    return [a.get(key) for key in keys] == [b.get(key) for key in keys]


def _checked(margins: Mapping[str, float], a: Report, b: Report) -> Mapping[str, float]:
    for name, margin in margins.items():
        if name not in a["metrics"] and name not in b["metrics"]:
            raise SettingsError(f"there is no metric {name!r} to give a margin")
        if not margin >= 0:
            raise SettingsError(f"the margin of {name} must be 0 or more, not {margin}")
    return margins


def _changes(
    a: Report,
    b: Report,
    one: Sequence[Mapping[str, Any]],
    two: Sequence[Mapping[str, Any]],
    margins: Mapping[str, float],
) -> tuple[Change, ...]:
    clusters = {item["id"]: item.get("cluster") or item["id"] for item in one}
    whole = _score_changes(one, two, list(clusters.values())) if a["kind"] in _ASKED else {}
    changes = []
    for name in sorted(a["metrics"].keys() & b["metrics"].keys()):
        values = _figures(one, name), _figures(two, name)
        numbers = whole.get(name) or _mean_change(name, *values, clusters)
        if name in COUNTS or numbers is None:
            numbers = _stated(a["metrics"][name], b["metrics"][name])
        changes.append(_change(name, numbers, margins.get(name, MARGIN)))
    return tuple(changes)


_ASKED = ("cases", "answers")
_Statistic = Callable[[Indices], float | None]
_Numbers = tuple[float | None, float | None, float | None, float | None, float | None, int]
"""a, b, difference, low, high, n."""


def _change(name: str, numbers: _Numbers, margin: float) -> Change:
    a, b, difference, low, high, n = numbers
    if name in LOWER_IS_BETTER:
        worse = low is not None and low > margin
    else:
        worse = high is not None and high < -margin
    return Change(name, a, b, difference, low, high, n, margin, worse)


def _figures(items: Sequence[Mapping[str, Any]], name: str) -> dict[str, float]:
    figures = ((item["id"], item.get("figures", {}).get(name)) for item in items)
    return {key: float(value) for key, value in figures if value is not None}


def _mean_change(
    name: str, a: Mapping[str, float], b: Mapping[str, float], clusters: Mapping[str, str]
) -> _Numbers | None:
    keys = a.keys() & b.keys()
    if not keys:
        return None
    one, two = (round(math.fsum(of[key] for key in keys) / len(keys), 6) for of in (a, b))
    difference, low, high = paired(a, b, clusters, name=name)
    return one, two, difference, low, high, len(keys)


def _stated(a: Mapping[str, Any], b: Mapping[str, Any]) -> _Numbers:
    """Give what the reports themselves say, where there is nothing to resample."""
    one, two = a["value"], b["value"]
    known = one is not None and two is not None
    return one, two, round(two - one, 6) + 0.0 if known else None, None, None, 0


def _score_changes(
    one: Sequence[Mapping[str, Any]], two: Sequence[Mapping[str, Any]], clusters: Sequence[str]
) -> dict[str, _Numbers]:
    """Compare the metrics of all items at once, both reports' items drawn together."""
    a, b = [_item(item) for item in one], [_item(item) for item in two]
    before, after = score_statistics(a), score_statistics(b)
    pairs = {name: (before[name], after[name]) for name in before.keys() & after.keys()}
    changes = {
        name: _numbers(name, f, g, clusters) for name, (f, g) in pairs.items() if name in SCORES
    }
    judged = [n for n, item in enumerate(a) if _judged(item) and _judged(b[n])]
    (scores_a, losses_a), (scores_b, losses_b) = (
        losses_of([items[n] for n in judged]) for items in (a, b)
    )
    if len(scores_a) and len(scores_b):
        changes["aurc"] = _numbers(
            "aurc",
            lambda at: aurc(scores_a[at], losses_a[at]),
            lambda at: aurc(scores_b[at], losses_b[at]),
            [clusters[n] for n in judged],
        )
    return changes


def _numbers(name: str, a: _Statistic, b: _Statistic, clusters: Sequence[str]) -> _Numbers:
    def difference(at: Indices) -> float | None:
        before, after = a(at), b(at)
        return None if before is None or after is None else after - before

    every = np.arange(len(clusters))
    one, two = a(every), b(every)
    figure = statistic_figure(name, difference, clusters)
    return _round(one), _round(two), figure.value, figure.low, figure.high, figure.n


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _judged(item: Item) -> bool:
    return bool(item.gold) or not item.answerable


def _item(entry: Mapping[str, Any]) -> Item:
    """Make an item of a report's entry again, with what the scores' metrics look at."""
    return Item(
        id=entry["id"],
        question=entry["question"],
        answerable=entry["answerable"],
        outcome=entry["outcome"],
        score=entry["score"],
        gold=tuple(
            tuple(Place(place["document"], place["start"], place["end"]) for place in alternatives)
            for alternatives in entry["gold"]
        ),
        statements=tuple(
            Said(said["text"], tuple(_quoted(quote) for quote in said["quotes"]))
            for said in entry["statements"]
        ),
        nearest=tuple(_quoted(quote) for quote in entry["nearest"]),
    )


def _quoted(quote: Mapping[str, Any]) -> Quoted:
    place = None
    if quote["start"] is not None and quote["end"] is not None:
        place = Place(quote["document"], quote["start"], quote["end"])
    return Quoted(quote["document"], quote["text"], place)


def _flips(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Flip]:
    before = {"outcome": a.get("outcome"), "evidence_hit": a["figures"].get("evidence_hit")}
    after = {"outcome": b.get("outcome"), "evidence_hit": b["figures"].get("evidence_hit")}
    return [
        Flip(a["id"], a.get("question", ""), what, _word(before[what]), _word(after[what]))
        for what in before
        if before[what] != after[what]
    ]


def _word(value: object) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _failures(a: Report, b: Report) -> tuple[str, ...]:
    failures = []
    fidelity = b["metrics"].get("quote_fidelity", {}).get("value")
    if fidelity is not None and fidelity < 1:
        failures.append(f"quotes of b aren't all verbatim (quote_fidelity {fidelity:g})")
    raised = {item["id"] for item in a["items"] if item.get("outcome") == "error"}
    now = [i["id"] for i in b["items"] if i.get("outcome") == "error" and i["id"] not in raised]
    if now:
        failures.append(f"items that raised an error only in b: {first_of(now)}")
    return tuple(failures)


def _differing(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name)))
