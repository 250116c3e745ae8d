"""Which Python can run Sanad: said in words, and another one looked for."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.setup import python


def test_the_one_that_runs_this_fits() -> None:
    assert python.fits_here() == ""


@pytest.mark.parametrize(
    ("name", "machine", "libc", "words", "remedy"),
    [
        ("darwin", "x86_64", "", "Intel Macs", "Apple silicon"),
        ("win32", "ARM64", "", "on ARM", "x86-64"),
        ("linux", "x86_64", "", "no glibc", "python:3.13-slim"),
    ],
)
def test_a_machine_without_pytorch_is_told_before_anything_is_fetched(
    monkeypatch: pytest.MonkeyPatch, name: str, machine: str, libc: str, words: str, remedy: str
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: (libc, ""))
    assert words in python.fits_here()
    assert remedy in python.remedy()


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0)])
def test_another_version_is_told_which_it_takes(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert "3.11, 3.12 or 3.13" in python.fits_here()
    assert "python3-venv" in python.remedy()


def test_another_python_runs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "it.py"
    script.write_text("import sys; sys.exit(40 + len(sys.argv))", "utf-8")
    found = [["/no/such/python"], [sys.executable]]
    monkeypatch.setattr(python, "candidates", lambda: found)
    assert python.with_another([str(script), "a b"]) == 42
    found.pop()
    assert python.with_another([str(script)]) is None


def test_on_windows_the_launcher_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert python.candidates()[:3] == [["py", "-3.13"], ["py", "-3.12"], ["py", "-3.11"]]
    assert "no administrator" in python.remedy()


def test_nothing_but_the_standard_library_is_needed() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import start, ui.setup.commands; "
        "print([name for name in sys.modules if 'site-packages' in "
        "str(getattr(sys.modules[name], '__file__', ''))])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_what_an_old_python_reads_it_can_read() -> None:
    import ast

    for file in ("start.py", "ui/__init__.py", "ui/setup/__init__.py", "ui/setup/python.py"):
        ast.parse((ROOT / file).read_text("utf-8"), feature_version=(3, 8))
