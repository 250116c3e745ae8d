"""A small library of documents made here, one of them hostile."""

from __future__ import annotations

from pathlib import Path

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill

FERRIES = """\
# The ferry plan

## Fares

A crossing by ferry costs 12 crowns for an adult. Children cross without charge.

## Crews

Each ferry sails with a crew of five, one of them a trained nurse.
"""
LAMPS = """\
# The lamp plan

## Lamps

The outer quay has 40 lamps, which are lit from dusk to dawn. A keeper trims the wicks each Friday.

## Fares

A crossing by ferry costs 15 crowns for an adult since the spring.
"""
GULLS = """\
# =HYPERLINK("http://example.org","gulls")

## Nests

Gulls nest on the roof of the customs house.
=1+1 is written on the wall <script>alert(1)</script> in red.
"""
FILES = {"ferries.md": FERRIES, "lamps.md": LAMPS, "gulls.md": GULLS}


def shelf(folder: Path, embedder: Embedder) -> Library:
    """Write the documents and read them in."""
    corpus = folder / "documents"
    corpus.mkdir()
    for name, text in FILES.items():
        (corpus / name).write_text(text)
    settings = load_settings(corpus=corpus, store=folder / "store", dtype="float32")
    return fill(settings, embedder)
