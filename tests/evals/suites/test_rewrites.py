from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from evals.suites.rewrites import (
    FILE,
    Row,
    asked,
    broken,
    figures,
    folded,
    main,
    read_rows,
    with_last,
)
from rag.conversation.contextualize import StandAlone, stand_alone
from rag.conversation.history import Turn

FERRY, BRIDGE = "a1<::>2", "a2<::>2"
ROWS = [
    Row(FERRY, ("Who runs the night ferry?", "When does it leave?"),
        "When does the night ferry leave?"),
    Row(BRIDGE, ("Who opened the toll bridge?", "What is a levy?"), "What is the levy?"),
    Row("a2<::>1", ("Who opened the toll bridge?",), "Who opened the toll bridge?"),
]  # fmt: skip


def test_rows_are_read_without_their_marks(tmp_path: Path) -> None:
    row = {
        "id": BRIDGE,
        "questions": '|user|: "Who opened\n it?\n|user|: And  why?',
        "lastturn": "|user|: And  why?",
        "rewrite": "|user|: Why was it opened?",
    }
    (tmp_path / FILE).write_text(json.dumps(row), "utf-8")

    (read,) = read_rows(tmp_path)

    assert read == Row(BRIDGE, ("Who opened it?", "And why?"), "Why was it opened?")
    assert read.half == "even"
    assert not read.alone


def test_a_conversation_is_held_up_to_its_last_question() -> None:
    assert asked(ROWS[0], stand_alone).in_full == ROWS[0].full
    assert folded("What's a Levy?") == folded("whats the levy")


def test_the_last_question_goes_in_front_of_what_leans_on_it() -> None:
    turns = [Turn("Who runs it?")]

    assert with_last("And why?", turns).question == "Who runs it? And why?"
    assert with_last("What is the levy on imported tea?", turns) == StandAlone(
        "What is the levy on imported tea?", "What is the levy on imported tea?"
    )


def test_the_figures_count_what_is_closer() -> None:
    found = {(half, way): values for half, way, values in figures(ROWS)}

    assert found["odd", "rules"]["equal"] == 1
    assert found["odd", "rules"]["closer"] == 1
    assert found["odd", "rules"]["leaning first"] == 1
    assert found["odd", "rules"]["words F1"] == 1
    assert found["odd", "as typed"]["words F1"] < 1
    assert found["odd", "without pointing"] == found["odd", "as typed"]
    assert found["even", "last in front"]["touched"] == 1
    assert found["even", "rules"]["touched"] == 0


@pytest.mark.parametrize(
    "question", ["Who did the is?", "Is are the well?", "the the", "What is in the"]
)
def test_what_is_no_sentence(question: str) -> None:
    assert broken(question)


def test_without_the_file_nothing_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["rewrites", str(tmp_path)])

    main()

    assert "skipped: there is no" in capsys.readouterr().out
