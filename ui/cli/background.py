"""A Sanad that serves without a terminal: started, waited for, and ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from rag.errors import SettingsError
from rag.files import delete
from rag.settings import load_settings
from ui.cli.running import FILE, Json, alive, find, send

LOG = "serve.log"
"""Below the index's folder: what it would have said on the terminal."""
START_S, STOP_S = 600.0, 45.0
"""The first includes reading new documents, where that is asked for, the second what is being
answered."""
_LOOK_S = 0.1
_TOLD = 2_000
"""Characters of the log that are shown when it fails."""


def start(host: str, port: int, overrides: Mapping[str, Path], *, ingest: bool, log: bool) -> str:
    """Start a Sanad that goes on without us; give its address once it answers.

    One that serves the index already is left as it is. Raises `SettingsError` where it ends.
    """
    folder = load_settings(**overrides).store_folder
    if running := _answering(folder):
        return str(running["url"])
    folder.mkdir(parents=True, exist_ok=True)
    if others := set(overrides) - {"corpus", "store"}:
        raise SettingsError(
            f"a collection with settings of its own ({', '.join(sorted(others))}) isn't served in "
            "the background by itself; leave --background out"
        )
    said_in = folder / LOG
    options = [part for name, path in overrides.items() for part in (f"--{name}", str(path))]
    command = [sys.executable, "-P", "-c", "from ui.cli import main; main()", "serve", "--no-open"]
    command += ["--host", host, "--port", str(port), *options, *(["--ingest"] if ingest else [])]
    command += ["--log"] if log else []
    with said_in.open("wb") as stream:
        child = subprocess.Popen(  # nosec B603 # noqa: S603 - ourselves
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=sys.platform != "win32",
            creationflags=apart(),
        )
    until = time.monotonic() + START_S
    while time.monotonic() < until and child.poll() is None:
        running = _answering(folder)
        if running and running["pid"] == child.pid:
            child.returncode = 0  # it isn't ours to wait for any more
            return str(running["url"])
        time.sleep(_LOOK_S)
    child.kill()
    said = said_in.read_text("utf-8", "replace")[-_TOLD:].strip()
    raise SettingsError(f"the page couldn't be opened; {said_in} says:\n{said}")


def stop(overrides: Mapping[str, Path]) -> str:
    """End the Sanad that serves an index; give the address that it had.

    Raises `SettingsError` where there is none, or it doesn't end.
    """
    folder = load_settings(**overrides).store_folder
    running = _answering(folder)
    if running is None:
        raise SettingsError(f"no Sanad of yours serves the index in {folder}")
    os.kill(running["pid"], signal.SIGTERM)
    if sys.platform == "win32":  # there, it ends without tidying
        delete(folder / FILE)
    until = time.monotonic() + STOP_S
    while time.monotonic() < until:
        # It tidies up behind its last answer.
        if _answering(folder) is None and not (alive(running["pid"]) and (folder / FILE).exists()):
            return str(running["url"])
        time.sleep(_LOOK_S)
    raise SettingsError(f"the one at {running['url']} (process {running['pid']}) doesn't end")


def apart() -> int:
    """Give what has Windows start a process that outlives our terminal; elsewhere nothing."""
    names = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
    return sum(int(getattr(subprocess, name, 0)) for name in names)


def _answering(folder: Path) -> Json | None:
    """Give what is known of the Sanad that serves an index, if it proves to be the one."""
    try:
        running = find({"store": str(folder)})
        if running is not None:
            send(running, [])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return running
