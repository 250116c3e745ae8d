from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import ModelDown, ModelError
from rag.models.loading import embedder_folder, hash_weights
from rag.settings import load_settings
from rag.types import Check, Passage
from rag.verification.loading import load_verifier
from rag.verification.nli_verifier import LEAST, SPECIAL, Chances, Entailment, Opinion
from rag.verification.rule_verifier import Bundled
from rag.verification.trust import Trust, with_trust

TEXT = (
    "Goats eat thistles. " + "They sleep at noon in the shade of the wall. " * 12 + "Mills grind."
)
PASSAGE = Passage("goats", "0" * 64, 500, 500 + len(TEXT), TEXT)
SURE = Trust(0.95, 0.95)


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
    statement = "Grain is ground there."
    found = verifier(model).check(statement, [PASSAGE])
    assert found.verdict == verdict
    if verdict == "supported":
        assert found.score == chances.entailment
    else:
        assert found.score == Bundled().check(statement, [PASSAGE]).score
    if verdict != "not verified":
        last = found.places[-1]
        assert TEXT[last.start - 500 : last.end - 500] == "Mills grind."


def test_the_evidence_comes_in_windows_and_the_statement_whole() -> None:
    model = Scripted("Mills", Chances(0.9, 0.0))
    statement = "Grain is ground there."
    verifier(model).check(statement, [PASSAGE])
    assert len(model.seen) > 1
    assert all(said == statement for _, said in model.seen)
    room = model.limit - SPECIAL - model.pieces(statement)
    assert all(model.pieces(evidence) <= room for evidence, _ in model.seen)
    assert " ".join(evidence for evidence, _ in model.seen) == TEXT.strip()


def test_a_sentence_longer_than_a_window_is_cut_not_lost() -> None:
    model = Scripted("w99", Chances(0.96, 0.0))
    text = " ".join(f"w{n}" for n in range(100)) + "."
    passage = Passage("long", "0" * 64, 0, len(text), text)
    found = verifier(model).check("Grain is ground there.", [passage])
    assert found.verdict == "supported"
    assert "".join(evidence for evidence, _ in model.seen) == text


def test_of_many_windows_the_nearest_are_read() -> None:
    model = Scripted("Grain", Chances(0.96, 0.0))
    others = [Passage(f"d{n}", "0" * 64, 0, 19, "Sheep sleep at noon") for n in range(6)]
    near = Passage("mill", "0" * 64, 0, 30, "Grain is milled in the valley.")
    found = verifier(model).check("They mill the grain there.", [*others, near])
    assert found.verdict == "supported"
    assert len(model.seen) == 3


def test_a_statement_that_does_not_fit_is_never_cut() -> None:
    model = Scripted("Goats", Chances(0.99, 0.0))
    fits = " ".join(["grain"] * (model.limit - SPECIAL - LEAST))
    assert verifier(model).check(fits, [PASSAGE]).verdict == "supported"
    model.seen.clear()
    found = verifier(model).check(f"{fits} grain", [PASSAGE])
    assert found.verdict == "not verified"
    assert "could make nothing of it" in found.reason
    assert not model.seen


@pytest.mark.parametrize("trust", [None, Trust()])
def test_a_model_that_was_not_measured_or_failed_is_not_asked(trust: Trust | None) -> None:
    model = Scripted("Mills", Chances(0.99, 0.99))
    own = Entailment(model, "scripted", lambda: trust)
    found = own.check("Grain is ground there.", [PASSAGE])
    plain = Bundled().check("Grain is ground there.", [PASSAGE])
    assert not model.seen
    assert replace(found, reason=plain.reason) == plain
    assert ("sanad calibrate --verifier" in found.reason) is (trust is None)


@pytest.mark.parametrize(
    ("trust", "chances"),
    [
        (Trust(supported=0.95), Chances(0.1, 0.99)),
        (Trust(contradicted=0.95), Chances(0.99, 0.1)),
        (Trust(0.9, 0.9), Chances(0.95, 0.95)),
    ],
)
def test_what_does_not_count_or_quarrels_changes_nothing(trust: Trust, chances: Chances) -> None:
    model = Scripted("Mills", chances)
    found = verifier(model, trust).check("Grain is ground there.", [PASSAGE])
    assert model.seen
    assert found == Bundled().check("Grain is ground there.", [PASSAGE])


def test_a_rules_doubt_keeps_it_from_supported() -> None:
    class Doubting(Bundled):
        def check(self, statement: str, passages: Sequence[Passage]) -> Check:
            return replace(super().check(statement, passages), doubt="it says “some”")

    for chances, verdict in (
        (Chances(0.99, 0), "not verified"),
        (Chances(0, 0.99), "contradicted"),
    ):
        own = verifier(Scripted("Mills", chances))
        assert own.check("Grain is ground there.", [PASSAGE]).verdict != "not verified"
        own._rules = Doubting()
        assert own.check("Grain is ground there.", [PASSAGE]).verdict == verdict


def test_a_model_that_fails_leaves_the_rules_verdict_and_says_so() -> None:
    class Down(Scripted):
        def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Chances]:
            raise ModelDown("it took too long")

    found = verifier(Down("Mills", Chances(1, 0))).check("Grain is ground there.", [PASSAGE])
    plain = Bundled().check("Grain is ground there.", [PASSAGE])
    assert found.reason == f"{plain.reason}; without the verifier: it took too long"
    assert replace(found, reason=plain.reason) == plain


def test_what_is_certain_without_a_model_stays() -> None:
    model = Scripted("Goats", Chances(0.99, 0.0))
    own = verifier(model)
    assert own.check("Goats eat thistles.", [PASSAGE]).verdict == "verbatim"
    assert own.check("Goats don't eat thistles.", [PASSAGE]).verdict == "contradicted"
    assert own.check("Goats eat.", []).verdict == "not verified"
    assert not model.seen


def verifier(model: Scripted, trust: Trust = SURE) -> Entailment:
    return Entailment(model, "scripted", lambda: trust)


def folder_key(folder: Path) -> str:
    hash_weights.cache_clear()
    return f"{folder} {hash_weights(folder)[:16]}"


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
    own = load_verifier(load_settings(verifier=str(folder)))
    assert isinstance(own, Entailment)
    assert own.name == folder.name
    found = own.opinion("Grain is ground there.", [PASSAGE])
    assert isinstance(found, Opinion)
    assert 0 < found.entailment < 1
    assert found == own.opinion("Grain is ground there.", [PASSAGE])
    assert own.check("Goats eat thistles.", [PASSAGE]).verdict == "verbatim"
    assert own.opinion("grain " * 600, [PASSAGE]) is None


def test_what_was_measured_holds_for_those_weights_alone(tmp_path: Path) -> None:
    folder = made(tmp_path, ["CONTRADICTION", "ENTAILMENT", "NEUTRAL"])
    kept: list[str | None] = [None]
    settings = load_settings(verifier=str(folder))
    own = load_verifier(settings, lambda: kept[0])
    assert isinstance(own, Entailment)
    assert [own.trust] == [None]
    kept[0] = with_trust(None, own.key, Trust(0.7))
    assert own.trust == Trust(0.7)
    (folder / "more.safetensors").write_bytes(b"others")
    assert folder_key(folder) != own.key


def test_a_model_without_such_labels_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path, ["yes", "no"])
    with pytest.raises(ModelError, match="entailment and one for contradiction"):
        load_verifier(load_settings(verifier=str(folder)))


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="SANAD_VERIFIER"):
        load_verifier(load_settings(verifier="no/such-verifier"))


def test_the_bundled_one_is_the_default() -> None:
    assert load_verifier(load_settings()).name == "bundled"
