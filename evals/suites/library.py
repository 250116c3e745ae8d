"""The library that is measured: the corpus that belongs to some cases, in an index of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.sync import sync
from rag.errors import IdentityMismatch
from rag.library import Library
from rag.models.embedder import EmbedderIdentity
from rag.models.loading import embedder_identity
from rag.settings import BUNDLED, Settings, load_settings
from rag.store.index_identity import index_identity
from rag.verification.loading import Verifier, load_verifier


def eval_settings(corpus: Path | None) -> Settings:
    """Give the settings of a measurement: in float32, and with an index of its own.

    Reading a corpus takes out of the index what isn't in it. So the index that
    people ask, whether by default or by SANAD_STORE, is never the one used here.
    """
    given = {} if corpus is None else {"corpus": corpus}
    usual = load_settings(**given, store=None).store_folder
    own = usual.with_name(f"eval-{usual.name}")
    return load_settings(**given, store=own, dtype="float32")


def eval_library(
    cases: Path,
    corpus: Path | None,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    say: Callable[[str], None] = lambda _line: None,
) -> Library:
    """Open the corpus that belongs to the cases, read into an index of its own, in float32.

    ``say`` is told which files are skipped, and why. Raises `StoreEmpty` when all are.
    """
    beside = cases.parent / "corpus"
    settings = eval_settings(corpus or (beside if beside.is_dir() else None))
    library = Library(settings, verifier=measured_verifier())
    identity = embedder_identity(settings)
    report = sync(
        settings.corpus.expanduser(),
        library.store,
        identity,
        lambda: library.embedder,
        rebuild=_is_of_another_version(library, identity),
        progress=lambda _file, done, total: progress(done, total),
    )
    for row in report.rows:
        if row.outcome == "skipped":
            say(f"{row.file}: skipped ({'; '.join(row.notes)})")
    library.check()
    return library


def measured_verifier() -> Verifier:
    """Give the verifier of the settings, with what was measured of it in the index people ask."""
    settings = load_settings()
    return load_verifier(settings) if settings.verifier == BUNDLED else Library(settings).verifier


def _is_of_another_version(library: Library, identity: EmbedderIdentity) -> bool:
    """Say whether the index was made by other code or another model: it's nobody's but ours."""
    try:
        library.store.check_identity(index_identity(identity))
    except IdentityMismatch:
        return True
    return False
