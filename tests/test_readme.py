"""What README.md and the page on asking show is true."""

from __future__ import annotations

import re

import pytest

from rag.ask import ask
from rag.library import Library
from rag.types import Query
from tests.conftest import ROOT
from ui.cli.printing import print_answer

README = (ROOT / "README.md").read_text("utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "ask.md").read_text("utf-8")


def test_the_example_answer_is_the_answer(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    question = re.search(r'start.py ask "(.+?)"', README)
    shown = re.search(r"```text\n(.+?)```", README, re.DOTALL)
    assert question
    assert shown
    print_answer(ask(Query(question[1]), library), Console(width=500, soft_wrap=True))
    assert capsys.readouterr().out == shown[1]


def test_what_one_can_ask_is_answered_as_it_says(library: Library) -> None:
    table = HOW_TO.split("## What you can ask")[1].split("\n\n")[1]
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
