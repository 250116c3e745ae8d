"""By what an index was built, so that it's never searched by something else."""

from __future__ import annotations

from rag.errors import IdentityMismatch
from rag.models.embedder import EmbedderIdentity

CLEANER = "4"
"""Version of the loaders and `ingest.clean`: raise it when a file would give another text
or other headings."""

SPLITTER = "3"
"""Version of `ingest.split`: raise it when a text would give other sentences or passages."""

PARTS = "3"
"""Version of `passage_vectors` and of the word index: raise it when they would hold others."""


def index_identity(embedder: EmbedderIdentity) -> str:
    """Describe an index in one line of ``name=value`` pairs."""
    facts = {
        "embedder": embedder.name,
        "weights": embedder.weights[:16],
        "dtype": embedder.dtype,
        "cleaner": CLEANER,
        "splitter": SPLITTER,
        "parts": PARTS,
    }
    return "; ".join(f"{name}={value}" for name, value in facts.items())


def check_same(stored: str | None, identity: str, name: str) -> None:
    """Raise `IdentityMismatch` when the index of this name was built by something else."""
    if stored is not None and stored != identity:
        raise IdentityMismatch(
            f"the index in {name} was built by something else ({differing(stored, identity)}); "
            "run `sanad ingest --rebuild`, or set SANAD_STORE to another folder"
        )


def differing(stored: str, identity: str) -> str:
    """Say in what two identities differ, the first being that of an index."""
    old, new = (dict(p.split("=", 1) for p in text.split("; ")) for text in (stored, identity))
    return ", ".join(
        f"{name} {old.get(name, 'none')} there, {new.get(name, 'none')} here"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )
