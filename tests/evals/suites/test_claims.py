from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.reports.report import Report
from evals.suites.claims import Claim, claims_report, half_of, read_claims, word_overlap
from rag.errors import SettingsError
from rag.types import Check, Passage, Verdict

EVIDENCE = "The well of 1990 is dry."


def test_word_overlap_is_the_share_of_content_words() -> None:
    # "board", "raised", "levy" of which "board" and "levy" are there.
    assert word_overlap("The board raised the levy.", "A levy for the board") == pytest.approx(
        2 / 3
    )
    assert word_overlap("It is the", "anything") == 0


def claim(number: int, text: str, supported: int, evidence: str = EVIDENCE) -> Claim:
    return Claim(id=str(number), claim=text, evidence=evidence, supported=supported)


class Longest:
    """A verifier with the true interface: the longer the statement, the surer."""

    name = "longest"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        assert [passage.text for passage in passages] == [EVIDENCE]
        verdict: Verdict = "supported" if len(statement) > 22 else "contradicted"
        return Check(verdict, "its length", len(statement) / 100)


class Lenient:
    """A verifier with the true interface that believes everything."""

    name = "lenient"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        return Check("supported", "why not", 1.0)


def written(path: Path, claims: Sequence[Claim]) -> Path:
    path.write_text("".join(f"{one.model_dump_json()}\n" for one in claims), "utf-8")
    return path


def report_of(folder: Path, claims: Sequence[Claim], others: Sequence[Claim] = ()) -> Report:
    threshold_from = written(folder / "others.jsonl", others) if others else None
    file = written(folder / "claims.jsonl", claims)
    return claims_report(file, Longest(), threshold_from=threshold_from)


def test_the_verifier_is_measured_beside_the_floor(tmp_path: Path) -> None:
    claims = [
        claim(1, "The well of 1990 is so dry", 1),
        claim(2, "The well of 1990 is dry", 0),
        claim(3, "The mill burned", 1),
    ]
    report = report_of(tmp_path, claims)
    metrics = report["metrics"]
    # By length, one of the two supported claims is above the other one; by words, level with it.
    assert metrics["auroc"]["value"] == 0.5
    assert metrics["auroc_floor"]["value"] == 0.25
    # It calls the first two supported, of which one is; and of two supported ones one contradicted.
    assert metrics["precision_verdict"]["value"] == 0.5
    assert metrics["share_verdict"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert metrics["supported_contradicted"]["value"] == 0.5
    assert [item["outcome"] for item in report["items"]] == [
        "supported",
        "supported",
        "contradicted",
    ]
    assert report["extra"]["scorer"] == "longest"
    assert report["extra"]["thresholds_from"] == "the same claims"


def test_a_threshold_from_elsewhere_is_used(tmp_path: Path) -> None:
    strict = [claim(1, "The well of 1990 is dry", 1), claim(2, "The well is dry", 0)]
    others = [claim(3, "Dry well", 1), claim(4, "Mill", 0)]
    report = report_of(tmp_path, others, strict)
    metrics = report["metrics"]
    assert report["extra"]["thresholds_from"] == "another set"
    assert metrics["balanced_accuracy"]["value"] == 0.5  # both are below it
    assert metrics["balanced_accuracy"]["n"] == 2


def test_no_claims_give_no_figures(tmp_path: Path) -> None:
    report = report_of(tmp_path, [])
    assert report["items"] == []
    assert all(figure["value"] is None for figure in report["metrics"].values())


def test_a_threshold_may_come_from_one_half_of_the_claims(tmp_path: Path) -> None:
    claims = [claim(n, f"The well of {n} is dry", n % 2, f"Text {n}.") for n in range(20)]
    file = written(tmp_path / "claims.jsonl", claims)
    report = claims_report(file, Lenient(), halves=True)
    assert [item["id"] for item in report["items"]] == [
        one.id for one in claims if half_of(one) == 1
    ]
    assert report["configuration"]["threshold_from"] == "its first half"


def test_claims_on_one_text_are_in_one_half() -> None:
    halves = {half_of(claim(n, "x", 1, f"Text {n}.")) for n in range(20)}
    assert halves == {0, 1}
    assert half_of(claim(1, "x", 1)) == half_of(claim(2, "y", 0))


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({"id": "1", "claim": "x", "supported": 1}))
    with pytest.raises(SettingsError, match=r"row 1, .*evidence"):
        read_claims(path)
    path.write_text("{")
    with pytest.raises(SettingsError, match="line 1 isn't JSON"):
        read_claims(path)


class Telling:
    """A verifier with the true interface that says what a statement begins with."""

    name = "telling"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        verdicts: dict[str, Verdict] = {
            "S": "supported", "N": "compare", "C": "contradicted", "U": "not verified",
        }  # fmt: skip
        return Check(verdicts[statement[0]], "its first letter")


def test_three_labels_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(EVIDENCE, "utf-8")
    said = [
        ("S", "supported"), ("N", "supported"), ("C", "supported"), ("U", "supported"),
        ("C", "contradicted"), ("N", "contradicted"), ("C", "not mentioned"),
        ("U", "not mentioned"),
    ]  # fmt: skip
    rows = [
        {"id": str(n), "claim": f"{letter} {n}", "label": label, "document": "a.txt"}
        for n, (letter, label) in enumerate(said)
    ]
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert {claim.evidence for claim in read_claims(file)} == {EVIDENCE}
    metrics = claims_report(file, Telling())["metrics"]
    told = {name: figure["value"] for name, figure in metrics.items()}
    assert told["contradicted_found"] == 0.5
    assert told["contradicted_compare"] == 0.5
    assert told["supported_contradicted"] == 0.25
    assert told["not_mentioned_contradicted"] == 0.5
    assert told["supported_told"] == 0.5
    assert told["precision_compare"] == pytest.approx(2 / 3, abs=1e-6)


def test_a_claim_without_evidence_or_with_a_lost_document_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text('{"id": "1", "claim": "It fell.", "supported": 1}\n', "utf-8")
    with pytest.raises(SettingsError, match="neither evidence nor a document"):
        read_claims(file)
    file.write_text('{"id": "1", "claim": "It fell.", "supported": 1, "document": "b.txt"}\n')
    with pytest.raises(SettingsError, match=r"b\.txt can't be read"):
        read_claims(file)
