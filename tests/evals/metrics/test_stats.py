from __future__ import annotations

import random
import statistics
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.stats import Figure, Indices, clusters_of, mean_figure, paired, statistic_figure
from tests.evals.metrics.made import ASKED, at

VALUES = {f"i{n:03}": float(n % 3 == 0) for n in range(90)}
ALONE = {key: key for key in VALUES}


def test_the_mean_and_its_interval() -> None:
    figure = mean_figure("hit@1", VALUES, ALONE)
    assert figure.value == round(1 / 3, 6)
    assert figure.n == 90
    # The normal interval of 30 out of 90: 1/3 -+ 1.96 * sqrt(1/3 * 2/3 / 90) = .236 to .431.
    assert figure.low == pytest.approx(0.236, abs=0.02)
    assert figure.high == pytest.approx(0.431, abs=0.02)


def test_whole_clusters_are_resampled() -> None:
    """Nine clusters of ten equal values: as uncertain as 9 items, not as 90."""
    values = {f"{c}-{n}": float(c < 3) for c in range(9) for n in range(10)}
    alone = mean_figure("m", values, {key: key for key in values})
    together = mean_figure("m", values, {key: key.split("-")[0] for key in values})
    assert alone.value == together.value == round(1 / 3, 6)
    assert alone.low is not None and alone.high is not None  # noqa: PT018
    assert together.low is not None and together.high is not None  # noqa: PT018
    # sqrt(10) times as wide.
    assert (together.high - together.low) / (alone.high - alone.low) == pytest.approx(3.16, abs=0.6)


def test_clusters_of_unequal_size_weigh_by_their_items() -> None:
    figure = mean_figure(
        "m", {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}, dict(zip("abcd", "xyyy", strict=True))
    )
    assert (figure.value, figure.low, figure.high) == (0.25, 0, 1)


def test_nothing_and_one_cluster() -> None:
    assert mean_figure("m", {}, {}) == Figure(None, None, None, 0)
    assert mean_figure("m", {"a": 0.5, "b": 1.0}, {"a": "x", "b": "x"}) == Figure(0.75, n=2)
    assert statistic_figure("m", lambda at: 1.0, []) == Figure(None)
    assert statistic_figure("m", lambda at: None, ["x", "y"]) == Figure(None)
    assert statistic_figure("m", lambda at: 0.5, ["x", "x"]) == Figure(0.5, n=2)


def test_a_statistic_is_resampled_as_a_mean_is() -> None:
    uneven = {key: float(position**2) for position, key in enumerate(VALUES)}
    values = np.array(list(uneven.values()))
    clusters = [f"c{int(n**0.5)}" for n in range(90)]  # of 1, 3, 5, ... items
    mean = mean_figure("m", uneven, dict(zip(uneven, clusters, strict=True)))
    assert statistic_figure("m", lambda at: float(values[at].mean()), clusters) == mean


def test_resamples_without_a_value_are_left_out() -> None:
    def least(at: Indices) -> float | None:
        return float(at.min()) if 0 in at else None

    figure = statistic_figure("m", least, ["x", "y", "z"])
    assert (figure.value, figure.low, figure.high) == (0, 0, 0)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_changes_nothing(shuffle: random.Random) -> None:
    keys = list(VALUES)
    shuffle.shuffle(keys)
    shuffled = {key: VALUES[key] / 3 for key in keys}
    straight = {key: value / 3 for key, value in VALUES.items()}
    assert mean_figure("m", shuffled, ALONE) == mean_figure("m", straight, ALONE)


def test_names_have_their_own_resamples() -> None:
    uneven = {key: float(position**2) for position, key in enumerate(VALUES)}
    assert mean_figure("a", uneven, ALONE) != mean_figure("b", uneven, ALONE)


def test_the_same_in_another_process_with_another_hash_seed() -> None:
    code = (
        "from evals.metrics.stats import *; v = {f'i{n}': float(n * n % 7) for n in range(50)}\n"
        "print(mean_figure('m', v, {k: k[:2] for k in set(v)}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_six_digits_and_no_minus_zero() -> None:
    figure = mean_figure("m", {"a": -1e-9, "b": -1e-9}, {"a": "a", "b": "b"})
    assert str(figure) == "Figure(value=0.0, low=0.0, high=0.0, n=2)"
    assert mean_figure("m", {"a": 1 / 3}, {"a": "a"}).value == 0.333333


def test_the_paired_difference_is_of_shared_items_and_b_minus_a() -> None:
    a = {"x": 0.0, "y": 1.0, "only a": 1.0}
    b = {"x": 1.0, "y": 1.0, "only b": 0.0}
    difference, low, high = paired(a, b)
    assert (difference, low, high) == (0.5, 0, 1)
    assert paired(b, a)[0] == -0.5
    assert paired({"x": 1.0}, {"y": 1.0}) == (None, None, None)


def test_pairing_cancels_what_is_hard_for_both() -> None:
    a = {key: value / 2 for key, value in VALUES.items()}
    b = {key: value / 2 + 0.1 for key, value in VALUES.items()}
    assert paired(a, b) == (0.1, 0.1, 0.1)
    assert statistics.pstdev(a.values()) > 0.2


def test_clusters_are_paragraphs_and_from_20_documents_up_documents() -> None:
    texts = {"a.txt": "One. Two.\n\nThree."}
    items = [
        replace(ASKED, id="1", gold=((at(0, 4),),)),
        replace(ASKED, id="2", gold=((at(5, 9),),)),
        replace(ASKED, id="3", gold=((at(11, 17),), (at(0, 4),))),
        replace(ASKED, id="4"),
        replace(ASKED, id="5", gold=((),)),
    ]
    names = clusters_of(items, texts)
    assert names["1"] == names["2"]
    assert len(set(names.values())) == 4
    more = [replace(ASKED, id=f"d{n}", gold=((at(0, 1, f"{n}.txt"),),)) for n in range(19)]
    names = clusters_of(items + more, texts)
    assert names["1"] == names["3"]
    assert len(set(names.values())) == 3 + 19
    assert clusters_of(items + more[:18], texts)["1"] != clusters_of(items + more[:18], texts)["3"]
