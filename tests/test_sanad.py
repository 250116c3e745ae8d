"""The public module: what it gives is what the inside gives, and its examples run."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.tools import QueryEngineTool

import sanad
from rag.ask import ask
from rag.checking.check_claim import check_claim
from rag.checking.find_quote import find
from rag.library import Library
from rag.types import Query
from tests.conftest import CORPUS, ROOT

QUESTION = "What should parliament do?"
SERVING = (ROOT / "docs" / "serving.md").read_text("utf-8")


@pytest.fixture(scope="module")
def public(library: Library) -> Iterator[sanad.Library]:
    with sanad.open(corpus=CORPUS, store=library.store.path, dtype="float32") as opened:
        yield opened


def test_it_gives_what_the_inside_gives(public: sanad.Library, library: Library) -> None:
    assert public.ask(QUESTION) == ask(Query(QUESTION), library)
    statement = "The cabinet announced the policy in 2013."
    assert public.check(statement) == check_claim(Query(statement), library)
    words = "internal security policy"
    assert public.find(words) == find(Query(words), library)
    assert {one.id for one in public.documents()} == {"pips-2017", "rumi-2015"}


def test_a_citation_and_its_address_give_the_same_reference(public: sanad.Library) -> None:
    (citation, *_) = public.ask(QUESTION).citations
    address = public.find(citation.quote).exact[0].citation
    assert "Pak Institute for Peace Studies" in public.cite(citation, "apa")
    assert public.cite(citation, quoted=True).startswith(f"“{citation.quote}”")
    assert public.cite(address.passage_id, "mla") != public.cite(citation, "apa")
    with pytest.raises(sanad.SanadError, match="Nothing is cited"):
        public.cite("nobody@0123456789ab:100-220")


def test_passages_stand_where_they_say(public: sanad.Library, library: Library) -> None:
    found = public.passages("madrassa reform", k=4, documents=["rumi-2015"])
    assert 0 < len(found) <= 4
    for one in found:
        document = library.store.document(one.document)
        assert document is not None
        assert one.document == "rumi-2015"
        assert document.text[one.start : one.end] == one.text
    with pytest.raises(sanad.SanadError):
        public.passages("reform", documents=["nobody"])


def test_llama_index_asks_and_gets_places(public: sanad.Library) -> None:
    engine = RetrieverQueryEngine.from_args(public.retriever(k=3), llm=MockLLM())
    got = engine.query(QUESTION)
    assert len(got.source_nodes) == 3
    assert [one.node.node_id for one in got.source_nodes] == [
        one.id for one in public.passages(QUESTION, k=3)
    ]
    tool = QueryEngineTool.from_defaults(engine, name="search", description="Reads them.")
    assert public.passages(QUESTION, k=1)[0].text[:40] in tool.call(QUESTION).content


def test_the_tool_answers_with_sources(public: sanad.Library) -> None:
    tool = public.tool()
    assert "don't follow" in tool.metadata.description
    said = tool.call(question=QUESTION).content
    (first, *_) = public.ask(QUESTION).statements
    assert f"“{first.text}” [1]" in said
    assert "Sources" in said
    assert asyncio.run(tool.acall(question=QUESTION)).content == said


def test_new_documents_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "levy.txt").write_text("The water levy was raised by a third in March 2021.\n" * 2)
    with sanad.open(corpus=folder, store=tmp_path / "store", dtype="float32") as library:
        with pytest.raises(sanad.SanadError, match="sanad ingest"):
            library.ask("By how much was the levy raised?")
        report = library.ingest()
        assert [row.outcome for row in report.rows] == ["new"]
        answer = library.ask("By how much was the water levy raised?")
        assert "by a third" in answer.citations[0].quote


def test_the_examples_on_the_page_run(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.+?)```", SERVING, re.DOTALL)
    assert len(blocks) >= 3
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SANAD_STORE", os.fspath(library.store.path))
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - our own page
    printed = capsys.readouterr().out
    assert "verbatim" in printed
    assert "contradicted" in printed


def test_importing_it_loads_no_model() -> None:
    code = "import sanad, sys; print([m for m in ('torch', 'chromadb') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
