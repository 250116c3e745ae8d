"""How long it takes to refuse a key of an unknown id, and one with a wrong secret.

    python -m tests.ui.access.timing [TIMES]

Each is tried by turns, at the real costs; a ratio near 1 and a p that isn't small say that nobody
can tell from the time which ids there are.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from scipy.stats import mannwhitneyu

from ui.access.principal import EVERY, Role
from ui.access.team import open_team
from ui.server_folder import ServerFolder


def measured(times: int) -> tuple[list[float], list[float]]:
    """Seconds for an unknown id, and for a wrong secret."""
    with tempfile.TemporaryDirectory() as folder:
        team = open_team(ServerFolder(Path(folder)))
        _ = team.hasher.nobody
        account = team.accounts.add("ada", {EVERY: Role.READER})
        key = team.keys.add(account, "test", collections=(EVERY,), role=Role.READER, days=1)
        _, shown, secret = key.split("_", 2)
        tries = (f"sanad_{'0' * 12}_{secret}", f"sanad_{shown}_{secret[:-1]}~")
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(times):
            for one, seconds in zip(tries, taken, strict=True):
                began = time.perf_counter()
                assert team.keys.principal(one) is None
                seconds.append(time.perf_counter() - began)
        team.close()
    return taken


def main() -> None:
    """Measure and print."""
    unknown, wrong = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    medians = statistics.median(unknown), statistics.median(wrong)
    p = mannwhitneyu(unknown, wrong).pvalue
    sys.stdout.write(
        f"unknown id {medians[0] * 1e3:.1f} ms, wrong secret {medians[1] * 1e3:.1f} ms (medians of "
        f"{len(wrong)}): ratio {medians[0] / medians[1]:.3f}, p = {p:.2f}\n"
    )


if __name__ == "__main__":
    main()
