from __future__ import annotations

import random

import pytest

from rag.verification.trust import PRECISION, Trust, read_trust, threshold_of, with_trust


def test_it_counts_from_where_enough_are_right() -> None:
    right = [(0.9 + n / 1000, True) for n in range(60)]
    wrong = [(0.5 + n / 1000, n % 2 == 0) for n in range(60)]
    found = threshold_of([*wrong, *right])
    assert found is not None
    assert 0.5 < found.threshold <= 0.9
    assert found.right / found.said > PRECISION


def test_ties_are_taken_together_or_not_at_all() -> None:
    assert threshold_of([(1.0, True)] * 60 + [(1.0, False)] * 60) is None
    found = threshold_of([(1.0, True)] * 60 + [(0.4, False)] * 60)
    assert found is not None
    assert (found.threshold, found.said, found.right) == (1.0, 60, 60)


@pytest.mark.parametrize("opinions", [[], [(1.0, True)] * 40, [(0.0, True)] * 500])
def test_few_or_none_are_no_proof(opinions: list[tuple[float, bool]]) -> None:
    assert threshold_of(opinions) is None


def test_who_guesses_never_counts() -> None:
    chance = random.Random("guesses")  # noqa: S311 - from a seed, no secret
    for _ in range(200):
        assert threshold_of([(chance.random(), chance.random() < 0.5) for _ in range(500)]) is None


def test_what_was_measured_is_read_again_by_the_models_name() -> None:
    kept = with_trust(with_trust(None, "one", Trust(0.9)), "two", Trust(None, 0.8))
    assert read_trust(kept, "one") == Trust(0.9, None)
    assert read_trust(kept, "two") == Trust(None, 0.8)
    assert read_trust(kept, "three") is None


@pytest.mark.parametrize("kept", [None, "", "{", "[]", '{"one": 3}', '{"one": null}'])
def test_what_cannot_be_read_is_nothing_measured(kept: str | None) -> None:
    assert read_trust(kept, "one") is None
    assert read_trust(with_trust(kept, "one", Trust(0.5)), "one") == Trust(0.5)


def test_thresholds_that_are_none_never_count() -> None:
    kept = '{"one": {"supported": 0, "contradicted": "yes"}, "two": {"supported": 7}}'
    assert read_trust(kept, "one") == read_trust(kept, "two") == Trust()
    assert not Trust().any
