from __future__ import annotations

from pathlib import Path

import pytest

from evals.metrics.scores import score
from evals.suites.cases import Case, read_cases
from evals.suites.run import run_cases
from rag.errors import SettingsError
from rag.library import Library
from tests.conftest import ROOT

CASES = read_cases(ROOT / "evals" / "cases" / "develop.yaml")
FEW = CASES[::44]


class Killed(BaseException):
    """Stands for a kill: no handler may catch it."""


def test_a_killed_run_goes_on_to_the_same_items(tmp_path: Path, library: Library) -> None:
    journal = tmp_path / "journal"
    whole = run_cases(FEW, library)

    def kill(done: int, _total: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        run_cases(FEW, library, journal=journal, progress=kill)
    assert len(journal.read_text("utf-8").splitlines()) == 3  # its fingerprint and two items
    with journal.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "cut off in the mid')
    seen: list[int] = []
    again = run_cases(FEW, library, journal=journal, progress=lambda done, _: seen.append(done))
    assert again == whole
    assert not journal.exists()


def test_a_journal_of_other_cases_is_not_taken(tmp_path: Path, library: Library) -> None:
    journal = tmp_path / "journal"
    journal.write_text("another run\n{}\n", "utf-8")
    assert run_cases(FEW[:1], library, journal=journal) == run_cases(FEW[:1], library)


def test_an_item_that_raises_is_a_row_and_an_error(library: Library) -> None:
    bad = Case(id="bad", question="Why?", answerable=False, documents=("gone.txt",))
    first, second = run_cases([bad, FEW[0]], library)
    assert first.outcome == "error"
    assert "gone.txt" in first.error
    assert second.outcome != "error"
    assert score([first], {})["refusal_rate"].value == 0


def test_gold_that_is_nowhere_stops_the_run_at_once(library: Library) -> None:
    gold = [{"document": CASES[0].gold[0].document, "quote": "Nobody ever wrote this."}]
    case = Case.model_validate({"id": "1", "question": "?", "answerable": True, "gold": gold})
    with pytest.raises(SettingsError, match="case 1"):
        run_cases([case], library)


def test_the_gate_every_quote_is_verbatim(library: Library) -> None:
    """The fast gate: a spread of our own cases, asked for real."""
    items = run_cases(CASES[::7], library)
    texts = {document.file: document.text for document in library.documents()}
    figures = score(items, texts)
    assert not [item.error for item in items if item.outcome == "error"]
    assert figures["quotes_verbatim"].value
    assert figures["quote_fidelity"].value == 1
    assert figures["unsupported_details_count"].value == 0
    off_topic = [item for item in items if item.stratum == "off-topic"]
    assert all(item.outcome == "refused" for item in off_topic)
    assert off_topic
