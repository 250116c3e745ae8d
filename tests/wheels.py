"""Whether all pinned packages have a wheel for every system and Python that Sanad is for.

    python start.py wheels

Asks the package index, by uv and with what is in constraints.txt; installs nothing. An Intel
Mac, for which there is no PyTorch any more, must be refused: a check that can't fail is none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.tasks import PROGRAMS, ROOT, UV, pip, say

SYSTEMS = {
    "Windows x86-64": "x86_64-pc-windows-msvc",
    "macOS 14 arm64": "aarch64-apple-darwin",
    "Linux x86-64": "x86_64-manylinux_2_28",
    "Linux arm64": "aarch64-manylinux_2_28",
}
WITHOUT = {"macOS x86-64": "x86_64-apple-darwin"}
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("openai-like", "openai", "ollama", "anthropic", "gguf", "ray", "dev")


def missing(system: str, python: str) -> str:
    """Say what uv says lacks a wheel; nothing if all are there."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "pins.txt")
        options = ["--python-platform", system, "--python-version", python, "--quiet"]
        options += ["--only-binary", ":all:", "--constraints", "constraints.txt"]
        options += [f"--extra={extra}" for extra in EXTRAS]
        done = subprocess.run(
            [PROGRAMS / "uv", "pip", "compile", "pyproject.toml", "--output-file", made, *options],
            cwd=ROOT,
            env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
            capture_output=True,
            text=True,
            check=False,
        )
    return "" if done.returncode == 0 else " ".join(done.stderr.split())[:600] or "uv failed"


def _rows() -> Iterator[tuple[str, bool]]:
    for name, system in (SYSTEMS | WITHOUT).items():
        for python in PYTHONS:
            lacks = missing(system, python)
            right = bool(lacks) == (name in WITHOUT)
            said = (
                lacks if lacks and not right else "refused, as it should" if lacks else "all there"
            )
            yield f"{name}, Python {python}: {said}", right


def main() -> int:
    """Print a line for each; give 1 where one isn't as it should be."""
    pip(UV)
    code = 0
    for line, right in _rows():
        say(line)
        code = code if right else 1
    return code


if __name__ == "__main__":
    sys.exit(main())
