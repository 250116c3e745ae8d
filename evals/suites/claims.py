"""Claim and evidence pairs: how well the verifier tells the supported claims from the others.

Plain word overlap is always measured beside it: it is the floor that anything worth
having must beat.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from evals.metrics.abstention import auroc
from evals.metrics.stats import Figure, Indices, statistic_figure
from evals.suites.rows import read_jsonl, validated
from rag.types import Check, Passage, hash_text
from rag.verify import Verifier

PRECISION = 0.95
"""At which "supported" is said: the threshold is the lowest score that keeps it."""
WORD = re.compile(r"\w+")
STOPWORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have he her his i in into is "
    "it its my no not of on or our she so than that the their them then there these they this "
    "those to was we were what which who will with would you your".split()
)


class Claim(BaseModel):
    """A claim, the text that should support it, and whether people say that it does."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    claim: str
    evidence: str
    supported: int


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read claims from JSON Lines. Raises `SettingsError` that names the row."""
    return tuple(claim for _, claim in validated(read_jsonl(path), Claim, path))


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


def checks(
    claims: Sequence[Claim],
    verifier: Verifier,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Check]:
    """Check every claim against its evidence."""
    found = []
    for number, claim in enumerate(claims, start=1):
        found.append(verifier.check(claim.claim, (passage_of(claim),)))
        progress(number, len(claims))
    return found


def scores(found: Iterable[Check]) -> list[float]:
    """Give the scores of checks; rounded, so that ties are ties on every machine."""
    return [round(check.score, 6) for check in found]


def floor(claims: Sequence[Claim]) -> list[float]:
    """Give the word overlap of claims, rounded."""
    return [round(word_overlap(claim.claim, claim.evidence), 6) for claim in claims]


def balanced_accuracy(labels: Sequence[int], marked: Sequence[bool]) -> float | None:
    """Give the mean of the shares of right marks among the supported and among the others.

    None when one of the two kinds is missing.
    """
    truth, said = np.asarray(labels, bool), np.asarray(marked, bool)
    if not truth.any() or truth.all():
        return None
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


def best_threshold(labels: Sequence[int], values: Sequence[float]) -> float:
    """Give the score from which "supported" is said, so that balanced accuracy is highest.

    The lowest of equally good ones; 0 for no claims.
    """
    best, chosen = -1.0, 0.0
    for threshold in sorted(set(values)):
        accuracy = balanced_accuracy(labels, [value >= threshold for value in values]) or 0.0
        if accuracy > best:
            best, chosen = accuracy, threshold
    return chosen


def precise_threshold(labels: Sequence[int], values: Sequence[float]) -> float | None:
    """Give the lowest score from which at least `PRECISION` are supported, None without one."""
    chosen = None
    for threshold in sorted(set(values), reverse=True):
        marked = [label for label, value in zip(labels, values, strict=True) if value >= threshold]
        if sum(marked) / len(marked) >= PRECISION:
            chosen = threshold
    return chosen


def claim_report_parts(
    claims: Sequence[Claim],
    threshold_from: Sequence[Claim] | None,
    verifier: Verifier,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[dict[str, Figure], list[dict[str, object]], dict[str, object]]:
    """Give the metrics, items and remarks of a report over claims.

    Thresholds come from ``threshold_from``, or from the claims themselves, and then
    balanced accuracy is the best that could be had, not what to expect. Names that
    end in ``_floor`` are those of plain word overlap.

    - ``balanced_accuracy`` at the threshold that makes it highest;
    - ``auroc``: chance that a supported claim scores above another one;
    - ``precision_supported`` and ``share_supported`` at the threshold for precision:
      how many marked claims are supported, and how many are marked at all;
    - ``precision_verdict`` and ``share_verdict``: the same of the claims that the
      verifier itself calls supported or verbatim;
    - ``supported_contradicted``: of the supported claims, those it calls contradicted.
    """
    found = checks(claims, verifier, progress)
    others = claims if threshold_from is None else threshold_from
    other = found if threshold_from is None else checks(threshold_from, verifier)
    labels, other_labels = [c.supported for c in claims], [c.supported for c in others]
    metrics: dict[str, Figure] = {}
    thresholds: dict[str, float | None] = {}
    values = {"score": scores(found), "floor": floor(claims)}
    for name, other_values in (("score", scores(other)), ("floor", floor(others))):
        ending = "" if name == "score" else f"_{name}"
        threshold = best_threshold(other_labels, other_values)
        precise = precise_threshold(other_labels, other_values)
        thresholds |= {f"threshold{ending}": threshold, f"threshold_supported{ending}": precise}
        metrics |= {
            f"{metric}{ending}": figure
            for metric, figure in claim_figures(labels, values[name], threshold, precise).items()
        }
    metrics |= _verdict_figures(labels, found)
    items = [
        {
            "id": claim.id,
            "question": claim.claim,
            "stratum": "",
            "answerable": bool(claim.supported),
            "outcome": check.verdict,
            "score": values["score"][number],
            "reason": check.reason,
            "error": "",
            "answers": [],
            "statements": [],
            "nearest": [],
            "retrieved": [],
            "gold": [],
            "figures": {name: values[name][number] for name in sorted(values)},
            "cluster": claim.id,
        }
        for number, (claim, check) in enumerate(zip(claims, found, strict=True))
    ]
    where = "the same claims" if threshold_from is None else "another set"
    remarks: dict[str, object] = {
        "scorer": verifier.name,
        "thresholds": thresholds,
        "thresholds_from": where,
    }
    return metrics, items, remarks


def _verdict_figures(labels: Sequence[int], found: Sequence[Check]) -> dict[str, Figure]:
    truth = np.asarray(labels, bool)
    marked = np.array([check.verdict in ("supported", "verbatim") for check in found], bool)
    against = np.array([check.verdict == "contradicted" for check in found], bool)
    clusters = [str(number) for number in range(len(labels))]

    def mean(of: NDArray[np.bool_], among: NDArray[np.bool_]) -> Callable[[Indices], float | None]:
        def statistic(at: Indices) -> float | None:
            chosen = of[at][among[at]]
            return float(chosen.mean()) if len(chosen) else None

        return statistic

    statistics = {
        "precision_verdict": mean(truth, marked),
        "share_verdict": mean(marked, np.ones(len(truth), bool)),
        "supported_contradicted": mean(against, truth),
    }
    return {name: statistic_figure(name, one, clusters) for name, one in statistics.items()}


def claim_figures(
    labels: Sequence[int], values: Sequence[float], threshold: float, precise: float | None
) -> dict[str, Figure]:
    """Give the figures of scores at the two thresholds, see `claim_report_parts`."""
    truth, given = np.asarray(labels, bool), np.asarray(values, float)
    clusters = [str(number) for number in range(len(labels))]

    def precision(at: Indices) -> float | None:
        marked = truth[at][given[at] >= precise] if precise is not None else truth[:0]
        return float(marked.mean()) if len(marked) else None

    def share(at: Indices) -> float:
        return float((given[at] >= precise).mean()) if precise is not None else 0.0

    statistics: dict[str, Callable[[Indices], float | None]] = {
        "balanced_accuracy": lambda at: balanced_accuracy(
            truth[at].tolist(), (given[at] >= threshold).tolist()
        ),
        "auroc": lambda at: auroc(given[at], truth[at]),
        "precision_supported": precision,
        "share_supported": share,
    }
    return {name: statistic_figure(name, one, clusters) for name, one in statistics.items()}
