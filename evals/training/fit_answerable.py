"""Fits the regression behind "can this be answered?", and prints how well it does unseen.

    python -m evals.training.fit_answerable DATASETS [--given] [--write]

Two models, since they learn opposite things from sharing words with the text: ``search``
(sentences were looked for) is fitted on the development cases, on SQuAD 2 and on questions that
people typed into a search engine (CLAP NQ); ``given`` (a paragraph was handed over) on the last
two. All weights are held at 0 or above, so that no feature that speaks for an answer can count
against one. No set without a licence is used.

What is shipped is fitted on all of it. Figures are of rows that the model wasn't fitted on:
SQuAD's by article, the search engine's by halves of its pages, ours by folds; and of each set
by a model that has seen nothing of it.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.metrics.abstention import auroc, refusal_at
from evals.suites.cases import read_cases
from evals.training.feature_tables import (
    Labels,
    Rows,
    Table,
    given_table,
    searched_table,
    write_paragraphs,
)
from evals.training.questions import asked_of_paragraphs, asked_of_the_web
from rag.answerability.calibration import FILE, Setting
from rag.answerability.features import FEATURES
from rag.errors import SettingsError
from rag.models.loading import load_embedder
from rag.models.logistic_regression import LIMIT, Model
from rag.settings import load_settings

PENALTY = 0.01
WEIGHTS: Mapping[Setting, Mapping[str, float]] = {
    "search": {"own": 1.0, "web": 0.2, "squad": 0.2},
    "given": {"web": 1.0, "squad": 1.0},
}
"""What each set weighs. With more weight on the web's questions, whose paragraphs without an answer
are mostly about something else, the model trusts the topic and answers near misses."""
EVERY = 4
"""Of so many of SQuAD's questions one is searched for; all are asked of their paragraph."""
FOLDS, SEEDS = 5, 5
FOREIGN = ("urdu", "roman-urdu")
SETS = ("squad2_dev/cases.jsonl", "clapnq_dev/questions.jsonl")

Tables = Mapping[str, Table]


def main() -> None:
    """Measure, print figures, and with ``--write`` put the models into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.fit_answerable", description=__doc__
    )
    parser.add_argument("datasets", type=Path, help=f"folder with {' and '.join(SETS)}")
    parser.add_argument("--cases", type=Path, default=Path("evals/cases/develop.yaml"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument(
        "--given", action="store_true", help="only of given paragraphs, which is quicker"
    )
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    for name in SETS:
        if not (options.datasets / name).is_file():
            raise SystemExit(f"{options.datasets / name} isn't there; name the folder that has it")
    web = asked_of_the_web(options.datasets / "clapnq_dev" / "questions.jsonl")
    squad = asked_of_paragraphs(options.datasets / "squad2_dev")
    embedder = load_embedder(load_settings(dtype="float32"))
    given = {"web": given_table(web, embedder), "squad": given_table(squad, embedder)}
    tables: dict[Setting, Tables] = {"given": given}
    if not options.given:
        own = [case for case in read_cases(options.cases) if case.stratum not in FOREIGN]
        corpus = options.datasets / "squad2_dev" / "corpus"
        with tempfile.TemporaryDirectory() as folder:
            texts = write_paragraphs(web, Path(folder, "texts"))
            tables["search"] = {
                "own": searched_table(own, options.corpus, Path(folder, "own")),
                "web": searched_table(web, texts, Path(folder, "web")),
                "squad": searched_table(squad[::EVERY], corpus, Path(folder, "squad")),
            }
    rows = json.loads(FILE.read_text("utf-8"))
    for setting, some in tables.items():
        for line in figures(some, WEIGHTS[setting]):
            click.echo(f"{setting}, {line}")
        rows[setting] = written(fit_sets(some, WEIGHTS[setting]))
    text = json.dumps(rows, indent=1) + "\n"
    if options.write:
        FILE.write_text(text, "utf-8")
    same = FILE.read_text("utf-8") == text
    click.echo(f"{FILE.name} {'holds' if same else 'differs from'} what was fitted")


def figures(tables: Tables, weights: Mapping[str, float]) -> list[str]:
    """Say how well each set is told apart by models that haven't seen the row, or the set."""
    lines = []
    for name, table in tables.items():
        folds = own_folds(table) if name == "own" else [table.halves]
        if name == "squad":
            folds = [np.unique(table.groups, return_inverse=True)[1]]

        def make(part: Table, name: str = name) -> Model:
            return fit_sets({**tables, name: part}, weights)

        lines.append(f"{name}: {said(table, crossed(table, make, folds))}")
    for name, table in tables.items():
        others = {key: value for key, value in tables.items() if key != name}
        scores = predict(fit_sets(others, weights), table.rows)
        lines.append(f"{name}, by a model of the others: {said(table, scores)}")
    return lines


def fit_sets(tables: Tables, weights: Mapping[str, float]) -> Model:
    """Fit on several sets; in each both classes count the same."""
    return fit([(table, weights[name]) for name, table in tables.items()])


def fit(parts: Sequence[tuple[Table, float]]) -> Model:
    """Fit on several sets, each with its weight; in each both classes count the same.

    Maximum likelihood with an L2 penalty, by L-BFGS-B. Raises `SettingsError` when a
    class is missing.
    """
    rows = np.concatenate([table.rows for table, _ in parts])
    labels = np.concatenate([table.labels for table, _ in parts])
    if labels.all() or not labels.any():
        raise SettingsError("all questions are of one kind; add answerable and unanswerable ones")
    weights = np.concatenate([weight * _balanced(table.labels) for table, weight in parts])
    weights /= weights.sum()
    known = weights[:, None] * ~np.isnan(rows)
    total = known.sum(axis=0) + 1e-12
    means = (known * np.nan_to_num(rows)).sum(axis=0) / total
    scales = np.sqrt((known * np.nan_to_num(rows - means) ** 2).sum(axis=0) / total) + 1e-9
    values = np.nan_to_num(np.clip((rows - means) / scales, -LIMIT, LIMIT))
    signs = np.where(labels, 1.0, -1.0)

    def loss(beta: Rows) -> tuple[float, Rows]:
        margins = signs * (values @ beta[1:] + beta[0])
        slopes = -signs / (1 + np.exp(margins)) * weights
        value = float((weights * np.logaddexp(0, -margins)).sum() + PENALTY * (beta[1:] ** 2).sum())
        return value, np.r_[slopes.sum(), values.T @ slopes + 2 * PENALTY * beta[1:]]

    bounds = [(None, None)] + [(0.0, None)] * len(FEATURES)
    start = np.zeros(len(FEATURES) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Model(
        FEATURES,
        tuple(means.tolist()),
        tuple(scales.tolist()),
        tuple(found[1:].tolist()),
        float(found[0]),
    )


def _balanced(labels: Labels) -> Rows:
    share = labels.mean()
    each: Rows = np.where(labels, 0.5 / max(share, 1e-9), 0.5 / max(1 - share, 1e-9)) / len(labels)
    return each


def predict(model: Model, rows: Rows) -> Rows:
    """Give the probability for each row."""
    return np.array(
        [model.probability(dict(zip(FEATURES, row, strict=True))) for row in rows.tolist()]
    )


def own_folds(table: Table) -> list[NDArray[np.int64]]:
    """Give several foldings, each with as much of every stratum in each fold."""
    foldings = []
    for seed in range(SEEDS):
        chance = np.random.default_rng(seed)
        fold = np.zeros(len(table.labels), np.int64)
        for stratum in np.unique(table.strata):
            of = np.flatnonzero(table.strata == stratum)
            fold[chance.permutation(of)] = np.arange(len(of)) % FOLDS
        foldings.append(fold)
    return foldings


def crossed(
    table: Table, make: Callable[[Table], Model], foldings: Sequence[NDArray[np.generic]]
) -> Rows:
    """Predict each row by models fitted without its fold, averaged over several foldings."""
    total = np.zeros(len(table.labels))
    for fold in foldings:
        for number in np.unique(fold):
            test = fold == number
            total[test] += predict(make(table.only(~test)), table.rows[test])
    return total / len(foldings)


def said(table: Table, scores: Rows) -> str:
    """Give for each kind of unanswerable question AUROC and what is declined at 90% answered."""
    lines = []
    for stratum in sorted(set(table.strata.tolist()) - {"answerable"}):
        some = table.labels | (table.strata == stratum)
        area = auroc(scores[some], table.labels[some]) or math.nan
        declined = refusal_at(scores[some], table.labels[some], 90) or 0.0
        lines.append(f"{stratum} AUROC {area:.3f}, {declined:.0%} declined at 90% answered")
    return "; ".join(lines)


def written(model: Model) -> dict[str, object]:
    """Give a model as it stands in the file."""
    rows = zip(model.features, model.means, model.scales, model.weights, strict=True)
    terms = {
        name: {"mean": round(mean, 4), "scale": round(scale, 4), "weight": round(weight, 3)}
        for name, mean, scale, weight in rows
    }
    return {"terms": terms, "intercept": round(model.intercept, 3)}


if __name__ == "__main__":
    main()
