"""Asking goes on while `sanad ingest` writes to the same store in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.ask import ask
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import CORPUS, ROOT, fill

PARAGRAPH = (
    "The {n}th canal of the lower valley carries {n} cubic metres of water in a dry summer, "
    "and its {n} sluices are opened by the warden of canal {n} on the first day of May. "
)


@pytest.mark.slow
def test_asking_goes_on_while_another_process_writes(tmp_path: Path, embedder: Embedder) -> None:
    corpus, store = tmp_path / "corpus", tmp_path / "store"
    corpus.mkdir()
    for file in CORPUS.iterdir():
        (corpus / file.name).write_bytes(file.read_bytes())
    library = fill(load_settings(corpus=corpus, store=store), embedder)
    question = Query("What are the three S's in internal security?")
    expected = ask(question, library).statements
    assert expected

    # Both kinds of write: documents that are new, and one that is replaced (with the same answer).
    for part in range(4):
        paragraphs = (PARAGRAPH.format(n=100 * part + n) for n in range(20))
        (corpus / f"canals-{part}.txt").write_text("\n\n".join(paragraphs))
    brief = corpus / "pips-2017-internal-security-and-challenges.txt"
    brief.write_bytes(brief.read_bytes() + b"\n\nA last word was added.\n")

    command = [sys.executable, "-c", "from ui.cli import main; main()", "ingest", str(corpus)]
    environment = os.environ | {"SANAD_STORE": str(store), "PYTHONPATH": str(ROOT)}
    asked = 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as writer:
        while writer.poll() is None:
            assert ask(question, library).statements == expected
            asked += 1
    assert writer.returncode == 0
    assert asked > 3
    canal = ask(Query("How much water does the 113th canal of the lower valley carry?"), library)
    assert "113 cubic metres" in canal.statements[0].text
    document = library.store.document("pips-2017")
    assert document is not None
    assert "A last word was added." in document.text
    assert library.store.damage() == ()
