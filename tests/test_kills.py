"""The short version of `python -m tests.kills`, which kills a hundred ingests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills import run


@pytest.mark.parametrize("seed", [7])
def test_killed_ingests_lose_nothing(tmp_path: Path, seed: int) -> None:
    outcome = run(tmp_path, documents=14, kills=6, seed=seed)
    assert outcome.problems == ()
    assert outcome.between_writes >= 3
    assert outcome.readings > 14
