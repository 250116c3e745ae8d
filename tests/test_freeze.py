"""What `python -m tests.freeze` says of two records; the recording itself is run by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.freeze import compare


def kept(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_what_differs_is_named_with_its_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = kept(
        tmp_path / "old.jsonl",
        {"id": "case a", "status": "answered", "score": 0.5},
        {"id": "case b", "status": "refused"},
        {"id": "claim c", "verdict": "supported"},
    )
    new = kept(
        tmp_path / "new.jsonl",
        {"id": "case a", "status": "unsure", "score": 0.5},
        {"id": "case d", "status": "refused"},
        {"id": "claim c", "verdict": "supported"},
    )
    assert compare(old, new) == 3
    said = capsys.readouterr().out
    assert '-"answered"' in said
    assert '+"unsure"' in said
    assert "score" not in said
    assert "case b\n  only in the older one" in said
    assert "case d\n  only in the newer one" in said


def test_a_part_is_compared_by_the_start_of_its_ids(tmp_path: Path) -> None:
    old = kept(tmp_path / "old.jsonl", {"id": "case a", "score": 1}, {"id": "claim a", "score": 1})
    new = kept(tmp_path / "new.jsonl", {"id": "case a", "score": 2}, {"id": "claim a", "score": 1})
    assert compare(old, new, "claim") == 0
    assert compare(old, old) == 0
