"""Fits the trees that say how surely a difference is a contradiction, and prints how they do.

    python -m evals.training.fit_contradicted DATASETS [--write]

On differences that the rules propose for one half of each set: pairs that people labelled
contradicted are right, all others wrong. Sets: `evals/cases/claims.yaml` (all but its fresh groups
of even number), `evals/cases/made_claims.jsonl` (its first half, by one of two writers), the first
lots of `withheld.yaml`, WiCE (ODC-BY), BEGIN (CC BY 4.0), and `nli_train`, whose sources NOTICE
names. The contracts of ContractNLI are reported on only: their claims are the same 17 statements,
which would be learnt. The halves go by a hash of the evidence; figures are from the other half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import yaml
from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-untyped]

from evals.suites.pairs import read_groups
from evals.suites.rows import read_jsonl
from rag.models.boosted_trees import Trees, trees_of
from rag.types import Passage, hash_text
from rag.verification.contradiction.frame_match import FILE, SURE_ENOUGH
from rag.verification.rule_verifier import proposals

CASES = Path("evals/cases/claims.yaml")
MADE = Path("evals/cases/made_claims.jsonl")
REWORDED = Path("tests/rag/verification/withheld.yaml")
LOTS = 0.7
"""Part of its entries, the first ones, that is fitted on."""
CLAIMS = ("wice_dev", "begin_dev", "begin_test", "contractnli_dev")
PAIRS = "nli_train"
PER_LABEL = 900
"""Pairs of each label of a source of ``PAIRS``."""
WEIGHTS = {
    PAIRS: 1.0,
    "cases": 1.0,
    "made": 0.7,
    "reworded": 0.7,
    "wice_dev": 0.2,
    "begin_dev": 0.2,
    "begin_test": 0.4,
}
"""What a set's differences weigh together."""
UNSAID = 0.4
"""Weight of a difference where the source leaves open what is claimed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and its evidence, with people's label; ``fitted`` says that it may be fitted on."""

    set: str
    claim: str
    evidence: str
    label: str
    fitted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A difference that a rule proposed for a pair, by the pair's number."""

    pair: int
    values: dict[str, float]


def main() -> None:
    """Measure, print figures, and with ``--write`` put the trees into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.fit_contradicted", description=__doc__
    )
    parser.add_argument("datasets", type=Path, help=f"folder with {PAIRS}, {', '.join(CLAIMS)}")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    pairs = list(read_pairs(options.datasets))
    rows = [
        Row(number, values)
        for number, pair in enumerate(pairs)
        for values in proposals(pair.claim, (passage_of(pair),))
    ]
    model = fit(pairs, rows)
    trees = trees_of(model)
    for sure in (0.35, 0.4, SURE_ENOUGH, 0.5, 0.6):
        click.echo(f"from {sure:.2f} on")
        report(pairs, rows, trees, sure)
    if options.write:
        FILE.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")


def passage_of(pair: Pair) -> Passage:
    """Give a pair's evidence as a passage."""
    text = pair.evidence
    return Passage("evidence", hash_text(text), 0, len(text), text)


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Read all sets. Raises `OSError` where one is missing."""
    yield from _cases()
    yield from _reworded()
    yield from _claims("made", MADE)
    for name in CLAIMS:
        yield from _claims(name, folder / name / "claims.jsonl")
    yield from _sampled(folder / PAIRS / "pairs.jsonl.gz")


def _cases() -> Iterator[Pair]:
    for group in read_groups(CASES):
        fitted = group.id.startswith("own") or int(group.id.split("-")[1]) % 2 == 1
        texts = [(text, "supported") for text in group.paraphrases]
        texts += [(one.statement, "contradicted") for one in group.changed]
        texts += [(text, "not mentioned") for text in group.unstated]
        for text, label in texts:
            yield Pair("cases", text, group.source, label, fitted)


def _reworded() -> Iterator[Pair]:
    entries = yaml.safe_load(REWORDED.read_text("utf-8"))
    for number, entry in enumerate(entries):
        fitted = number < LOTS * len(entries)
        for text in entry["faithful"]:
            yield Pair("reworded", text, entry["quote"], "supported", fitted)
        for one in entry["false"]:
            yield Pair("reworded", one["text"], entry["quote"], "contradicted", fitted)


def _claims(name: str, path: Path) -> Iterator[Pair]:
    for row in read_jsonl(path):
        label = row.get("label") or ("supported" if row["supported"] else "not supported")
        evidence = str(row["evidence"])
        fitted = name in WEIGHTS and not _half(evidence)
        if name == "made":
            fitted = str(row["id"]).startswith("a")
        yield Pair(name, str(row["claim"]), evidence, str(label), fitted)


def _sampled(path: Path) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    chance = random.Random(7)  # nosec B311 # noqa: S311 - nothing secret
    for _, of_kind in itertools.groupby(sorted(read, key=_kind), _kind):
        some = list(of_kind)
        chance.shuffle(some)
        for row in some[:PER_LABEL]:
            yield Pair(
                PAIRS, row["claim"], row["evidence"], row["label"], not _half(row["evidence"])
            )


def _kind(row: Mapping[str, str]) -> tuple[str, str]:
    return row["source"], row["label"]


def _half(evidence: str) -> int:
    return hashlib.sha256(evidence.encode("utf-8", "surrogatepass")).digest()[0] % 2


def fit(pairs: Sequence[Pair], rows: Sequence[Row]) -> dict[str, object]:
    """Fit small trees, and give them as a row of JSON."""
    fitted = [row for row in rows if pairs[row.pair].fitted]
    features = sorted({name for row in fitted for name in row.values})
    table = np.array([[row.values.get(name, 0.0) for name in features] for row in fitted])
    labels = np.array([pairs[row.pair].label == "contradicted" for row in fitted])
    definite = [pairs[row.pair].label in ("contradicted", "supported") for row in fitted]
    weights = np.where(definite, 1.0, UNSAID)
    sets = np.array([pairs[row.pair].set for row in fitted])
    for name, whole in WEIGHTS.items():
        weights[sets == name] *= whole * len(fitted) / max(1.0, weights[sets == name].sum())
    model = GradientBoostingClassifier(
        n_estimators=250, learning_rate=0.05, max_depth=3, min_samples_leaf=15, subsample=0.7,
        random_state=7,
    ).fit(table, labels, weights)  # fmt: skip
    chance = float(model.init_.class_prior_[1])
    return {
        "features": features,
        "base": round(float(np.log(chance / (1 - chance))), 5),
        "trees": [_written(tree.tree_, model.learning_rate) for tree in model.estimators_[:, 0]],
    }


def _written(tree: object, rate: float) -> list[object]:
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    return [
        round(rate * float(tree.value[n].ravel()[0]), 5)  # type: ignore[attr-defined]
        if left[n] < 0
        else [
            int(tree.feature[n]),  # type: ignore[attr-defined]
            round(float(tree.threshold[n]), 5),  # type: ignore[attr-defined]
            int(left[n]),
            int(right[n]),
        ]
        for n in range(len(left))
    ]


def report(pairs: Sequence[Pair], rows: Sequence[Row], trees: Trees, sure: float) -> None:
    """Print, by set, how many of each label are called contradicted, of those not fitted on."""
    most: dict[int, float] = defaultdict(float)
    for row in rows:
        most[row.pair] = max(most[row.pair], trees.probability(row.values))
    called, whole = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for number, pair in enumerate(pairs):
        if not pair.fitted:
            whole[pair.set, pair.label] += 1
            called[pair.set, pair.label] += most[number] >= sure
    for key, count in sorted(whole.items()):
        click.echo(f"  {key[0]:16} {key[1]:14} {called[key]:5} of {count}")


if __name__ == "__main__":
    main()
