"""Evals as a person reruns them: other processes, other hash seeds, no cache, a kill halfway."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reruns import difference, finish, kill_between_cases, start, write_cases


@pytest.mark.slow
def test_two_runs_and_a_killed_one_give_the_same_bytes(tmp_path: Path) -> None:
    cases = write_cases(tmp_path / "some.yaml")
    first = finish(start(tmp_path / "a", cases, "1"), tmp_path / "a")

    folder = tmp_path / "b"
    kill_between_cases(start(folder, cases, "2"), folder)

    assert difference(first, finish(start(folder, cases, "3"), folder)) is None
    assert not (folder / "report.json.journal").exists()
    assert len(json.loads(first)["items"]) > 40


def test_a_difference_is_shown_with_what_stands_around_it() -> None:
    assert difference(b"the same", b"the same") is None
    assert "byte 4:" in str(difference(b"the same", b"the name"))
    assert "byte 3:" in str(difference(b"the", b"the same"))
