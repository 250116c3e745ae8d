from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from evals.metrics.items import Item, Place, Said
from evals.metrics.stats import Figure
from evals.reports.compare import compare
from evals.reports.comparison import Change, comparison_text
from evals.reports.report import Report, build_report
from rag.errors import SettingsError
from tests.evals.reports.made import answered, declined, quoted, report_of


def many(right: Sequence[bool], scores: Sequence[float] | None = None) -> list[Item]:
    """Answered items, right or wrong as said, and as many that are rightly declined."""
    scores = scores or [0.8] * len(right)
    items = [
        answered(f"a{n}", right=good, score=score)
        for n, (good, score) in enumerate(zip(right, scores, strict=True))
    ]
    return [*items, *(declined(f"d{n}") for n in range(len(right)))]


def change(a: Report, b: Report, metric: str, **margins: float) -> Change:
    [found] = [c for c in compare(a, b, margins=margins).changes if c.metric == metric]
    return found


def claims(values: dict[str, float], name: str = "f1") -> Report:
    """A report of one metric that each item has a value of."""
    return build_report(
        kind="claims",
        metrics={name: Figure(0.5, 0.4, 0.6, len(values))},
        strata={},
        items=[{"id": key, "figures": {name: value}} for key, value in values.items()],
        configuration={},
    )


def test_a_report_and_itself() -> None:
    report = report_of(many([True, False] * 5))
    comparison = compare(report, report)
    assert comparison.shared == 20
    assert not comparison.failed
    assert comparison.flips == ()
    assert {c.difference for c in comparison.changes} <= {0.0, None}
    assert comparison_text(comparison).endswith("no regression")


def test_a_planted_regression_is_found_and_the_flipped_items_are_named() -> None:
    a, b = report_of(many([True] * 40)), report_of(many([True] * 30 + [False] * 10))
    comparison = compare(a, b)
    assert {"evidence_hit", "citation_recall", "span_f1"} <= set(comparison.regressed)
    assert "answer_rate" not in comparison.regressed
    assert comparison.failed
    hit = change(a, b, "evidence_hit")
    assert (hit.a, hit.b, hit.difference, hit.n) == (1, 0.75, -0.25, 40)
    assert hit.low is not None
    assert hit.high is not None
    assert -0.4 < hit.low < -0.25 < hit.high < -0.1
    flips = [(flip.id, flip.what, flip.before, flip.after) for flip in comparison.flips]
    assert flips == [(f"a{n}", "evidence_hit", "1", "0") for n in range(30, 40)]
    text = comparison_text(comparison)
    assert "worse: " in text
    assert "  a30: evidence_hit 1 -> 0: What became of the bill (a30)?" in text
    assert not compare(b, a).regressed


def test_a_changed_outcome_is_a_flip() -> None:
    a, b = (
        [answered("x")],
        [replace(declined("x", answerable=True), question=answered("x").question)],
    )
    flips = compare(report_of(a), report_of(b)).flips
    assert [(f.what, f.before, f.after) for f in flips] == [
        ("outcome", "answered", "refused"),
        ("evidence_hit", "1", "0"),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_noise_is_no_regression(seed: int) -> None:
    chance = np.random.default_rng(seed)
    a = {str(n): chance.random() for n in range(200)}
    b = {key: min(1, max(0, value + chance.normal(0, 0.1))) for key, value in a.items()}
    assert compare(claims(a), claims(b)).regressed == ()


def test_the_margin_is_what_the_whole_interval_must_lie_beyond() -> None:
    a = {str(n): 0.5 for n in range(100)}
    b = {str(n): 0.45 + (n % 2) * 0.02 for n in range(100)}  # -0.05 and -0.03: -0.04 for sure
    assert change(claims(a), claims(b), "f1").regressed
    assert not change(claims(a), claims(b), "f1", f1=0.05).regressed
    assert change(claims(a), claims(b), "f1", f1=0.03).regressed
    # Lower by 0.01 for sure, which the margin forgives; but not one of 0.
    b = {key: 0.49 + (int(key) % 2) * 0.001 for key in a}
    assert not change(claims(a), claims(b), "f1").regressed
    assert change(claims(a), claims(b), "f1", f1=0).regressed


def test_margins_are_checked() -> None:
    report = claims({"x": 0.5, "y": 0.6})
    with pytest.raises(SettingsError, match="no metric 'f2'"):
        compare(report, report, margins={"f2": 0.1})
    with pytest.raises(SettingsError, match="0 or more, not -1"):
        compare(report, report, margins={"f1": -1})
    with pytest.raises(SettingsError, match="0 or more, not nan"):
        compare(report, report, margins={"f1": float("nan")})


def test_more_is_worse_where_lower_is_better() -> None:
    low, high = {str(n): 0.1 for n in range(20)}, {str(n): 0.1 + 0.02 * (n % 9) for n in range(20)}
    name = "unsupported_details"
    assert change(claims(low, name), claims(high, name), name).regressed
    assert not change(claims(high, name), claims(low, name), name).regressed


def test_the_metrics_of_all_scores_are_resampled_in_pairs() -> None:
    chance = np.random.default_rng(1)
    good = [0.5 + chance.random() / 2 for _ in range(40)]
    bad = [chance.random() * 0.4 for _ in range(40)]
    a, b = report_of(many([True] * 40, good)), report_of(many([True] * 40, bad))
    auroc = change(a, b, "answerability_auroc")
    assert auroc.a == a["metrics"]["answerability_auroc"]["value"] == 1
    assert auroc.b == b["metrics"]["answerability_auroc"]["value"]
    assert auroc.n == 80
    assert auroc.high is not None
    assert auroc.high < -0.1
    assert auroc.regressed
    area = change(a, b, "aurc")
    assert area.b == b["metrics"]["aurc"]["value"]
    assert area.low is not None
    assert area.low > 0.02
    assert area.regressed
    same = change(a, a, "answerability_auroc")
    assert (same.low, same.high, same.regressed) == (0, 0, False)


def test_counts_are_listed_and_never_resampled() -> None:
    a, b = report_of(many([True] * 8)), report_of(many([True] * 4))
    count = change(a, b, "quotes_verbatim")
    assert (count.a, count.b, count.difference) == (16, 8, -8)
    assert (count.low, count.high, count.regressed) == (None, None, False)


def test_a_quote_that_isnt_verbatim_fails_whatever_the_figures_say() -> None:
    wrong = replace(quoted(26, 47), text="It adopted the bill.")
    items = many([True] * 20)
    broken = [replace(items[0], statements=(Said("x", (wrong,)),)), *items[1:]]
    a, b = report_of(items), report_of(broken)
    comparison = compare(b, b)
    assert comparison.regressed == ()
    assert comparison.failed
    assert "quotes of b aren't all verbatim" in comparison_text(comparison)
    assert not compare(b, a).failed


def test_an_item_that_raises_fails_though_its_figures_drop_out() -> None:
    items = [declined(f"d{n}", answerable=False) for n in range(20)]
    b = report_of([Item("d0", items[0].question, False, "error", error="Boom"), *items[1:]])
    comparison = compare(report_of(items), b)
    assert comparison.failures == ("items that raised an error only in b: d0",)
    assert compare(b, b).failures == ()


def test_what_only_one_report_has_is_named() -> None:
    a = report_of([answered("x"), answered("y"), answered("gone")], dtype="float32", limit=1)
    b = report_of(
        [answered("x"), replace(answered("y"), question="Other?"), answered("new")], dtype="x"
    )
    b["metrics"]["novel"] = a["metrics"].pop("aurc")
    comparison = compare(a, b)
    assert comparison.shared == 1
    assert comparison.only_a == ("gone",)
    assert comparison.only_b == ("new",)
    assert comparison.other_question == ("y",)
    assert comparison.metrics_only_a == ()
    assert comparison.metrics_only_b == ("aurc", "novel")
    assert comparison.configuration == ("dtype", "limit")
    text = comparison_text(comparison)
    for line in ("only in a: gone", "only in b: new", "metrics only in b: aurc, novel"):
        assert line in text


def test_nothing_shared_must_not_pass() -> None:
    with pytest.raises(SettingsError, match="share no item"):
        compare(report_of([answered("x")]), report_of([answered("y")]))
    with pytest.raises(SettingsError, match="share no item"):
        compare(report_of([]), report_of([]))
    with pytest.raises(
        SettingsError, match="a report of cases can't be compared with one of claims"
    ):
        compare(report_of([answered("x")]), claims({"x": 1}))


def test_one_item_has_no_interval_and_isnt_judged() -> None:
    hit = change(
        report_of([answered("x")]), report_of([answered("x", right=False)]), "evidence_hit"
    )
    assert (hit.difference, hit.low, hit.high, hit.regressed) == (-1, None, None, False)


def test_items_without_gold_or_scores_are_compared_too() -> None:
    item = replace(answered("x"), gold=(), score=None, retrieved=(Place("a.txt", 0, 9),))
    comparison = compare(report_of([item]), report_of([item]))
    assert not comparison.failed
    [auroc] = [c for c in comparison.changes if c.metric == "answerability_auroc"]
    assert (auroc.a, auroc.b, auroc.difference, auroc.low) == (None, None, None, None)


def test_hostile_questions_stay_on_their_line() -> None:
    bad = "\x1b[31mred\nno regression\u202e\ud800"
    a = [replace(answered(f"x{bad}"), question=bad)]
    b = [replace(answered(f"x{bad}", right=False), question=bad)]
    text = comparison_text(compare(report_of(a), report_of(b)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.split("\n").count("no regression") == 1
    text.encode()


def test_as_json() -> None:
    comparison = compare(report_of(many([True] * 9)), report_of(many([False] * 9)))
    data = json.loads(json.dumps(comparison.as_json(), allow_nan=False))
    assert data["failed"] is True
    assert "evidence_hit" in data["regressed"]
    assert {flip["what"] for flip in data["flips"]} == {"evidence_hit"}


def test_another_systems_answers_are_compared_with_our_own() -> None:
    own, theirs = report_of(many([True] * 8)), report_of(many([False] * 8))
    theirs["kind"] = "answers"
    assert "evidence_hit" in compare(own, theirs).regressed
    assert not compare(theirs, own).failed
