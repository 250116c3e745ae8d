"""Which Python can run Sanad, and where another one is. Any Python from 3.8 on reads this file."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

LOWEST, TOO_NEW = (3, 11), (3, 14)
MINORS = (13, 12, 11)
_TRIED = "START_PY_TRIED"
"""Set for the Python that was found, so that it doesn't look for another one in turn."""
_FITS = (
    "import sys; sys.path.insert(0, %r); from ui.setup.python import fits_here; "
    "sys.exit(bool(fits_here()))"
)


def fits_here() -> str:
    """Say why Sanad can't be set up with this Python; nothing if it can."""
    version = platform.python_version()
    if not LOWEST <= sys.version_info[:2] < TOO_NEW:
        return "this is Python " + version + ", and Sanad needs 3.11, 3.12 or 3.13."
    if sys.maxsize < 2**32:
        return "this Python is a 32-bit one, and PyTorch has none for it."
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        return "this Python is for Intel Macs, and PyTorch has none for them any more."
    if sys.platform == "win32" and platform.machine().upper() == "ARM64":
        return "this Python is for ARM, and not all that Sanad needs is there for Windows on ARM."
    if sys.platform.startswith("linux") and platform.libc_ver()[0] != "glibc":
        return "this Linux has no glibc (Alpine?), and PyTorch needs it."
    if importlib.util.find_spec("ensurepip") is None:
        return "this Python lacks its module venv."
    return ""


def with_another(arguments: list[str]) -> int | None:
    """Run a script with another Python that fits; give its exit code, None where there is none."""
    if os.environ.get(_TRIED):
        return None
    root = str(Path(__file__).resolve().parents[2])
    for python in candidates():
        if _quiet([*python, "-c", _FITS % root]) == 0:
            environ = dict(os.environ, **{_TRIED: "1"})
            return subprocess.call([*python, *arguments], env=environ)  # nosec B603 # no shell; a Python
    return None


def candidates() -> list[list[str]]:
    """List the commands that may start another Python, the newest first."""
    if sys.platform == "win32":
        found = [["py", "-3." + str(minor)] for minor in MINORS]
        programs = Path(os.environ.get("LOCALAPPDATA", "C:/"), "Programs", "Python")
        return found + [
            [str(programs / ("Python3" + str(minor)) / "python.exe")] for minor in MINORS
        ]
    usual = ["/usr/local/bin/", "/opt/homebrew/bin/"]
    commands = [where + "python3." + str(minor) for where in ("", *usual) for minor in MINORS]
    pyenv = Path(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv"), "versions")  # noqa: PTH111
    for minor in MINORS:
        versions = sorted(pyenv.glob("3." + str(minor) + ".*/bin/python"), reverse=True)
        commands += [str(one) for one in versions[:1]]
        framework = "/Library/Frameworks/Python.framework/Versions/3." + str(minor)
        commands.append(framework + "/bin/python3")
    return [[one] for one in [*commands, "python3", "/usr/bin/python3"]]


def remedy() -> str:
    """Say how to come by a Python that fits."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        return "On a Mac with Apple silicon take its own Python: https://www.python.org/downloads/"
    if sys.platform == "win32":
        return (
            "Install 64-bit Python 3.13 for yourself (no administrator's rights needed) from "
            "https://www.python.org/downloads/windows/ (the one for x86-64) or the Microsoft "
            "Store, then run: py -3.13 start.py"
        )
    if sys.platform == "darwin":
        return "Install Python 3.13 from https://www.python.org/downloads/ and run this again."
    if platform.libc_ver()[0] != "glibc":
        return "Use a Linux with glibc, such as Debian's container image python:3.13-slim."
    return (
        "Install one with its venv module (Debian, Ubuntu: sudo apt install python3-venv; without "
        "such rights: uv python install 3.13), or name it: /path/to/python3.13 start.py"
    )


def _quiet(command: list[str]) -> int:
    nowhere = subprocess.DEVNULL
    try:
        return subprocess.call(command, stdout=nowhere, stderr=nowhere, timeout=30)  # nosec B603 # no shell; a Python
    except (OSError, subprocess.TimeoutExpired):
        return 1
