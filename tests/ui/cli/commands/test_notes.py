"""The notebook in the terminal: the same conversations and pins as on the page."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rag.ask import ask
from rag.errors import NotebookError
from rag.library import Library
from rag.notebook.entries import Exchange
from rag.notebook.notebook import open_notebook
from rag.settings import load_settings
from rag.types import Query
from ui.cli.group import cli

QUESTION = "In which year did the cabinet announce the National Internal Security Policy?"


@pytest.fixture
def store(own_store: Path, library: Library) -> Path:
    """A store whose notebook has two conversations and a pin."""
    notebook = open_notebook(load_settings(store=own_store))
    answer = ask(Query(QUESTION), library)
    kept = {"policy01": Exchange("which year was it", answer, followed=True)}
    for name, exchange in {**kept, "bread001": Exchange("Bread?", stopped=True)}.items():
        number = notebook.conversations.begin(name, exchange.asked)
        notebook.conversations.finish(name, number, exchange)
    pin = notebook.pins.add(answer.citations[0])
    notebook.pins.write(pin.id, "Look it up.")
    return own_store


def run(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["notes", *arguments, "--store", os.fspath(store)])


def test_listed_searched_and_shown(store: Path) -> None:
    listed = run(store, "list").stdout
    assert "policy01" in listed
    assert "bread001" in listed
    assert "which year was it" in listed
    found = run(store, "search", "security policy").stdout
    assert "policy01" in found
    assert "bread001" not in found
    shown = run(store, "show", "pol").stdout
    assert "> which year was it" in shown
    assert f"asked as: {QUESTION}" in shown
    assert "2014" in shown
    assert "(stopped)" in run(store, "show", "bread001").stdout


def test_renamed_deleted_and_restored(store: Path) -> None:
    assert run(store, "rename", "policy01", "The policy").exit_code == 0
    assert "The policy" in run(store, "list").stdout
    assert "restore policy01" in run(store, "delete", "policy01").stderr
    assert "policy01" not in run(store, "list").stdout
    assert run(store, "restore", "policy01").exit_code == 0
    assert "The policy" in run(store, "list").stdout
    with pytest.raises(NotebookError, match="no conversation 'nothing'"):
        raise run(store, "show", "nothing").exception or AssertionError


def test_pins_are_listed_and_all_is_exported(store: Path, tmp_path: Path) -> None:
    pins = run(store, "pins").stdout
    assert pins.startswith("1. “")
    assert "Look it up." in pins
    for name, words in (("pins.csv", "Look it up."), ("pins.txt", "Look it up.")):
        assert run(store, "export", "pins", str(tmp_path / name)).exit_code == 0
        assert words in (tmp_path / name).read_text("utf-8-sig")
    assert run(store, "export", "policy01", str(tmp_path / "talk.txt")).exit_code == 0
    text = (tmp_path / "talk.txt").read_text()
    assert "Typed: “which year was it”" in text
    shutil.rmtree(store)


def test_a_notebook_that_is_off_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_NOTEBOOK", "false")
    with pytest.raises(NotebookError, match="off"):
        raise run(store, "list").exception or AssertionError
