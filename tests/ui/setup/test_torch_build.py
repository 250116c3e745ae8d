"""Which build of PyTorch is taken: the small one, asked for only where a large one would come."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.setup import torch_build

PIP = [sys.executable, "-m", "pip"]


def index(folder: Path, *needs: str) -> list[str]:
    """Make a package index of one wheel; give pip's options for it."""
    about = "Metadata-Version: 2.1\nName: torch\nVersion: 9.9\n"
    about += "".join(f"Requires-Dist: {need}\n" for need in needs)
    notes = "torch-9.9.dist-info"
    with zipfile.ZipFile(folder / "torch-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{notes}/METADATA", about)
        wheel.writestr(f"{notes}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{notes}/RECORD", "")
    return ["--isolated", "--ignore-installed", "--no-index", "--find-links", str(folder)]


@pytest.mark.parametrize(
    ("needs", "heavy"),
    [
        (("sympy", "filelock"), False),
        (("sympy", 'nvidia-cublas==13.1; platform_system == "Linux"'), True),
        (("cuda-toolkit[cudart]==13.0",), True),
        (("triton==3.7.1",), True),
    ],
)
def test_what_the_index_would_bring_is_asked(
    tmp_path: Path, needs: tuple[str, ...], heavy: bool
) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    environ["PIP_CONFIG_FILE"] = os.devnull
    assert torch_build.brings_gpu(PIP, index(tmp_path, *needs), environ) is heavy


def test_where_it_cannot_be_asked_the_usual_one_is_taken(tmp_path: Path) -> None:
    nowhere = ["--isolated", "--no-index", "--ignore-installed", "--constraint", "/no/such.txt"]
    assert not torch_build.brings_gpu(PIP, nowhere, dict(os.environ))


@pytest.mark.parametrize("options", [["--extra-index-url=https://x.example"], ["-f", "wheels"]])
def test_who_chose_an_index_is_asked_nothing(options: list[str], tmp_path: Path) -> None:
    torch_build.install(["/no/such/pip"], options, {}, tmp_path)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_than_on_linux_the_usual_build_is_small(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    torch_build.install(["/no/such/pip"], [], {}, tmp_path)


def test_a_build_that_cannot_be_had_is_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    environ["PIP_CONFIG_FILE"] = os.devnull
    monkeypatch.setattr(torch_build, "SMALL_BUILDS", "http://127.0.0.1:9/simple")
    monkeypatch.setattr(torch_build, "brings_gpu", lambda *_: True)
    monkeypatch.setattr(sys, "platform", "linux")
    torch_build.install(PIP, ["--ignore-installed", "--dry-run"], environ, ROOT)
    assert "taking the usual one" in capfd.readouterr().err


def test_the_pin_is_read_from_the_constraints() -> None:
    assert f"torch=={torch_build.pinned(ROOT)}\n" in (ROOT / "constraints.txt").read_text("utf-8")
