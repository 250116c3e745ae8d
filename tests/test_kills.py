"""The short version of `python -m tests.kills`, which kills a hundred ingests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills import run


@pytest.mark.parametrize(
    ("documents", "kills"), [(8, 2), pytest.param(14, 6, marks=pytest.mark.slow)]
)
def test_killed_ingests_lose_nothing(tmp_path: Path, documents: int, kills: int) -> None:
    outcome = run(tmp_path, documents=documents, kills=kills, seed=7)
    assert outcome.problems == ()
    assert outcome.between_writes >= kills // 2
    assert outcome.readings > documents
