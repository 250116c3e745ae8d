from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.training.feature_tables import Table, write_paragraphs
from evals.training.fit_answerable import crossed, fit, fit_sets, own_folds, predict, said
from evals.training.questions import Asked, asked_of_paragraphs, asked_of_the_web
from rag.answerability.calibration import load_models
from rag.answerability.features import FEATURES
from rag.errors import ModelError, SettingsError

LEVY = ("The levy on wells was raised in 1990.", "Few were glad of it.", "Goats were left alone.")


def test_paragraphs_are_read_with_their_article(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    paragraph = " ".join(LEVY)
    (tmp_path / "corpus" / "levy.txt").write_text(f"Wells.\n\n{paragraph}\n")
    gold = [{"document": "levy.txt", "quote": LEVY[0]}]
    row = {"id": "1", "question": "When?", "answerable": True, "gold": gold}
    (tmp_path / "cases.jsonl").write_text(json.dumps({**row, "paragraph": paragraph}))
    (case,) = asked_of_paragraphs(tmp_path)
    assert (case.group, case.sentences) == ("levy", LEVY)


def test_questions_of_the_web_are_read_with_their_page(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    row = {"question": "when was it", "answerable": False, "paragraph": f"{LEVY[0]} {LEVY[1]}"}
    path.write_text(json.dumps({**row, "title": "Levy", "sentences": []}) + "\n")
    (case,) = asked_of_the_web(path)
    assert (case.group, case.answerable, case.sentences) == ("Levy", False, LEVY[:2])
    path.write_text(json.dumps(row) + "\n")
    with pytest.raises(SettingsError, match=r"row 1, title"):
        asked_of_the_web(path)


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
    unseen = crossed(data, lambda part: fit([(part, 1.0)]), own_folds(data))
    assert unseen[data.labels].mean() > unseen[~data.labels].mean()


def test_a_large_set_weighs_no_more_than_its_weight() -> None:
    small, large = table(), table(600)
    large.rows[:, 0] *= -1
    model = fit_sets({"small": small, "large": large}, {"small": 1.0, "large": 0.01})
    assert model.weights[0] > 0.2


def test_halves_keep_what_belongs_together() -> None:
    data = table()
    groups = np.array([str(n // 3) for n in range(len(data.labels))])
    halves = Table(data.rows, data.labels, data.strata, groups).halves
    assert all(len(set(halves[groups == one].tolist())) == 1 for one in groups)
    assert 0 < halves.sum() < len(halves)


def test_what_is_said_of_a_set() -> None:
    data = table()
    perfect = np.where(data.labels, 0.9, 0.1)
    assert said(data, perfect) == "near-miss AUROC 1.000, 100% declined at 90% answered"


def test_paragraphs_are_written_once_each(tmp_path: Path) -> None:
    cases = [Asked(str(n), "levy", "When?", True, LEVY) for n in range(2)]
    folder = write_paragraphs(cases, tmp_path / "texts")
    assert "".join(path.read_text() for path in folder.iterdir()).split() == " ".join(LEVY).split()


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
