from __future__ import annotations

from pathlib import Path

import pytest

from evals.suites.cases import Case
from evals.suites.followups import Conversation, hold
from evals.suites.left_out import as_read
from evals.suites.run import run_cases
from ingest.sync import sync
from rag.errors import SettingsError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings

LEVY = "# Levy\n\nThe levy was raised by a third in March.\n"
QUOTE = "The levy was raised by a third in March."
QUESTION = "By how much was the levy raised?"


@pytest.fixture
def twice(tmp_path: Path, embedder: Embedder) -> Library:
    """A corpus that holds a file twice, and one like it but for a letter."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in (
        ("levy-1.md", LEVY),
        ("levy-2.md", LEVY),
        ("levy-3.md", LEVY.replace("March", "April")),
    ):
        (corpus / name).write_text(text, "utf-8")
    library = Library(load_settings(corpus=corpus, store=tmp_path / "store"), embedder=embedder)
    report = sync(corpus, library.store, embedder.identity, lambda: embedder)
    assert [row.outcome for row in report.rows] == ["new", "duplicate", "new"]
    return library


def case(name: str, *, documents: tuple[str, ...] = ()) -> Case:
    gold = [{"document": name, "quote": QUOTE}]
    row = {"id": "levy", "question": QUESTION, "answerable": True, "gold": gold}
    return Case.model_validate({**row, "documents": documents})


def test_a_case_on_a_file_left_out_is_scored_by_the_one_of_the_same_bytes(twice: Library) -> None:
    both = ("levy-2.md", "levy-1.md")
    (item,) = run_cases([case("levy-2.md", documents=both)], twice)
    assert item.outcome == "answered", item.error
    ((place,),) = item.gold
    assert place.document == "levy-1.md"
    assert [p.document for said in item.statements for p in said.quotes] == ["levy-1.md"]
    assert item == run_cases([case("levy-1.md", documents=both[1:])], twice)[0]


def test_a_follow_up_on_a_file_left_out_is_scored_too(twice: Library) -> None:
    gold = case("levy-2.md").gold
    turn = {"typed": "And when?", "full": "When was the levy raised?", "kind": "when", "gold": gold}
    row = {"id": "levy", "half": "develop", "question": QUESTION, "turns": [turn]}
    (held,) = hold([Conversation.model_validate(row)], twice)
    assert [place.document for place in held.items["full"].gold[0]] == ["levy-1.md"]


def test_other_names_stay_as_they_are(twice: Library) -> None:
    corpus, documents = twice.settings.corpus, twice.documents()
    (corpus / "new.md").write_text("Not read yet.\n", "utf-8")
    (corpus / "README.md").write_text(LEVY.replace("raised", "cut"), "utf-8")
    (corpus.parent / "beside.md").write_text(LEVY, "utf-8")
    for name in ("levy-1.md", "levy-3.md", "levy-4.md", "new.md", "README.md", "../beside.md"):
        assert as_read([case(name)], documents, corpus) == (case(name),)
        assert as_read([case(name)], documents, corpus / "gone") == (case(name),)


def test_a_name_that_is_wrong_still_stops_the_run(twice: Library) -> None:
    with pytest.raises(SettingsError, match=r"no document 'levy-4\.md'"):
        run_cases([case("levy-4.md")], twice)
    with pytest.raises(SettingsError, match=r"levy-3\.md doesn't say"):
        run_cases([case("levy-3.md")], twice)
