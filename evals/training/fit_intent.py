"""Fits the regression that tells the kinds of request apart, and prints how well it does unseen.

    python -m evals.training.fit_intent [--write]

Each line of `rag/english/request_examples.toml` is an example. X is filled with topics of
several fields and DS with what several documents are called, `TIMES` times over, so that neither
tells a kind; all fillings of one line weigh as much as a line without any. It's fitted to each
filling as it is and with its topics left out: asked, a text is read in both ways. Maximum
likelihood with an L2 penalty, by L-BFGS. What is shipped is fitted on all lines; the figures are
of lines that were held out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rag.english.word_lists import request_examples
from rag.models.embedder import Embedder
from rag.models.loading import load_embedder
from rag.requests.intent import (
    FILE,
    LEAST,
    ONE,
    PLAIN,
    Intents,
    without_topics,
    words_of_form,
)
from rag.settings import load_settings
from rag.text.stopwords import WORD

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PENALTY = 4e-5
"""The highest of those from 1e-5 to 1e-4 that costs no accuracy on lines held out."""
TIMES = 5
FOLDS = 5
DIGITS = 3
"""Behind the point, of the weights that are written."""
SEVERAL = (
    "these papers, the two reports, the documents, these files, both papers, all of the documents, "
    "these two, the reports, each of the papers, the two papers"
).split(", ")
TOPICS = (
    "fishing quotas, the army, child labour, tunnel safety, data retention, wolves, ferry fares, "
    "glyphosate, night shifts, the port strike, LNG, school meals, river pollution, EFSA, "
    "the pension gap, harbour masters, tax exemptions, police custody, storm barriers, VAT, "
    "organ donation, the tenancy law, the smoking ban, speed limits, foreign policy, consent, "
    "the 2008 crisis, refugees, a carbon price, the mayor, the role of women, wharfage"
).split(", ")


TOPIC_WORDS = frozenset(word.lower() for topic in TOPICS for word in WORD.findall(topic))
Line = tuple[str, str]
"""An example, its kind first."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts by their vectors, the number of the kind of each, and what each weighs."""

    vectors: Floats
    kinds: Ints
    weights: Floats


def main() -> None:
    """Measure, print figures, and with ``--write`` put the weights into the package."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.fit_intent", description=__doc__
    )
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    options = parser.parse_args()
    embedder = load_embedder(load_settings(dtype="float32"))
    lines = [
        (kind, line)
        for kind, text in request_examples().items()
        for line in text.strip().split("\n")
    ]
    for line in figures(lines, embedder):
        click.echo(line)
    fitted = fit(examples_of(lines, embedder), kinds_of(lines), embedder.identity.name)
    text = written(fitted)
    if options.write:
        FILE.write_text(text, "utf-8")
    same = FILE.read_text("utf-8") == text
    click.echo(f"{FILE.name} {'holds' if same else 'differs from'} what was fitted")


def filled(line: str, number: int) -> tuple[str, ...]:
    """Fill the places of an example, several times over where that makes another text."""
    return tuple(dict.fromkeys(_filled(line, 3 * number + 7 * n) for n in range(TIMES)))


def _filled(line: str, at: int) -> str:
    places: Iterator[int] = iter(range(at + 1, at + 99))
    line = re.sub(r"\bDS\b", lambda _: SEVERAL[next(places) % len(SEVERAL)], line)
    line = re.sub(r"\bX\b", lambda _: TOPICS[next(places) % len(TOPICS)], line)
    return re.sub(r"\bD\b", ONE, line)


def kinds_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Give the kinds in their order."""
    return tuple(dict.fromkeys(kind for kind, _ in lines))


def form_of(lines: Sequence[Line]) -> frozenset[str]:
    """Give the words of form of some lines, as `rag.requests.intent` does of all."""
    return words_of_form("\n".join(line for kind, line in lines if kind != PLAIN))


def examples_of(lines: Sequence[Line], embedder: Embedder) -> Examples:
    """Give the fillings of lines, each with its topics and without."""
    kinds, form, rows = kinds_of(lines), form_of(lines), []
    for number, (kind, line) in enumerate(lines):
        own = filled(line, number)
        bare = tuple(dict.fromkeys(without_topics(text, form, None) for text in own))
        rows += [(text, kinds.index(kind), 1 / len(some)) for some in (own, bare) for text in some]
    texts, numbers, weights = zip(*rows, strict=True)
    vectors = embedder.embed_sentences(texts).astype(np.float64)
    return Examples(vectors, np.array(numbers), np.array(weights))


def fit(examples: Examples, kinds: Sequence[str], embedder: str) -> Intents:
    """Fit the regression. ``embedder`` is the name of the model that made the vectors."""
    count, wide = len(kinds), examples.vectors.shape[1]
    wanted = np.eye(count)[examples.kinds]
    weights = examples.weights / examples.weights.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        beta = flat.reshape(count, wide + 1)
        made = Intents(embedder, tuple(kinds), beta[:, 1:], beta[:, 0])
        found = made.probabilities(examples.vectors)
        likely = np.log(np.maximum((found * wanted).sum(axis=1), 1e-12))
        error = (found - wanted) * weights[:, None]
        slope = np.column_stack((error.sum(axis=0), error.T @ examples.vectors))
        slope[:, 1:] += 2 * PENALTY * beta[:, 1:]
        return float(-weights @ likely + PENALTY * (beta[:, 1:] ** 2).sum()), slope.ravel()

    best = minimize(loss, np.zeros(count * (wide + 1)), jac=True, method="L-BFGS-B").x
    beta = best.reshape(count, wide + 1)
    return Intents(embedder, tuple(kinds), beta[:, 1:], beta[:, 0])


def figures(lines: Sequence[Line], embedder: Embedder) -> Iterator[str]:
    """Say how many lines are told right that weren't fitted to, all and the likely ones.

    Of a line that is held out no word is known as one of form but those of the others.
    """
    kinds = kinds_of(lines)
    wanted = np.array([kinds.index(kind) for kind, _ in lines])
    found = np.zeros((len(lines), len(kinds)))
    folds = np.arange(len(lines)) % FOLDS
    for fold in range(FOLDS):
        others = [line for line, own in zip(lines, folds, strict=True) if own != fold]
        model, form = fit(examples_of(others, embedder), kinds, ""), form_of(others)
        for number in np.flatnonzero(folds == fold).tolist():
            kind, line = lines[number]
            text = filled(line, number)[-1]
            bare = without_topics(text, form, None if kind == PLAIN else TOPIC_WORDS)
            vectors = embedder.embed_sentences([text, bare]).astype(np.float64)
            found[number] = model.probabilities(vectors).mean(axis=0)
    best, sure = found.argmax(axis=1), found.max(axis=1) >= LEAST
    right, plain = best == wanted, kinds.index(PLAIN)
    yield f"right: {right.mean():.3f} of {len(lines)}"
    for number, kind in enumerate(kinds):
        own = wanted == number
        told = own & right & (sure | (number == plain))
        yield f"{kind}: {told.sum()} of {own.sum()} told"
    taken = (best != plain) & sure & ~right
    yield f"plain questions taken for a kind: {(taken & (wanted == plain)).sum()}"
    yield f"taken for another kind: {(taken & (wanted != plain)).sum()}"


def written(intents: Intents) -> str:
    """Give the regression as it's shipped: a kind a line, its intercept first."""
    rows = np.round(np.column_stack((intents.intercepts, intents.weights)), DIGITS)
    lines = ",\n".join(
        f"  {json.dumps(kind)}: {json.dumps([float(x) for x in row])}"
        for kind, row in zip(intents.kinds, rows, strict=True)
    )
    return f'{{"embedder": {json.dumps(intents.embedder)},\n "weights": {{\n{lines}\n}}}}\n'


if __name__ == "__main__":
    main()
