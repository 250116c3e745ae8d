from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.training.fit_answerable import Table, crossed, fit, predict
from evals.training.questions import Asked, asked_elsewhere, asked_of_paragraphs, near_misses
from rag.answerability.calibration import load_models
from rag.answerability.features import FEATURES
from rag.errors import ModelError, SettingsError

LEVY = ("The levy on wells was raised in 1990.", "Few were glad of it.", "Goats were left alone.")
HALL = ("The hall was built by the board.", "It has a red door.", "Nobody rings the bell.")
CASES = (
    Asked("1", "levy", "When was the levy raised?", True, LEVY, (LEVY[0],)),
    Asked("2", "levy", "Who raised it?", False, LEVY),
    Asked("3", "hall", "Who built the hall?", True, HALL, ("built by the board",)),
)


def test_near_misses_lose_their_answer_or_ask_for_something_else() -> None:
    made = {case.id: case for case in near_misses(CASES)}
    assert made["1-cut"].sentences == LEVY[1:]
    assert made["3-cut"].sentences == HALL[1:]
    swapped = made["1-swap"]
    assert swapped.sentences == LEVY
    assert swapped.question.endswith("was the levy raised?")
    assert not swapped.question.startswith("When")
    assert not any(case.answerable for case in made.values())
    assert {name.split("-")[0] for name in made} == {"1", "3"}
    assert near_misses(CASES) == near_misses(CASES)


def test_off_topic_questions_are_asked_of_another_article() -> None:
    for seed in range(5):
        for case in asked_elsewhere(CASES, every=1, seed=seed):
            assert case.sentences == (HALL if case.group == "levy" else LEVY)


def test_paragraphs_are_read_with_their_article(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    paragraph = " ".join(LEVY)
    (tmp_path / "corpus" / "levy.txt").write_text(f"Wells.\n\n{paragraph}\n")
    gold = [{"document": "levy.txt", "quote": LEVY[0]}]
    row = {"id": "1", "question": "When?", "answerable": True, "gold": gold}
    (tmp_path / "cases.jsonl").write_text(json.dumps({**row, "paragraph": paragraph}))
    (case,) = asked_of_paragraphs(tmp_path)
    assert (case.group, case.sentences, case.gold) == ("levy", LEVY, (LEVY[0],))


def table(rows: int = 60) -> Table:
    """Rows whose first feature tells, whose second tells the wrong way round."""
    chance = np.random.default_rng(1)
    labels = np.arange(rows) % 2 == 0
    values = chance.normal(size=(rows, len(FEATURES)))
    values[:, 0] += 2 * labels
    values[:, 1] -= 2 * labels
    values[:5, 2] = np.nan
    names = np.array(["answerable" if label else "near-miss" for label in labels])
    return Table(values, labels, names, names)


def test_no_weight_is_below_zero_and_missing_values_count_nothing() -> None:
    data = table()
    model = fit([(data, 1.0)])
    assert model.weights[0] > 0.2
    assert model.weights[1] == pytest.approx(0, abs=1e-9)
    assert min(model.weights) >= 0
    good, bad = (predict(model, data.rows)[data.labels == kind].mean() for kind in (True, False))
    assert good > 0.6 > bad
    unseen = crossed(data, lambda part: fit([(part, 1.0)]))
    assert unseen[data.labels].mean() > unseen[~data.labels].mean()


def test_one_kind_of_question_cannot_be_fitted() -> None:
    data = table()
    with pytest.raises(SettingsError, match="one kind"):
        fit([(data.only(data.labels), 1.0)])


def test_the_shipped_models_have_every_feature() -> None:
    for model in load_models().values():
        assert model.features == FEATURES
        assert min(model.weights) >= 0


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text('{"search": {}}')
    with pytest.raises(ModelError, match=r"model\.json"):
        load_models(path)
