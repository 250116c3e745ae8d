from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from evals.metrics.scores import score
from evals.suites.answers import items_of, read_answers
from evals.suites.cases import Case
from rag.errors import SettingsError
from tests.ingest.made import document as made

TEXT = "The well is dry.\n\nThe levy was raised by a third.\n"
CASES = [
    Case.model_validate(
        {
            "id": "dry",
            "question": "Is the well dry?",
            "answerable": True,
            "gold": [{"document": "made.txt", "quote": "The well is dry."}],
        }
    ),
    Case(id="mill", question="Who owns the mill?", answerable=False),
]


def write(folder: Path, *rows: Mapping[str, object]) -> Path:
    path = folder / "answers.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def run(folder: Path, *rows: Mapping[str, object]) -> dict[str, float | None]:
    document = made(folder, TEXT.encode())
    items = items_of(CASES, read_answers(write(folder, *rows)), [document], folder)
    return {
        name: figure.value for name, figure in score(items, {"made.txt": document.text}).items()
    }


def test_another_systems_answers_get_the_same_metrics(tmp_path: Path) -> None:
    quotes = [{"quote": "The  well is dry.", "document": "made.txt"}]
    figures = run(tmp_path, {"id": "dry", "text": "It is.", "quotes": quotes}, {"id": "mill"})
    for name in ("evidence_hit", "quote_fidelity", "answer_rate", "refusal_rate"):
        assert figures[name] == 1, name


def test_a_made_up_quote_and_a_wrong_answer_cost(tmp_path: Path) -> None:
    made_up = {"id": "mill", "text": "Jane.", "quotes": [{"quote": "Jane owns the mill."}]}
    figures = run(tmp_path, {"id": "dry", "text": "No.", "quotes": []}, made_up)
    assert figures["quote_fidelity"] == 0
    assert figures["quotes_fabricated"] == 1
    assert figures["refusal_rate"] == 0
    assert figures["evidence_hit"] == 0


def test_a_missing_answer_is_an_error_not_left_out(tmp_path: Path) -> None:
    document = made(tmp_path, TEXT.encode())
    answers = read_answers(write(tmp_path, {"id": "dry", "text": "Yes."}))
    items = items_of(CASES, answers, [document], tmp_path)
    assert [item.outcome for item in items] == ["answered", "error"]
    assert run(tmp_path, {"id": "dry", "text": "Yes."})["refusal_rate"] == 0


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="row 1, status"):
        read_answers(write(tmp_path, {"id": "1", "status": "maybe"}))
    with pytest.raises(SettingsError, match="'1' stands there twice"):
        read_answers(write(tmp_path, {"id": "1"}, {"id": "1"}))


def test_a_file_left_out_for_its_bytes_is_quoted_like_the_one_read(tmp_path: Path) -> None:
    document = made(tmp_path, TEXT.encode())
    (tmp_path / "twin.txt").write_bytes(TEXT.encode())
    quotes = [{"quote": "The well is dry.", "document": "twin.txt"}]
    said = [{"text": "It is.", "quotes": quotes}]
    for row in (
        {"id": "dry", "text": "It is.", "quotes": quotes},
        {"id": "dry", "statements": said},
    ):
        answers = read_answers(write(tmp_path, row))
        items = items_of(CASES[:1], answers, [document], tmp_path)
        assert score(items, {"made.txt": document.text})["quote_fidelity"].value == 1
        assert score(items, {"made.txt": document.text})["evidence_hit"].value == 1
