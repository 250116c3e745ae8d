"""Builds the verifier that the settings name. Heavy imports live inside the function."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import ModelError
from rag.models.loading import load_cross_encoder
from rag.settings import BUNDLED, Settings
from rag.verification.nli_verifier import Chances, Entailment
from rag.verification.rule_verifier import Bundled
from rag.verification.verifier_protocol import Verifier

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_verifier(settings: Settings) -> Verifier:
    """Build the verifier that the settings name: the bundled one, or a cross-encoder.

    Raises `ModelError` when the model can't be loaded, or doesn't tell entailment
    from contradiction.
    """
    if settings.verifier == BUNDLED:
        return Bundled()
    model = load_cross_encoder(
        settings.verifier,
        "the verifier",
        "set SANAD_VERIFIER to 'bundled' or to a cross-encoder that is on this machine",
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
    name = Path(settings.verifier).expanduser().name
    return Entailment(_CrossClassifier(model, entailment[0], contradiction[0]), name)


class _CrossClassifier:
    """A sentence-transformers cross-encoder, its labels found by their names."""

    def __init__(self, model: CrossEncoder, entailment: int, contradiction: int) -> None:
        self.limit = _limit(model)
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


def _limit(model: CrossEncoder) -> int:
    """Give how many word pieces a model reads; tokenizers without a limit claim a huge one."""
    known = (model.max_seq_length, getattr(model.config, "max_position_embeddings", None))
    return min((number for number in known if isinstance(number, int) and number > 0), default=512)
