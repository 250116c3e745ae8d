from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.errors import ModelError, StatementTooLong
from rag.models.loading import embedder_folder
from rag.settings import load_settings
from rag.types import Passage
from rag.verification.loading import load_verifier
from rag.verification.nli_verifier import LEAST, SPECIAL, Chances, Entailment

TEXT = (
    "Goats eat thistles. " + "They sleep at noon in the shade of the wall. " * 12 + "Mills grind."
)
PASSAGE = Passage("goats", "0" * 64, 500, 500 + len(TEXT), TEXT)


class Scripted:
    """A classifier with the true interface: what it says goes by words of the evidence."""

    limit = 60

    def __init__(self, word: str, chances: Chances) -> None:
        self.word = word
        self.chances = chances
        self.seen: list[tuple[str, str]] = []

    def pieces(self, text: str) -> int:
        return len(text.split())

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Chances]:
        self.seen += pairs
        blank = Chances(0.1, 0.1)
        return [self.chances if self.word in evidence else blank for evidence, _ in pairs]


@pytest.mark.parametrize(
    ("chances", "verdict"),
    [
        (Chances(0.97, 0.01), "supported"),
        (Chances(0.8, 0.1), "not verified"),
        (Chances(0.02, 0.97), "contradicted"),
    ],
)
def test_the_models_word_is_taken_where_it_is_sure(chances: Chances, verdict: str) -> None:
    model = Scripted("Mills", chances)
    found = Entailment(model, "scripted").check("Grain is ground there.", [PASSAGE])
    assert found.verdict == verdict
    assert found.score == max(chances.entailment, 0.1)
    if verdict != "not verified":
        last = found.places[-1]
        assert TEXT[last.start - 500 : last.end - 500] == "Mills grind."


def test_the_evidence_comes_in_windows_and_the_statement_whole() -> None:
    model = Scripted("Mills", Chances(0.9, 0.0))
    statement = "Grain is ground there."
    Entailment(model, "scripted").check(statement, [PASSAGE])
    assert len(model.seen) > 1
    assert all(said == statement for _, said in model.seen)
    room = model.limit - SPECIAL - model.pieces(statement)
    assert all(model.pieces(evidence) <= room for evidence, _ in model.seen)
    assert " ".join(evidence for evidence, _ in model.seen) == TEXT.strip()


def test_a_sentence_longer_than_a_window_is_cut_not_lost() -> None:
    model = Scripted("w199", Chances(0.96, 0.0))
    text = " ".join(f"w{n}" for n in range(200)) + "."
    passage = Passage("long", "0" * 64, 0, len(text), text)
    found = Entailment(model, "scripted").check("Grain is ground there.", [passage])
    assert found.verdict == "supported"
    assert "".join(evidence for evidence, _ in model.seen) == text


def test_a_statement_that_does_not_fit_is_an_error() -> None:
    model = Scripted("Mills", Chances(0.9, 0.0))
    long = " ".join(["grain"] * (model.limit - SPECIAL - LEAST + 1))
    with pytest.raises(StatementTooLong, match="sentence by sentence"):
        Entailment(model, "scripted").check(long, [PASSAGE])


def test_what_is_certain_without_a_model_stays() -> None:
    model = Scripted("Goats", Chances(0.99, 0.0))
    verifier = Entailment(model, "scripted")
    assert verifier.check("Goats eat thistles.", [PASSAGE]).verdict == "verbatim"
    assert verifier.check("Goats don't eat thistles.", [PASSAGE]).verdict == "contradicted"
    assert verifier.check("Goats eat.", []).verdict == "not verified"


def made(folder: Path, labels: list[str]) -> Path:
    """A real cross-encoder, untrained but seeded: the bundled model with a head for the labels."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    bundled = embedder_folder(load_settings())
    torch.manual_seed(1)
    model = AutoModelForSequenceClassification.from_pretrained(
        bundled,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={name: n for n, name in enumerate(labels)},
    )
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(bundled).save_pretrained(folder)
    return folder


def test_a_cross_encoder_by_folder_checks_statements(tmp_path: Path) -> None:
    folder = made(tmp_path, ["CONTRADICTION", "ENTAILMENT", "NEUTRAL"])
    verifier = load_verifier(load_settings(verifier=str(folder)))
    assert verifier.name == folder.name
    found = verifier.check("Grain is ground there.", [PASSAGE])
    assert 0 < found.score < 1
    assert found == verifier.check("Grain is ground there.", [PASSAGE])
    assert verifier.check("Goats eat thistles.", [PASSAGE]).verdict == "verbatim"
    with pytest.raises(StatementTooLong):
        verifier.check("grain " * 600, [PASSAGE])


def test_a_model_without_such_labels_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path, ["yes", "no"])
    with pytest.raises(ModelError, match="entailment and one for contradiction"):
        load_verifier(load_settings(verifier=str(folder)))


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="SANAD_VERIFIER"):
        load_verifier(load_settings(verifier="no/such-verifier"))


def test_the_bundled_one_is_the_default() -> None:
    assert load_verifier(load_settings()).name == "bundled"
