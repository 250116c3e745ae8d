"""Which build of PyTorch is installed: on Linux, PyPI's brings gigabytes of NVIDIA's libraries.

Sanad computes on the processor, so the small build does, whatever else is in the machine. The
package index in use is asked first what its build would bring: some serve the small one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ui.setup.pip_run import say

SMALL_BUILDS = "https://download.pytorch.org/whl/cpu"
_CHOSEN = ("--index-url", "-i", "--extra-index-url", "--find-links", "-f", "--no-index")
_HEAVY = ("nvidia", "cuda", "triton")
_PATIENCE_S = 900


def install(
    pip: Sequence[str], options: Sequence[str], environ: dict[str, str], root: Path
) -> None:
    """Install the small build where another would come; leave it to what follows elsewhere."""
    chosen = any(one.partition("=")[0] in _CHOSEN for one in options)
    if not sys.platform.startswith("linux") or chosen or not brings_gpu(pip, options, environ):
        return
    say(f"Fetching PyTorch's small build from {SMALL_BUILDS}.")
    command = [*pip, "install", *options, "--quiet", "--no-deps", "--retries", "1"]
    command += ["--timeout", "20", "--index-url", SMALL_BUILDS, f"torch=={pinned(root)}"]
    done = subprocess.run(  # nosec B603 # pip, by our own words
        command, check=False, env=environ | {"PIP_EXTRA_INDEX_URL": ""}, capture_output=True
    )
    if done.returncode:
        say("It can't be had from there; taking the usual one, of several gigabytes, instead.")


def brings_gpu(pip: Sequence[str], options: Sequence[str], environ: dict[str, str]) -> bool:
    """Say whether the package index's own build would bring libraries for a GPU.

    False, too, where that can't be found out, or where PyTorch is installed already.
    """
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [*pip, "install", *options, "--quiet", "--no-deps", "--dry-run"]
        command += ["--report", str(report), "torch"]
        try:
            subprocess.run(  # nosec B603 # pip, by our own words
                command, check=True, env=environ, capture_output=True, timeout=_PATIENCE_S
            )
            told = json.loads(report.read_text("utf-8"))["install"]
        except (OSError, subprocess.SubprocessError, ValueError, KeyError):
            return False
    needs = [need for one in told for need in one["metadata"].get("requires_dist", ())]
    return any(need.lower().startswith(_HEAVY) for need in needs)


def pinned(root: Path) -> str:
    """Give the version of PyTorch in constraints.txt."""
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    return next(one.partition("==")[2] for one in lines if one.startswith("torch=="))
