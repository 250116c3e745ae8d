"""What the README shows is true."""

from __future__ import annotations

import os
import re

import pytest

from rag.ask import ask
from rag.library import Library
from rag.settings import Settings
from rag.types import Query
from tests.conftest import ROOT
from ui.cli.group import cli
from ui.cli.printing import print_answer

README = (ROOT / "README.md").read_text("utf-8")


def test_the_example_answer_is_the_answer(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    question = re.search(r'make ask Q="(.+?)"', README)
    shown = re.search(r"```text\n(.+?)```", README, re.DOTALL)
    assert question
    assert shown
    print_answer(ask(Query(question[1]), library), Console(width=500, soft_wrap=True))
    assert capsys.readouterr().out == shown[1]


def test_what_one_can_ask_is_answered_as_it_says(library: Library) -> None:
    table = README.split("## What you can ask")[1].split("\n\n")[1]
    examples = [row.split("|")[2].strip() for row in table.splitlines()[2:]]
    answers = [ask(Query(example), library) for example in examples]
    assert [answer.kind for answer in answers] == [
        "question",
        "section",
        "section",
        "overview",
        "list",
        "comparison",
        "document fact",
        "definition",
        "mention",
    ]
    assert {answer.status for answer in answers} == {"answered"}


def test_the_python_examples_run(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    assert len(blocks) == 2
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SANAD_STORE", os.fspath(library.store.path))
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - our own README
    printed = capsys.readouterr().out
    assert "pips-2017@" in printed
    assert "security, sovereignty, and stability" in printed


def test_every_command_and_setting_is_in_the_tables() -> None:
    for command in cli.commands:
        assert f"`sanad {command}" in README
    for name in Settings.model_fields:
        assert f"| `SANAD_{name.upper()}` | `{name}` |" in README
