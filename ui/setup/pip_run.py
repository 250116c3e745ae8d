"""Running pip: its progress on one line of a terminal, and its failures in plain words."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

_STEPS = (
    (re.compile(r"Collecting ([\w.-]+)"), "finding"),
    (re.compile(r"Downloading (?:\S+/)?(\S+?)(?:-cp\S+|-py\S+|\.tar\.gz)? \("), "fetching"),
    (re.compile(r"(Installing) collected packages"), "unpacking all of it:"),
)
_NO_NETWORK = (
    r"Failed to establish a new connection|NameResolution|getaddrinfo|Name or service not"
    r"|Temporary failure in name|timed out|Max retries|ConnectionResetError|IncompleteRead"
)
_REMEDIES = {
    r"No space left on device|Errno 28|WinError 112": (
        "the disk is full. Make room (some 2.5 GB are needed)"
    ),
    r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLCertVerification": (
        "the package index's certificate isn't trusted. If your network has a certificate "
        "authority of its own, ask for its file and set PIP_CERT=/path/to/that.pem"
    ),
    r"SOCKS": (
        "the SOCKS proxy of your variables doesn't let pip through. Correct it, or set "
        "HTTPS_PROXY=http://HOST:PORT to an HTTP proxy"
    ),
    r"407 Proxy|Proxy Authentication Required": (
        "the proxy asks for a password. Set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
    ),
    r"ProxyError|Cannot connect to proxy|Tunnel connection failed": (
        "the proxy of your variables can't be reached. Correct HTTPS_PROXY, or unset it"
    ),
    _NO_NETWORK: (
        "the package index can't be reached. Is there a network? Behind a proxy (pip reads no "
        "PAC script) set HTTPS_PROXY=http://HOST:PORT; with an index of your own, PIP_INDEX_URL"
    ),
    r"Errno 13|WinError 5\b|WinError 32|Permission denied|Access is denied": (
        "a file can't be written. End other programs that use this folder (a virus scanner, "
        "another Sanad), or put the folder where you may write"
    ),
    r"Long Path|WinError 206|File name too long": (
        "a path gets too long. Move this folder to a shorter place"
    ),
    r"No matching distribution|Could not find a version": (
        "the package index has no build of a package for this machine (see above). Sanad runs on "
        "Linux, macOS 14 on Apple silicon and Windows, each 64-bit, with Python 3.11 to 3.13"
    ),
}
"""By what pip says; the first that fits counts."""


class SetupFailed(Exception):
    """What stood in the way of setting up, and what to do."""


def run_pip(
    pip: Sequence[str], arguments: Sequence[str], environ: dict[str, str], *, cwd: Path
) -> None:
    """Run pip. Raises `SetupFailed` with the reason that it gave, and the remedy."""
    command = [*pip, "--disable-pip-version-check", *arguments]
    with subprocess.Popen(  # nosec B603 # pip, by our own words
        command,
        cwd=cwd,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        complaints: list[str] = []
        reader = threading.Thread(target=_keep, args=(process.stderr, complaints), daemon=True)
        reader.start()
        _show(process.stdout)
        reader.join()
    if process.returncode:
        raise SetupFailed(_failure("".join(complaints)))


def _failure(said: str) -> str:
    errors = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()
    shown = "\n".join(errors[-3:])
    return f"{shown}\n{remedy(said)}; then run this again: it goes on from here.".lstrip()


def remedy(said: str) -> str:
    """Say what is wrong, and what to do, by what pip said."""
    for pattern, words in _REMEDIES.items():
        if re.search(pattern, said):
            return words
    return "pip failed, for the reason above. Mend that"


def _keep(stream: IO[str], complaints: list[str]) -> None:
    for line in stream:
        complaints.append(line)
        if line.startswith("WARNING: Retrying"):
            _status("waiting for the network")


def _show(stream: IO[str]) -> None:
    """Show on one line what pip is at; where nobody looks on, only print its result."""
    for line in stream:
        if line.startswith("Successfully installed") and not sys.stderr.isatty():
            sys.stderr.write(f"Installed {len(line.split()) - 2} packages.\n")
        for pattern, doing in _STEPS:
            if found := pattern.search(line):
                _status(f"{doing} {found[1] if doing[-1] != ':' else 'a minute or two'}")
    _status("")


def _status(text: str) -> None:
    if sys.stderr.isatty():
        width = max(10, shutil.get_terminal_size().columns - 1)
        sys.stderr.write("\r" + text[:width].ljust(width) + ("" if text else "\r"))
        sys.stderr.flush()


def say(line: str) -> None:
    """Print a line for the user, on stderr: stdout belongs to answers."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
