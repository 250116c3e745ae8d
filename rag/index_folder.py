"""Where the index of a corpus lies, unless it is set: found without any library being loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path


def index_folder(corpus: Path) -> Path:
    """Name the folder after the corpus folder, so that two don't mix."""
    corpus = corpus.expanduser().resolve()
    digest = hashlib.sha256(str(corpus).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return Path(".sanad") / f"{corpus.name or 'root'}-{digest}"
