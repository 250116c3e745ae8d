from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.suites.claims import (
    Claim,
    balanced_accuracy,
    best_threshold,
    claim_report_parts,
    half_of,
    precise_threshold,
    read_claims,
    word_overlap,
)
from rag.errors import SettingsError
from rag.types import Check, Passage, Verdict

EVIDENCE = "The well of 1990 is dry."


def test_word_overlap_is_the_share_of_content_words() -> None:
    # "board", "raised", "levy" of which "board" and "levy" are there.
    assert word_overlap("The board raised the levy.", "A levy for the board") == pytest.approx(
        2 / 3
    )
    assert word_overlap("It is the", "anything") == 0


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


def claim(number: int, text: str, supported: int, evidence: str = EVIDENCE) -> Claim:
    return Claim(id=str(number), claim=text, evidence=evidence, supported=supported)


class Longest:
    """A verifier with the true interface: the longer the statement, the surer."""

    name = "longest"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        assert [passage.text for passage in passages] == [EVIDENCE]
        verdict: Verdict = "supported" if len(statement) > 22 else "contradicted"
        return Check(verdict, "its length", len(statement) / 100)


def test_the_verifier_is_measured_beside_the_floor() -> None:
    claims = [
        claim(1, "The well of 1990 is so dry", 1),
        claim(2, "The well of 1990 is dry", 0),
        claim(3, "The mill burned", 1),
    ]
    metrics, items, extra = claim_report_parts(claims, None, Longest())
    # By length, one of the two supported claims is above the other one; by words, level with it.
    assert metrics["auroc"].value == 0.5
    assert metrics["auroc_floor"].value == 0.25
    # It calls the first two supported, of which one is; and of two supported ones one contradicted.
    assert metrics["precision_verdict"].value == 0.5
    assert metrics["share_verdict"].value == pytest.approx(2 / 3)
    assert metrics["supported_contradicted"].value == 0.5
    assert [item["outcome"] for item in items] == ["supported", "supported", "contradicted"]
    assert extra["scorer"] == "longest"
    assert extra["thresholds_from"] == "the same claims"


def test_a_threshold_from_elsewhere_is_used() -> None:
    strict = [claim(1, "The well of 1990 is dry", 1), claim(2, "The well is dry", 0)]
    others = [claim(3, "Dry well", 1), claim(4, "Mill", 0)]
    metrics, _, extra = claim_report_parts(others, strict, Longest())
    assert extra["thresholds_from"] == "another set"
    assert metrics["balanced_accuracy"].value == 0.5  # both are below it
    assert metrics["balanced_accuracy"].n == 2


def test_no_claims_give_no_figures() -> None:
    metrics, items, _ = claim_report_parts([], None, Longest())
    assert items == []
    assert all(figure.value is None for figure in metrics.values())


def test_claims_on_one_text_are_in_one_half() -> None:
    halves = {half_of(claim(n, "x", 1, f"Text {n}.")) for n in range(20)}
    assert halves == {0, 1}
    assert half_of(claim(1, "x", 1)) == half_of(claim(2, "y", 0))


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({"id": "1", "claim": "x", "supported": 1}))
    with pytest.raises(SettingsError, match="row 1, evidence"):
        read_claims(path)
    path.write_text("{")
    with pytest.raises(SettingsError, match="line 1 isn't JSON"):
        read_claims(path)
