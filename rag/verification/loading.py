"""What statements are checked with: a verifier, and the one that the settings name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.errors import ModelError
from rag.llm.prompts import verdict_prompt
from rag.llm.providers import build_llm, names_llm
from rag.models.loading import hash_weights, load_cross_encoder
from rag.settings import BUNDLED, Settings
from rag.types import Check, Passage
from rag.verification.llm_classifier import LanguageModelClassifier
from rag.verification.nli_verifier import Chances, Classifier, Entailment
from rag.verification.rule_verifier import Bundled
from rag.verification.trust import read_trust

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Verifier(Protocol):
    """Whatever can say whether passages support a statement."""

    name: str

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict on a statement that leans on passages, and what it rests on.

        Places are characters of the passages' documents.
        """
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """A verifier's model: what classifies, for one library, its name and what is measured of it.

    Those of one model take turns at its lock.
    """

    classifier: Callable[[], Classifier]
    name: str
    key: str
    lock: threading.Lock = field(default_factory=threading.Lock)


def load_verifier(settings: Settings, kept: Callable[[], str | None] = lambda: None) -> Verifier:
    """Build the verifier that the settings name: the bundled one, or a model of the user's own.

    ``kept`` gives what was measured of such models, see `rag.verification.trust`; a language
    model is asked nothing yet. Raises `SettingsError` for a setting that can't be read and
    `ModelError` when the model can't be loaded, or doesn't tell entailment from contradiction.
    """
    return verifier_of(load_weights(settings), kept)


def verifier_of(weights: Weights | None, kept: Callable[[], str | None]) -> Verifier:
    """Build a verifier of a model that is loaded, or the bundled one, which has none."""
    if weights is None:
        return Bundled()
    key = weights.key
    return Entailment(
        weights.classifier(), weights.name, lambda: read_trust(kept(), key), key, weights.lock
    )


def load_weights(settings: Settings) -> Weights | None:
    """Load the model that statements are checked with, if the settings name one."""
    if settings.verifier == BUNDLED:
        return None
    llm = names_llm(settings.verifier)
    return _language_model(settings) if llm else _cross_encoder(settings)


def _language_model(settings: Settings) -> Weights:
    """Give a language model; what is measured is it, where it is, and the prompt."""
    model = build_llm(settings.verifier, settings.llm_timeout, "verifier")
    prompt = verdict_prompt("", "")
    assert prompt is not None  # it holds no text that could have a reply's word
    digest = prompt.digest(f"{model.name} {model.place}")
    key = f"{model.name} {digest[:16]}"
    # It remembers what it was asked, and so each library has one of its own.
    return Weights(lambda: LanguageModelClassifier(model, settings.llm_timeout), model.name, key)


def _cross_encoder(settings: Settings) -> Weights:
    """Give a cross-encoder; what is measured is its weights, where they're here."""
    model = load_cross_encoder(
        settings.verifier,
        "the verifier",
        "set SANAD_VERIFIER to 'bundled', to a cross-encoder that is on this machine, or to a "
        "language model as SANAD_LLM names one",
    )
    labels = {
        str(name).lower(): int(number)
        for name, number in (getattr(model.config, "label2id", None) or {}).items()
    }
    entailment = [n for name, n in labels.items() if name.startswith("entail")]
    contradiction = [n for name, n in labels.items() if name.startswith("contradict")]
    if len(entailment) != 1 or len(contradiction) != 1:
        raise ModelError(
            f"the verifier {settings.verifier!r} has the labels {', '.join(labels) or 'none'}; it "
            "must be a cross-encoder with one for entailment and one for contradiction"
        )
    folder = Path(settings.verifier).expanduser()
    weights = f" {hash_weights(folder)[:16]}" if folder.is_dir() else ""
    classifier = _CrossClassifier(model, entailment[0], contradiction[0])
    return Weights(lambda: classifier, folder.name, f"{settings.verifier}{weights}")


class _CrossClassifier:
    """A sentence-transformers cross-encoder, its labels found by their names."""

    def __init__(self, model: CrossEncoder, entailment: int, contradiction: int) -> None:
        known = (model.max_seq_length, getattr(model.config, "max_position_embeddings", None))
        limits = [number for number in known if isinstance(number, int) and number > 0]
        self.limit = min(limits, default=512)  # tokenizers without a limit claim a huge one
        self._model = model
        self._columns = entailment, contradiction

    def pieces(self, text: str) -> int:
        return len(self._model.tokenizer(text, add_special_tokens=False, verbose=False).input_ids)

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Chances]:
        logits = np.asarray(
            self._model.predict(list(pairs), apply_softmax=False, convert_to_numpy=True),
            np.float64,
        )
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [Chances(*(float(row[column]) for column in self._columns)) for row in shares]
