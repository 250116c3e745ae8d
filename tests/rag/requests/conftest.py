"""Three invented documents, ingested with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Query
from tests.conftest import fill
from tests.rag.requests.shelf import TEXTS

HARBOUR = """Harbour Dredging Strategy

1. Silt

The Lanport Harbour Board (LHB) removes silt from the harbour in spring.
“Spoil” means whatever a dredger lifts from the bed of the harbour.
The Board recommends that anglers stay away from the dredger.

2. Tide-gates

A tide gate keeps the spring tide out. The tide-gates of Lanport are closed by night.
Parliamentary approval is needed before a gate is moved.
"""
BEES = """Handbook for Keepers of Orchard Bees

Silt in the drinking trough makes bees ill, so the trough is to be cleaned weekly.
A nucleus hive is a small colony that is raised beside a larger one.
The handbook recommends that anglers leave the orchard before noon.
Each keeper should register with the NBR before the first of May.
"""
BUSES = """Night buses in small towns

This brief was written after a meeting on night buses.
The night bus of Emmerby costs 4 crowns. The council rejected a dearer fare.
"""
SOURCES = """sources:
  - file: harbour.txt
    id: harbour
    csl:
      title: Harbour Dredging Strategy
      author: [{literal: Lanport Harbour Board}]
      issued: {date-parts: [[2011, 3]]}
    rights: Open licence of the board.
    valid_until: 2020-01-01
  - file: bees.txt
    id: bees
    csl:
      title: Handbook for Keepers of Orchard Bees
      author: [{given: Ada, family: Okafor}]
      issued: {date-parts: [[2019]]}
      language: en
  - file: buses.txt
    id: buses
    csl: {title: Night buses in small towns, genre: Brief, publisher: Vale Trust}
"""


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """The library of the three. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("town")
    texts = {"harbour.txt": HARBOUR, "bees.txt": BEES, "buses.txt": BUSES, "sources.yaml": SOURCES}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    store = tmp_path_factory.mktemp("town-store")
    library = fill(load_settings(corpus=folder, store=store, dtype="float32"), embedder)
    yield library
    library.close()


def answer_to(text: str, library: Library) -> Answer:
    """Ask, and see that each quote is what its document says."""
    answer = ask(Query(text), library)
    for citation in (*answer.citations, *answer.nearest):
        document = library.store.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    return answer


def said_by(answer: Answer) -> dict[str, tuple[str, ...]]:
    """Give what each part quotes, by its document."""
    return {
        part.document_id: tuple(answer.statements[n].text for n in part.statements)
        for part in answer.parts
    }


@pytest.fixture(scope="package")
def shelf(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """Documents that have sections, ingested."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)
