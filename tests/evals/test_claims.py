from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.claims import (
    Claim,
    balanced_accuracy,
    best_threshold,
    claim_report_parts,
    overlap_and_numbers,
    precise_threshold,
    read_claims,
    word_overlap,
)
from rag.errors import SettingsError


def test_word_overlap_is_the_share_of_content_words() -> None:
    # "board", "raised", "levy" of which "board" and "levy" are there.
    assert word_overlap("The board raised the levy.", "A levy for the board") == pytest.approx(
        2 / 3
    )
    assert word_overlap("It is the", "anything") == 0


def test_a_missing_number_costs() -> None:
    assert overlap_and_numbers("In 2014 it rained", "In 2014 it rained") == 1
    # 2 of 3 words are there (less the number), and half a point goes for the number.
    assert overlap_and_numbers("In 2015 rain fell", "In 2014 rain fell") == pytest.approx(
        2 / 3 - 0.5
    )


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


def claim(number: int, text: str, supported: int) -> Claim:
    return Claim(
        id=str(number), claim=text, evidence="The well of 1990 is dry.", supported=supported
    )


def test_the_floor_stands_beside_every_figure() -> None:
    claims = [
        claim(1, "The well of 1990 is dry", 1),
        claim(2, "The well of 1991 is dry", 0),
        claim(3, "The mill burned", 0),
    ]
    metrics, items, extra = claim_report_parts(claims, None)
    # With numbers the second claim falls behind the first; by overlap alone too, but by less.
    assert metrics["auroc"].value == metrics["auroc_floor"].value == 1
    assert metrics["balanced_accuracy"].value == 1
    assert metrics["precision_supported"].value == 1
    assert metrics["share_supported"].value == pytest.approx(1 / 3)
    assert [item["score"] for item in items] == sorted((i["score"] for i in items), reverse=True)  # type: ignore[type-var]
    assert extra["thresholds_from"] == "the same claims"


def test_a_threshold_from_elsewhere_is_used() -> None:
    strict = [claim(1, "The well of 1990 is dry", 1), claim(2, "The well is dry", 0)]
    metrics, _, extra = claim_report_parts([claim(3, "Dry well", 1), claim(4, "Mill", 0)], strict)
    assert extra["thresholds_from"] == "another set"
    assert metrics["balanced_accuracy"].n == 2


def test_no_claims_give_no_figures() -> None:
    metrics, items, _ = claim_report_parts([], None)
    assert items == []
    assert all(figure.value is None for figure in metrics.values())


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({"id": "1", "claim": "x", "supported": 1}))
    with pytest.raises(SettingsError, match="row 1, evidence"):
        read_claims(path)
    path.write_text("{")
    with pytest.raises(SettingsError, match="line 1 isn't JSON"):
        read_claims(path)
