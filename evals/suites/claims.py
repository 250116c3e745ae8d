"""Claim and evidence pairs: how well the verifier tells the supported claims from the others.

Plain word overlap is always measured beside it: it is the floor that anything worth
having must beat.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from evals.metrics.stats import Figure
from evals.metrics.verdicts import (
    best_threshold,
    precise_threshold,
    score_figures,
    verdict_figures,
)
from evals.reports.configuration import configuration_of
from evals.reports.report import Report, bare_item, build_report
from evals.suites.rows import read_jsonl, validated
from rag.errors import SettingsError
from rag.types import Check, Passage, hash_text
from rag.verification.loading import Verifier

WORD = re.compile(r"\w+")
Label = Literal["supported", "contradicted", "not mentioned", "not supported"]
STOPWORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have he her his i in into is "
    "it its my no not of on or our she so than that the their them then there these they this "
    "those to was we were what which who will with would you your".split()
)


class Claim(BaseModel):
    """A claim, the text that should support it, and whether people say that it does.

    ``label`` says more, where a set has it: whether what isn't supported is contradicted.
    Instead of its evidence a claim may name a ``document``, a file in ``corpus/`` beside its own.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    claim: str
    evidence: str = ""
    document: str = ""
    supported: int
    label: Label | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_label(cls, row: object) -> object:
        """Take from the label whether a claim is supported, where its row doesn't say."""
        if isinstance(row, dict) and not row.keys() & {"evidence", "document"}:
            raise ValueError("has neither evidence nor a document")
        if isinstance(row, dict) and "supported" not in row and "label" in row:
            return {**row, "supported": int(row["label"] == "supported")}
        return row


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read claims from JSON Lines. Raises `SettingsError` that names the row."""
    return tuple(
        _with_evidence(claim, number, path)
        for number, claim in validated(read_jsonl(path), Claim, path)
    )


def _with_evidence(claim: Claim, number: int, path: Path) -> Claim:
    """Give a claim the text of the document that it names, where it has no evidence."""
    if claim.evidence or not claim.document:
        return claim
    file = path.parent / "corpus" / claim.document
    try:
        return claim.model_copy(update={"evidence": file.read_text("utf-8")})
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}, row {number}: {file} can't be read ({error})") from error


def half_of(claim: Claim) -> int:
    """Give 0 or 1: the half of its set that a claim is in, by a hash of its evidence.

    Claims on the same text are in the same half. The bundled verifier is fitted on half 0.
    """
    return hashlib.sha256(claim.evidence.encode("utf-8", "surrogatepass")).digest()[0] % 2


def passage_of(claim: Claim) -> Passage:
    """Give a claim's evidence as a passage of a document of its own."""
    return Passage(claim.id, hash_text(claim.evidence), 0, len(claim.evidence), claim.evidence)


def word_overlap(claim: str, evidence: str) -> float:
    """Give the share of the claim's words, stop words aside, that the evidence holds; 0 to 1."""
    words = {word for word in WORD.findall(claim.lower()) if word not in STOPWORDS}
    if not words:
        return 0.0
    return len(words & set(WORD.findall(evidence.lower()))) / len(words)


@dataclass(frozen=True, slots=True)
class Checked:
    """Claims, with what the verifier says of each."""

    claims: Sequence[Claim]
    checks: Sequence[Check]

    @property
    def labels(self) -> list[int]:
        """Whether people call the claims supported."""
        return [claim.supported for claim in self.claims]

    @property
    def scores(self) -> dict[str, list[float]]:
        """The verifier's scores and, as ``floor``, the word overlap.

        They are rounded, so that ties are ties on every machine.
        """
        return {
            "score": [round(check.score, 6) for check in self.checks],
            "floor": [round(word_overlap(one.claim, one.evidence), 6) for one in self.claims],
        }


def check_claims(
    claims: Sequence[Claim],
    verifier: Verifier,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Checked:
    """Check every claim against its evidence."""
    found = []
    for number, claim in enumerate(claims, start=1):
        found.append(verifier.check(claim.claim, (passage_of(claim),)))
        progress(number, len(claims))
    return Checked(claims, found)


def thresholds_of(checked: Checked) -> dict[str, float | None]:
    """Give the two thresholds of the scores, and of the floor: names that end in ``_floor``."""
    thresholds: dict[str, float | None] = {}
    for name, values in checked.scores.items():
        ending = _ending(name)
        thresholds[f"threshold{ending}"] = best_threshold(checked.labels, values)
        thresholds[f"threshold_supported{ending}"] = precise_threshold(checked.labels, values)
    return thresholds


def claim_metrics(checked: Checked, thresholds: Mapping[str, float | None]) -> dict[str, Figure]:
    """Give the figures of claims at some thresholds (`thresholds_of`).

    Where those are the claims' own, balanced accuracy is the best that could be had, not
    what to expect. Names that end in ``_floor`` are those of plain word overlap. For what
    each figure is, see `evals.metrics.verdicts`.
    """
    metrics: dict[str, Figure] = {}
    for name, values in checked.scores.items():
        ending = _ending(name)
        threshold = thresholds[f"threshold{ending}"] or 0.0
        precise = thresholds[f"threshold_supported{ending}"]
        figures = score_figures(checked.labels, values, threshold, precise)
        metrics |= {f"{metric}{ending}": figure for metric, figure in figures.items()}
    kinds = [claim.label or "" for claim in checked.claims]
    return metrics | verdict_figures(checked.labels, checked.checks, kinds)


def _ending(name: str) -> str:
    return "" if name == "score" else f"_{name}"


def claim_items(checked: Checked) -> list[dict[str, object]]:
    """Give the claims as items of a report, each with its verdict and reason."""
    scores = checked.scores
    return [
        bare_item(
            id=claim.id,
            question=claim.claim,
            answerable=bool(claim.supported),
            outcome=check.verdict,
            score=scores["score"][number],
            reason=check.reason,
            figures={name: values[number] for name, values in scores.items()},
            cluster=claim.id,
        )
        for number, (claim, check) in enumerate(zip(checked.claims, checked.checks, strict=True))
    ]


def claims_report(
    file: Path,
    verifier: Verifier,
    *,
    threshold_from: Path | None = None,
    halves: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Score a verifier on the claims of a file.

    Its thresholds are taken from the claims of ``threshold_from``, or from one half of
    ``file``, and it is measured on the other; else from the claims themselves.
    """
    claims, others = read_claims(file), None
    source = threshold_from.name if threshold_from else None
    if threshold_from:
        others = read_claims(threshold_from)
    elif halves:
        source = "its first half"
        others = tuple(claim for claim in claims if half_of(claim) == 0)
        claims = tuple(claim for claim in claims if half_of(claim) == 1)
    checked = check_claims(claims, verifier, progress)
    thresholds = thresholds_of(checked if others is None else check_claims(others, verifier))
    return build_report(
        kind="claims",
        metrics=claim_metrics(checked, thresholds),
        strata={},
        items=claim_items(checked),
        configuration=configuration_of(
            cases=file,
            documents=(),
            identity="none",
            dtype="none",
            threshold_from=source,
            verifier=verifier.name,
        ),
        extra={
            "scorer": verifier.name,
            "thresholds": thresholds,
            "thresholds_from": "the same claims" if others is None else "another set",
        },
    )
