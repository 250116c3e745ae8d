"""What statements are checked with: a verifier, and the one that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.errors import ModelError
from rag.models.loading import load_cross_encoder
from rag.settings import BUNDLED, Settings
from rag.types import Check, Passage
from rag.verification.nli_verifier import Chances, Entailment
from rag.verification.rule_verifier import Bundled

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Verifier(Protocol):
    """Whatever can say whether passages support a statement."""

    name: str

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict on a statement that leans on passages, and what it rests on.

        Places are characters of the passages' documents. Raises `StatementTooLong` for
        one that it can't read whole: it's never cut.
        """
        ...


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
