from __future__ import annotations

from pathlib import Path

import numpy as np

from evals.suites.claims import Claim
from evals.training.fit_supported import Table, fit, scores_of, table_of, threshold_of, written
from rag.models.logistic_regression import model_of
from rag.verification.support_score import FEATURES, load_supported


def table(shares: list[float], labels: list[int]) -> Table:
    claims = [
        Claim(id=str(n), claim="x", evidence=str(n), supported=label)
        for n, label in enumerate(labels)
    ]
    return Table(claims, np.array([[share] * len(FEATURES) for share in shares]))


def test_what_shares_more_scores_higher() -> None:
    made = table([0.1, 0.3, 0.7, 0.9], [0, 0, 1, 1])
    model = fit([made])
    scores = scores_of(model, made)
    assert scores == sorted(scores)
    assert scores[1] < 0.5 < scores[2]
    assert min(model.weights) >= 0


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    shares = [n / 100 for n in range(100)]
    made = table(shares, [int(n >= 40) for n in range(100)])
    model = fit([made])
    threshold = threshold_of(model, [made])
    marked = [score >= threshold for score in scores_of(model, made)]
    # All 60 supported claims, and as many others as .975 allows: 60 of 61.
    assert sum(marked) == 61
    assert threshold_of(model, [table([0.5] * 10, [1] * 10)]) == 1.0  # too few to set it by


def test_what_is_written_is_read_back() -> None:
    model = fit([table([0.1, 0.9], [0, 1])])
    row = written(model, 0.9)["model"]
    assert isinstance(row, dict)
    assert model_of(row) == model


def test_the_shipped_model_has_our_features() -> None:
    shipped = load_supported()
    assert shipped.model.features == FEATURES
    assert 0.5 < shipped.threshold < 1


def test_claims_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(
        '{"id": "1", "claim": "Goats eat thistles.", "evidence": "Goats eat thistles and sleep.", '
        '"supported": 1}\n'
    )
    (row,) = table_of(path).rows
    values = dict(zip(FEATURES, row.tolist(), strict=True))
    assert values["words"] == values["leaned"] == values["agreeing"] == 1
