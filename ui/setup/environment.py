"""The environment in ``.venv``: made, filled with the pinned packages, and known to be whole.

Each step can be broken off: what was installed by then is kept, and the next run goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ui.setup import torch_build
from ui.setup.network import system_certificates, through_the_proxy, unusable_network
from ui.setup.pip_run import SetupFailed, run_pip, say

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PINS = "constraints.txt"
NEEDED_BYTES = 2_500_000_000
"""Of the disk, for a first install (2.1 GB on Linux); what the tests need is some more."""
LONGEST_ROOT = 60
"""Characters of our folder's path: the longest below it, of a licence of PyTorch's, takes another
195 of the 259 that Windows allows."""
_LOCK_AT = 1 << 30
_MADE = ".made"
"""Stands in an environment that its own pip works in."""


def python_in(venv: Path = VENV, platform: str = sys.platform) -> Path:
    """Give the Python of an environment."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def ready(extra: str = "", root: Path = ROOT) -> bool:
    """Say whether all that is pinned was installed: with ``extra`` "dev", the tests' too."""
    venv = root / ".venv"
    try:
        stamped = _stamp(venv, extra).read_text("utf-8")
    except OSError:
        return False
    return stamped == _wanted(root) and _runs(venv)


def install(extra: str = "", root: Path = ROOT) -> None:
    """Install what is missing. Raises `SetupFailed`, which names the remedy."""
    if ready(extra, root):
        return
    if problem := _no_room(root) or unusable_network(os.environ):
        raise SetupFailed(problem)
    with _alone(root), through_the_proxy(os.environ) as environ:
        if ready(extra, root):  # another one has done it meanwhile
            return
        say(f"Setting up Sanad in {root / '.venv'}: once, some minutes; a later start takes none.")
        _make(root)
        _forget_halves(root / ".venv")
        _fill(extra, root, environ)
        for one in {"", extra}:
            _stamp(root / ".venv", one).write_text(_wanted(root), "utf-8")
    say("Set up.")


def _fill(extra: str, root: Path, environ: dict[str, str]) -> None:
    # --no-compile: compiling all of it takes longer than installing it, and we import a quarter.
    usual = ["--no-compile", "--constraint", str(root / PINS)]
    usual += shlex.split(environ.get("PIPFLAGS", ""))
    pip = [str(python_in(root / ".venv")), "-m", "pip"]
    # A fast pip, and what we are built with.
    first = environ | system_certificates(environ)
    run_pip(pip, ["install", *usual, "--quiet", "pip", "hatchling"], first, cwd=root)
    torch_build.install(pip, usual, environ, root)
    what = f"{root}[{extra}]" if extra else str(root)
    told = ["install", *usual, "--no-build-isolation", "--editable", what]
    run_pip(pip, told, environ, cwd=root)


def _make(root: Path) -> None:
    """Make the environment, unless there is one that runs."""
    venv = root / ".venv"
    if _runs(venv) and ((venv / _MADE).exists() or _has_pip(venv)):
        return
    try:
        if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
            raise SetupFailed(f"{venv} is in the way, and no environment of Python's: move it")
        made = [sys.executable, "-m", "venv", "--clear", str(venv)]
        subprocess.run(made, check=True, capture_output=True, text=True)  # nosec B603 # no shell; our own words
        (venv / _MADE).touch()
    except subprocess.CalledProcessError as error:
        said = " ".join((error.stdout + error.stderr).split())[-300:]
        raise SetupFailed(f"{venv} can't be made ({said}); is the folder writable?") from error
    except OSError as error:
        raise SetupFailed(
            f"{venv} can't be made ({error.strerror}); put this folder where you may write"
        ) from error


def _runs(venv: Path) -> bool:
    """Say whether an environment's Python is there, and the one that it was made from."""
    try:
        lines = (venv / "pyvenv.cfg").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return False
    about = {name.strip(): value.strip() for name, _, value in (x.partition("=") for x in lines)}
    version = ".".join(about.get("version", "").split(".")[:2])
    fits = version in ("3.11", "3.12", "3.13")
    return fits and python_in(venv).exists() and Path(about.get("home", "")).is_dir()


def _has_pip(venv: Path) -> bool:
    asked = [str(python_in(venv)), "-c", "import pip"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0  # nosec B603 # no shell; our own words


def _forget_halves(venv: Path) -> None:
    """Remove the notes of packages whose install was broken off, so that pip takes them again.

    The list of a package's files is what pip writes last.
    """
    for notes in venv.glob("[Ll]ib*/**/site-packages/*.dist-info"):
        if not (notes / "RECORD").exists():
            shutil.rmtree(notes, ignore_errors=True)


def _no_room(root: Path) -> str:
    if sys.platform == "win32" and len(str(root)) > LONGEST_ROOT and not _long_paths():
        return (
            f"the folder {root} lies too deep for Windows, which allows 259 characters a path; "
            "move it to a shorter place, such as C:\\Sanad"
        )
    free = shutil.disk_usage(root).free
    if not (root / ".venv").exists() and free < NEEDED_BYTES:
        return (
            f"only {free / 1e9:.1f} GB are free on the disk of {root}, and Sanad needs some "
            f"{NEEDED_BYTES / 1e9:.1f}; make room"
        )
    return ""


def _long_paths() -> bool:
    """Say whether this Windows was told to allow paths of any length."""
    import winreg

    where = r"SYSTEM\CurrentControlSet\Control\FileSystem"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:  # type: ignore[attr-defined,unused-ignore]
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False


def _stamp(venv: Path, extra: str) -> Path:
    return venv / f".installed{'-' + extra if extra else ''}"


def _wanted(root: Path) -> str:
    """Give a digest of all that decides what is installed, and where: it knows its own place."""
    digest = hashlib.sha256(str(root).encode("utf-8", "surrogateescape"))
    for name in ("pyproject.toml", PINS):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one install at a time: it holds a lock on a file of ours."""
    with (root / PINS).open("rb") as stream:
        told = False
        while not _locked(stream):
            if not told:
                say("Another start.py is setting up; waiting for it.")
                told = True
            time.sleep(1)
        yield


def _locked(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(_LOCK_AT)  # beyond its end: others read it meanwhile
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Windows says "permission denied" of one that is taken; a file system may have no locks.
        return not isinstance(error, PermissionError)
    return True
