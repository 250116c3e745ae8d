"""Files on every system: names that none refuses; replacing and deleting such as may be open."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from pathlib import Path

TRIES, PAUSE_S = 10, 0.05
"""Half a second: longer than a reader of ours, or a virus scanner, holds a small file."""

FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
"""What some system takes for its own in a file's name."""
RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for devices, whatever follows a dot."""


def replace(made: Path, target: Path, *, platform: str = sys.platform) -> None:
    """Put a file in another's place, in one moment. Raises `OSError` where that can't be."""
    for left in reversed(range(TRIES if platform == "win32" else 1)):
        try:
            made.replace(target)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(PAUSE_S)


def delete(path: Path, *, platform: str = sys.platform) -> bool:
    """Delete a file, if it's there; on Windows, leave one that is open and say so by False."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if platform != "win32":
            raise
        return False
    return True


def hash_of(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, read in pieces. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def odd_name(name: str) -> bool:
    r"""Say whether a file's name leads elsewhere on Windows: ``..\x``, ``C:x``."""
    return bool({"\\", ":"}.intersection(name))
