"""Fits the regression behind "can this be answered?", and prints how well it does unseen.

    python -m evals.training.fit_answerable DATASETS [--write]

Two models, since they learn opposite things from sharing words with the text:
``search`` (sentences were looked for) is fitted on the development cases, on SQuAD 2
and on near misses made of it; ``given`` (a paragraph was handed over) on SQuAD 2
alone. All weights are held at 0 or above, so that no feature that speaks for an
answer can count against one. No set without a licence is used.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.metrics.abstention import auroc
from evals.suites.cases import Case, read_cases
from evals.training.questions import Asked, asked_elsewhere, asked_of_paragraphs, near_misses
from ingest.sync import sync
from rag.answerability.calibration import FILE
from rag.answerability.evidence import weigh
from rag.answerability.features import FEATURES, measure
from rag.answerability.similarity import Reader, read
from rag.answering.steps import asked, search
from rag.errors import SettingsError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.models.logistic_regression import LIMIT, Model
from rag.question.question import understand
from rag.question.question_type import parse
from rag.settings import load_settings
from rag.store.bm25_index import Words, idf
from rag.text.stopwords import WORD
from rag.types import Query

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]

PENALTY = 0.01
MADE, OFF = 0.5, 0.3
"""Weights of a made near miss and of an off-topic question against one of SQuAD's. The
development cases together weigh as much as all others together."""
FOLDS, SEEDS = 5, 5
FOREIGN = ("urdu", "roman-urdu")


@dataclass(frozen=True, slots=True)
class Table:
    """Features (a row a question), whether it can be answered, its stratum, its article."""

    rows: Rows
    labels: Labels
    strata: NDArray[np.str_]
    groups: NDArray[np.str_]

    def only(self, mask: Labels) -> Table:
        """Give the rows where the mask holds."""
        return Table(self.rows[mask], self.labels[mask], self.strata[mask], self.groups[mask])


Weighted = Sequence[tuple[Table, float]]


def main() -> None:
    """Measure, print figures, and with ``--write`` put the models into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.fit_answerable", description=__doc__
    )
    parser.add_argument("datasets", type=Path, help="folder with squad2_dev")
    parser.add_argument("--cases", type=Path, default=Path("evals/cases/develop.yaml"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    folder = options.datasets / "squad2_dev"
    if not folder.is_dir():
        raise SystemExit(f"{folder} isn't there; name the folder that holds it")
    with tempfile.TemporaryDirectory() as store:
        library = Library(load_settings(corpus=options.corpus, store=store, dtype="float32"))
        develop = own_table(read_cases(options.cases), library)
        asked = asked_of_paragraphs(folder)
        squad = given_table(asked, asked, library.embedder)
        made = given_table(near_misses(asked), asked, library.embedder)
        off = given_table(asked_elsewhere(asked), asked, library.embedder)
        library.close()

    def search(own: Table) -> Model:
        return fit(weighed(own, squad, made, off))

    click.echo(f"search, cross-validated: {figures(develop, crossed(develop, search))}")
    click.echo(f"given, by article: AUROC {by_article(squad):.3f}")
    models = {"search": search(develop), "given": fit([(squad, 1.0)])}
    text = json.dumps({name: written(model) for name, model in models.items()}, indent=1) + "\n"
    if options.write:
        FILE.write_text(text, "utf-8")
    same = FILE.read_text("utf-8") == text
    click.echo(f"{FILE.name} {'holds' if same else 'differs from'} what was fitted")


def own_table(cases: Sequence[Case], library: Library) -> Table:
    """Search for the cases as `ask` does and measure what was found. English ones only."""
    settings = library.settings
    sync(settings.corpus, library.store, embedder_identity(settings), lambda: library.embedder)
    rows, kept = [], []
    for case in cases:
        if case.stratum in FOREIGN:
            continue
        understood = understand(Query(case.question), library.store.lexicon(), settings.embedder)
        question = asked(understood.query, library)
        hits = search(question, library)
        if found := weigh(question, hits, library.embed_words, library.calibration):
            rows.append(_row(found.measured.values))
            kept.append(case)
    return Table(
        np.array(rows),
        np.array([case.answerable for case in kept]),
        np.array(["answerable" if case.answerable else case.stratum for case in kept]),
        np.array([case.id for case in kept]),
    )


def given_table(cases: Sequence[Asked], whole: Sequence[Asked], embedder: Embedder) -> Table:
    """Measure questions on the paragraph handed over with each; rarity is that in ``whole``."""
    words = Words(Path())  # its analyser needs no index

    def stem(word: str) -> str:
        return (words.terms(word) or (word.lower(),))[0]

    paragraphs = {case.sentences for case in whole}
    counts: dict[str, int] = {}
    for sentences in sorted(paragraphs):
        for term in {stem(word) for text in sentences for word in WORD.findall(text)}:
            counts[term] = counts.get(term, 0) + 1
    reader = Reader(
        embedder.embed_sentences,
        words.terms,
        lambda term: idf(counts.get(term, 0), len(paragraphs)),
    )
    rows = []
    for case in cases:
        question = np.asarray(embedder.embed_question(case.question), np.float32)
        cosines = (embedder.embed_sentences(case.sentences) @ question).tolist()
        candidates = read([case.sentences], cosines)
        rows.append(_row(measure(parse(case.question), candidates, reader).values))
    return Table(
        np.array(rows),
        np.array([case.answerable for case in cases]),
        np.array(["answerable" if case.answerable else "unanswerable" for case in cases]),
        np.array([case.group for case in cases]),
    )


def weighed(own: Table, squad: Table, made: Table, off: Table) -> list[tuple[Table, float]]:
    """Weigh the sets that ``search`` is fitted on."""
    parts = [(squad, 1.0), (made, MADE), (off, OFF)]
    total = sum(len(table.labels) * weight for table, weight in parts)
    return [*parts, (own, total / len(own.labels))]


def fit(parts: Weighted) -> Model:
    """Fit on several sets, each row with its set's weight; both classes count the same.

    Maximum likelihood with an L2 penalty, by L-BFGS-B. Raises `SettingsError` when a
    class is missing.
    """
    rows = np.concatenate([table.rows for table, _ in parts])
    labels = np.concatenate([table.labels for table, _ in parts])
    weights = np.concatenate([np.full(len(table.labels), weight) for table, weight in parts])
    if labels.all() or not labels.any():
        raise SettingsError("all questions are of one kind; add answerable and unanswerable ones")
    for label in (False, True):
        weights[labels == label] *= 0.5 / weights[labels == label].sum()
    means, scales = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0) + 1e-9
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


def predict(model: Model, rows: Rows) -> Rows:
    """Give the probability for each row."""
    return np.array(
        [model.probability(dict(zip(FEATURES, row, strict=True))) for row in rows.tolist()]
    )


def crossed(table: Table, make: Callable[[Table], Model]) -> Rows:
    """Predict each row by models fitted without its fold, averaged over several foldings."""
    total = np.zeros(len(table.labels))
    for seed in range(SEEDS):
        chance = np.random.default_rng(seed)
        fold = np.zeros(len(total), int)
        for stratum in np.unique(table.strata):
            of = np.flatnonzero(table.strata == stratum)
            fold[chance.permutation(of)] = np.arange(len(of)) % FOLDS
        for number in range(FOLDS):
            test = fold == number
            total[test] += predict(make(table.only(~test)), table.rows[test])
    return total / SEEDS


def by_article(table: Table) -> float:
    """Give the AUROC of predictions that each come from a model without the row's article."""
    scores = np.zeros(len(table.labels))
    for group in np.unique(table.groups):
        test = table.groups == group
        scores[test] = predict(fit([(table.only(~test), 1.0)]), table.rows[test])
    return auroc(scores, table.labels) or math.nan


def figures(table: Table, scores: Rows) -> str:
    """Give for each kind of unanswerable question AUROC and share above the 90% threshold."""
    right = scores[table.labels]
    threshold = np.quantile(right, 0.1)
    said = []
    for stratum in sorted(set(table.strata.tolist()) - {"answerable"}):
        wrong = scores[table.strata == stratum]
        labels = np.r_[np.ones(len(right), bool), np.zeros(len(wrong), bool)]
        area = auroc(np.r_[right, wrong], labels) or math.nan
        kept = float((wrong >= threshold).mean())
        said.append(f"{stratum} AUROC {area:.3f}, {kept:.0%} above the threshold of 90%")
    return "; ".join(said)


def written(model: Model) -> dict[str, object]:
    """Give a model as it stands in the file."""
    rows = zip(model.features, model.means, model.scales, model.weights, strict=True)
    terms = {
        name: {"mean": round(mean, 4), "scale": round(scale, 4), "weight": round(weight, 3)}
        for name, mean, scale, weight in rows
    }
    return {"terms": terms, "intercept": round(model.intercept, 3)}


def _row(values: Mapping[str, float]) -> list[float]:
    return [values[name] for name in FEATURES]


if __name__ == "__main__":
    main()
