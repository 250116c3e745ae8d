"""Whatever is sent, the answer is one that the description foresees: schemathesis tries it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from ui.web.listening import listen, url_of

SEEDS = (1, 20, 300)
EXAMPLES = 12
"""For each operation and kind of request, with each seed."""


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(
    importlib.util.find_spec("schemathesis") is None, reason="schemathesis isn't installed"
)
def test_no_request_gets_an_answer_that_is_not_described(own_app: FastAPI, tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(own_app, log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            reports = [tried(url_of(listener), seed, tmp_path) for seed in SEEDS]
        finally:
            server.should_exit = True
            thread.join()
    for report in reports:
        assert report.returncode == 0, report.stdout[-6_000:]


def tried(url: str, seed: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Have everything that is described tried, with one seed."""
    options = ["--seed", str(seed), "--max-examples", str(EXAMPLES), "--generation-database=none"]
    # A document that isn't there, or a text without words, is described well and refused.
    options += ["--exclude-checks", "positive_data_acceptance"]
    command = [sys.executable, "-m", "schemathesis.cli", "run", *options, "--no-color"]
    return subprocess.run(
        [*command, f"{url}/api/v1/openapi.json"],
        cwd=folder,  # it leaves a report behind
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
