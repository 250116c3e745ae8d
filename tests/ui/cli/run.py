"""Running `sanad`: as a person does, in a process of its own, or quickly, in the tests' process.

A new process spends ten seconds on importing what the models run on, so only the tests of the
process itself, and one of each main command, start one.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.conftest import ROOT
from ui.cli import main

RUN = [sys.executable, "-c", "from ui.cli import main; main()"]
Done = subprocess.CompletedProcess[str]


def new_process(
    *arguments: str, cwd: Path = ROOT, options: Sequence[str] = (), **settings: str | Path
) -> Done:
    """Run a command in a process of its own; ``options`` are Python's."""
    return subprocess.run(
        [RUN[0], *options, *RUN[1:], *arguments],
        cwd=cwd,
        env=environment(settings) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def sanad(*arguments: str, cwd: Path = ROOT, **settings: str | Path) -> Done:
    """Run a command in this process, by the function that the script calls."""
    out, err = _stream(), _stream()
    with (
        patch.dict(os.environ, environment(settings), clear=True),
        patch.object(sys, "argv", ["sanad", *arguments]),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as left,
    ):
        main()
    gc.enable()  # a short command's process would end now
    return Done(arguments, int(left.value.code or 0), _written(out), _written(err))


def _stream() -> io.TextIOWrapper[io.BytesIO]:
    return io.TextIOWrapper(io.BytesIO(), "utf-8")


def _written(stream: io.TextIOWrapper[io.BytesIO]) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


def environment(settings: Mapping[str, str | Path]) -> dict[str, str]:
    """Give the variables of a process that has these settings and no others."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith("SANAD_")}
    variables["SANAD_DTYPE"] = "float32"  # on every machine the same
    return variables | {f"SANAD_{k.upper()}": str(v) for k, v in settings.items()}
