"""The streams and the folder of this process: what they can't take is said in one line.

Standard library only, since a command that another process does needs this, too.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json
import os
import sys
import tempfile
from pathlib import Path

ESCAPES = "sanad.escapes"
"""The way to write what a stream's encoding hasn't: as JSON does, so that JSON stays JSON."""
_BROKEN = (errno.EPIPE, errno.EINVAL if sys.platform == "win32" else errno.EPIPE)
_UNWRITABLE = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, getattr(errno, "EDQUOT", -1))
_escaped: set[str] = set()


def prepare() -> str:
    """Make the streams take whatever is written; say what is wrong with the folder we are in."""
    _open_missing()
    codecs.register_error(ESCAPES, _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPES, encoding=_encoding(stream))
    try:
        os.getcwd()  # noqa: PTH109 - what pathlib calls
    except OSError:
        return "the folder that this terminal is in is gone; go to another (cd ~), then try again"
    return ""


def said_of_escapes() -> str:
    """Say that something was written as escapes, and how to see it as it is; mostly nothing."""
    if not _escaped:
        return ""
    (name, *_) = sorted(_escaped)
    _escaped.clear()
    return (
        f"(this output takes only {name}: \\u2019 and the like stand for other characters; "
        "PYTHONIOENCODING=utf-8 shows them)"
    )


def failure_words(error: OSError) -> str | None:
    """Say what keeps the output, or a file, from being written; None where it's something else.

    An empty text where nobody reads the output any more.
    """
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}; is it there, and yours to read and write?"
    if error.errno in _BROKEN:
        return ""
    if error.errno in _UNWRITABLE:
        return f"the output can't be written ({error.strerror}); send it to another place"
    return None


def output_problem() -> str | None:
    """Write what is left of the output; give what `failure_words` says where it can't be.

    It's dropped then, so that the end of the process doesn't try again.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        _drop()
        return failure_words(error)
    except ValueError:  # closed meanwhile
        return None
    return None


def home() -> dict[str, str]:
    """Give a place for what libraries keep at home, for a user who has none, as in a container."""
    try:
        Path.home()
    except RuntimeError:
        made = Path(tempfile.gettempdir(), f"sanad-{os.getuid()}" if os.name != "nt" else "sanad")
        with contextlib.suppress(OSError):
            made.mkdir(mode=0o700, exist_ok=True)
        return {"HOME": str(made)}
    return {}


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    _escaped.add(error.encoding)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def _encoding(stream: io.TextIOWrapper) -> str:
    """Give the encoding to write in: on Windows, files and pipes get UTF-8, as elsewhere."""
    chosen = os.environ.get("PYTHONIOENCODING") or stream.isatty()
    return stream.encoding if sys.platform != "win32" or chosen else "utf-8"


def _open_missing() -> None:
    """Put nothing in the place of a stream that is closed: else the next file gets its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with contextlib.suppress(OSError):
                os.fstat(number)
                continue
            with contextlib.suppress(OSError):
                if os.open(os.devnull, os.O_RDWR) == number:
                    mode = "w" if number else "r"
                    setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _drop() -> None:
    with contextlib.suppress(OSError, ValueError):
        number = sys.stdout.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, number)
        os.close(nothing)
