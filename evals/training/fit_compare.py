"""Fits what is behind "compare", sets its thresholds, and prints how well it does unseen.

    python -m evals.training.fit_compare DATASETS [--write] [--rows N]

A logistic regression with weights of 0 or above over the features of
`rag.verification.closeness`, of sentences about which the rules can't say anything. It's fitted
on one half of WiCE (ODC-BY), BEGIN and ContractNLI (CC BY 4.0), of pairs of MNLI, SNLI (CC BY-SA
4.0), FEVER (CC BY-SA 3.0) and SummEdits (Apache-2.0), of our own half of
`evals/cases/claims.yaml` and of the first writer's `made_claims.jsonl`: supported against all
else. Halves go by a hash of the evidence; of `claims.yaml` the fresh groups of even number are
the other half, of the made claims the second writer's.
``same`` is the lowest score from which `PRECISION` of the tuning halves is supported, each set
weighing the same; ``about`` the one that `ABOUT` of what is supported reaches.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from evals.metrics.abstention import auroc
from evals.suites.claims import Claim, Label, half_of, passage_of, read_claims
from evals.suites.pairs import read_groups
from evals.training.fit_supported import Rows, fit, written
from rag.models.encoding import Encoded
from rag.models.loading import load_embedder
from rag.models.logistic_regression import Model
from rag.settings import load_settings
from rag.text.sentences import Sentence, sentences_of
from rag.types import Check
from rag.verification.closeness import (
    FEATURES,
    FILE,
    Encoder,
    candidates,
    features_of,
)
from rag.verification.rule_verifier import Bundled

PRECISION = 0.66
"""Wanted on the halves that it is set on. "Compare" claims nothing: at .78 it would be said of
fewer than half as many true sentences, 277 for 655 of the tuning halves."""
OURS, MADE = "claims.yaml", "made_claims"
ABOUT = 0.95
LEAST = 30
"""Claims that a precision must be seen on."""
PAIRS = ("mnli_dev", "snli_devtest", "summedits", "fever_dev")
SETS = ("wice_dev", "begin_dev", "begin_test", "contractnli_dev")
CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Table:
    """Claims of one set that the rules leave open, with their features."""

    name: str
    rows: Rows
    kinds: tuple[str, ...]
    halves: NDArray[np.int64]

    @property
    def labels(self) -> NDArray[np.bool_]:
        """Whether people call the claims supported."""
        return np.array([kind == "supported" for kind in self.kinds], bool)

    def half(self, number: int) -> Table:
        """Give the claims of one of the two halves."""
        at = np.flatnonzero(self.halves == number)
        kinds = tuple(self.kinds[int(n)] for n in at)
        return Table(self.name, self.rows[at], kinds, self.halves[at])

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Whether nothing speaks against the claims."""
        return np.asarray(self.rows[:, FEATURES.index("clear")] == 1.0, bool)


def main() -> None:
    """Measure, print figures, and with ``--write`` put the model into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.fit_compare", description=__doc__
    )
    parser.add_argument("datasets", type=Path, help="folder with the sets")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    parser.add_argument("--rows", type=int, default=800, help="claims of each set, at most")
    options = parser.parse_args()
    encoder = load_embedder(load_settings())
    tables = [
        table_of(name, claims[: options.rows], encoder)
        for name, claims in sets_of(options.datasets)
    ]
    tuning = [table.half(0) for table in tables if len(table.half(0).rows)]
    model = fit(tuning, FEATURES)
    # The rules were made with our own sentences in view: they say little about precision.
    same, about = thresholds_of(model, [table for table in tuning if table.name != OURS])
    click.echo(f"same from {same:.3f}, about the same from {about:.3f}")
    click.echo(json.dumps(dict(zip(FEATURES, model.weights, strict=True))))
    for table in tables:
        report(model, same, about, table.half(1))
    if options.write:
        row = {"model": written(model, same)["model"], "same": same, "about": about}
        FILE.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")


def sets_of(folder: Path) -> Iterator[tuple[str, list[Claim]]]:
    """Give the sets by name, each in an order that has nothing to do with its own."""
    for name in SETS:
        yield name, _mixed(read_claims(folder / name / "claims.jsonl"))
    by_source: dict[str, list[Claim]] = {name: [] for name in PAIRS}
    with gzip.open(folder / "nli_train" / "pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if row["source"] in by_source:
                supported = int(row["label"] == "supported")
                claim = Claim(id=str(number), supported=supported, **row)
                by_source[row["source"]].append(claim)
    for name, claims in by_source.items():
        yield name, _mixed(claims)
    yield OURS, list(_ours())
    yield MADE, list(read_claims(CASES / f"{MADE}.jsonl"))


def _mixed(claims: Sequence[Claim]) -> list[Claim]:
    """Put claims in an order that has nothing to do with theirs, the same every time."""
    return sorted(claims, key=lambda one: sha256(f"{one.id} {one.claim}".encode()).digest())


def _ours() -> Iterator[Claim]:
    for group in read_groups(CASES / OURS):
        if _writer(group.id) is None:
            continue
        labelled: list[tuple[str, Label]] = [(text, "supported") for text in group.paraphrases]
        labelled += [(one.statement, "contradicted") for one in group.changed]
        labelled += [(text, "not mentioned") for text in group.unstated]
        for number, (text, label) in enumerate(labelled):
            yield Claim(
                id=f"{group.id} {number}", claim=text, evidence=group.source,
                supported=int(label == "supported"), label=label,
            )  # fmt: skip


def _writer(group: str) -> int | None:
    """Give the half that a group of `OURS` is in; None for what was read, and isn't fitted on."""
    if group.startswith("own"):
        return 0
    return None if int(group.split("-")[1]) % 2 else 1


def _half(name: str, claim: Claim) -> int:
    if name == OURS:
        return _writer(claim.id.split()[0]) or 0
    return int(claim.id.startswith("b")) if name == MADE else half_of(claim)


class Read:
    """An encoder that has read all of its texts at once, which is faster than one by one."""

    def __init__(self, encoder: Encoder, texts: Iterable[str]) -> None:
        """Encode the texts."""
        named = list(dict.fromkeys(texts))
        self._known = {
            named[n]: one for batch in encoder.encode_batches(named) for n, one in batch.items()
        }

    def encode_question(self, question: str) -> Encoded:
        """Give what came of a text."""
        return self._known[question]

    def encode_batches(self, texts: Sequence[str]) -> Iterator[dict[int, Encoded]]:
        """Give the same of several texts."""
        yield {n: self._known[text] for n, text in enumerate(texts)}


def table_of(name: str, claims: Sequence[Claim], encoder: Encoder) -> Table:
    """Measure the claims of a set that the rules leave open."""
    bundled = Bundled()
    open_: list[tuple[Claim, Check, list[Sentence]]] = []
    for claim in claims:
        passage = passage_of(claim)
        check = bundled.check(claim.claim, [passage])
        if check.verdict == "not verified":
            near = candidates(claim.claim, sentences_of([passage]))
            open_.append((claim, check, near))
    said = [claim.claim for claim, _, _ in open_]
    read = Read(encoder, [*said, *(one.text for _, _, near in open_ for one in near)])
    rows, kinds, halves = [], [], []
    for claim, check, near in open_:
        if measured := features_of(claim.claim, near, check.score, read):
            rows.append([measured[feature] for feature in FEATURES])
            kinds.append(claim.label or ("supported" if claim.supported else "not supported"))
            halves.append(_half(name, claim))
    return Table(name, np.array(rows), tuple(kinds), np.array(halves))


def chances_of(model: Model, rows: Rows) -> NDArray[np.float64]:
    """Give the score of every claim."""
    named = [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]
    return np.array([model.probability(row) for row in named])


def thresholds_of(model: Model, tables: Sequence[Table]) -> tuple[float, float]:
    """Set both thresholds on the tuning halves."""
    found, supported = [], []
    for table in tables:
        chances = chances_of(model, table.rows)
        pairs = zip(chances[table.clear], table.labels[table.clear], strict=True)
        found += [(chance, label, 1 / len(table.rows)) for chance, label in pairs]
        supported += chances[table.labels].tolist()
    found.sort(reverse=True)
    right = all_ = 0.0
    same = 1.0
    for number, (chance, label, weight) in enumerate(found):
        right, all_ = right + weight * bool(label), all_ + weight
        if number >= LEAST and right / all_ >= PRECISION:
            same = chance
    return round(same, 4), round(float(np.quantile(supported, 1 - ABOUT)), 4)


def report(model: Model, same: float, about: float, table: Table) -> None:
    """Print the figures of one set's claims that nothing was fitted on."""
    chances, supported = chances_of(model, table.rows), table.labels
    said = (chances >= same) & table.clear
    against = np.array([kind == "contradicted" for kind in table.kinds], bool)
    mixed = 0 < supported.sum() < len(supported)
    ranked = auroc(chances, supported) if mixed else None
    click.echo(
        f"  {table.name} (n {len(supported)}): auroc {ranked or float('nan'):.3f}; compare "
        f"{said.sum()}, of which supported {_share(supported[said])}; of the supported "
        f"{_share(said[supported])}, of the contradicted {_share(said[against])}; about the "
        f"same: of the supported {_share((chances >= about)[supported])}, of the others "
        f"{_share((chances >= about)[~supported])}"
    )


def _share(values: NDArray[np.bool_]) -> str:
    return f"{values.mean():.3f}" if len(values) else "-"


if __name__ == "__main__":
    main()
