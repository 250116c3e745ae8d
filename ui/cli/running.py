"""A Sanad that serves the same index on this machine, asked in place of loading everything.

`sanad serve` writes `FILE` into the index's folder; a command with the same settings sends it
its words and prints what comes back. Whatever isn't just so (a file of another user, other
settings, no answer) is silent: the command then does its work itself. Neither side sends the
secret of the file: each proves that it knows it. Only the standard library is imported here,
since that is all that makes this quick.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from rag.index_folder import index_folder

FILE = "running.json"
PATH = "/command"
NONCE, PROOF = "X-Sanad-Nonce", "X-Sanad-Proof"
_TABLES = ("commitments", "figures", "positions", "terms", "timeline")
COMMANDS = ("ask", "check-claim", "cite", "find", "show", *_TABLES)
HERE_ONLY = ("--bibliography", "--export", "--help", "--ingest", "--record", "--schema", "-h")
"""Options that read or write files, or need nobody's help."""
FOLDERS = ("corpus", "store", "llm_cache")
"""Settings that are paths."""
_MODELS = ("embedder", "reranker", "verifier", "llm")
"""Settings that may name a folder below the one where the program was started."""
_TERMINAL = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "TERM", "TTY_COMPATIBLE")
_CONNECT_S, _ANSWER_S = 2.0, 900.0
_MOST_BYTES = 100_000
_SYNCHRONIZE, _WAIT_TIMEOUT = 0x00100000, 0x102
_SECRETS = ("SANAD_OIDC_SECRET", "SANAD_CATALOGUE_PASSWORD", "SANAD_CHROMA_TOKEN")
_NO_SETTINGS = ("SANAD_LLM_KEY", "SANAD_SERVER", *_SECRETS)
_KEYS = ("SANAD_LLM_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY")
_YES = ("1", "on", "t", "true", "y", "yes")

Json = dict[str, Any]


def answered(argv: Sequence[str]) -> int | None:
    """Have a running Sanad do a command and print what it says; None where it can't.

    Gives the exit code.
    """
    try:
        if not may_be_sent(argv) or not _plain_output() or _names_a_file(argv):
            return None
        given = given_settings(argv)
        running = find(given)
        if running is None or not _same(given, running):
            return None
        told = send(running, argv)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return None
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")
        return 1
    if told is None or "code" not in told:
        return None
    sys.stdout.write(told["out"])
    sys.stdout.flush()
    sys.stderr.write(told["err"])
    return int(told["code"])


def may_be_sent(argv: Sequence[str]) -> bool:
    """Say whether a command can be done by another process: it touches no file of the caller's."""
    if not argv or argv[0] not in COMMANDS:
        return False
    names = {one.partition("=")[0] for one in argv}
    if names.intersection(HERE_ONLY) or any(one.lower().endswith(".csl") for one in argv):
        return False
    return argv[0] != "show" or any("@" in one for one in argv)  # else it may be a file's name


def _names_a_file(argv: Sequence[str]) -> bool:
    """Say whether one of a command's words is a file's name, but for the two known folders."""
    known = options_of(argv).values()
    return any(map(os.path.exists, (word for word in argv[1:] if word not in known)))


def given_settings(argv: Sequence[str]) -> dict[str, str]:
    """Give the settings that are set, as text: in sanad.toml, by variables, by options."""
    given: dict[str, str] = {}
    file = Path("sanad.toml")
    if file.is_file():
        import tomllib

        given = {name: str(value) for name, value in tomllib.loads(file.read_text("utf-8")).items()}
    for name, value in os.environ.items():
        if name.upper().startswith("SANAD_") and name not in _NO_SETTINGS:
            given[name[6:].lower()] = value
    return given | options_of(argv)


def options_of(argv: Sequence[str]) -> dict[str, str]:
    """Give the settings that stand among a command's words."""
    found = {}
    words = list(argv[: argv.index("--")] if "--" in argv else argv)
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in ("--corpus", "--store"):
            found[name[2:]] = value if equals else words[at + 1] if at + 1 < len(words) else ""
        elif word == "--strict":
            found["strict"] = "True"
    return found


def find(given: Mapping[str, str]) -> Json | None:
    """Read what a running Sanad wrote down; None where there is none that is this user's own."""
    file = _folder(given) / FILE
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(stream.fileno())
        ours = not hasattr(os, "getuid") or (
            about.st_uid == os.getuid() and not stat.S_IMODE(about.st_mode) & 0o077
        )
        if not stat.S_ISREG(about.st_mode) or not ours or about.st_size > _MOST_BYTES:
            return None
        running = json.loads(stream.read())
    runs = isinstance(running, dict) and alive(int(running["pid"]))
    return running if runs and running["code"] == code_here() else None


def send(running: Json, argv: Sequence[str]) -> Json | None:
    """Send a command to a running Sanad; give what it tells, None where it declines.

    Raises `OSError` or `ValueError` where it doesn't answer, or isn't the one that wrote the file.
    """
    import http.client

    token, nonce = str(running["token"]), secrets.token_hex(16)
    body = json.dumps(
        {
            "argv": list(argv),
            "options": options_of(argv),
            "key": proof(token, "key", secret_settings()),
            "terminal": _terminal(),
        }
    ).encode()
    host, port = str(running["host"]), int(running["port"])
    if host not in ("127.0.0.1", "::1"):
        raise ValueError("not on this machine")
    connection = http.client.HTTPConnection(host, port, timeout=_CONNECT_S)
    try:
        connection.connect()
        connection.sock.settimeout(_ANSWER_S)
        head = {NONCE: nonce, PROOF: proof(token, f"asked {nonce}", body)}
        connection.request("POST", PATH, body, {"Content-Type": "application/json"} | head)
        answer = connection.getresponse()
        told = answer.read()
    except http.client.HTTPException as error:
        raise OSError("it broke off") from error
    finally:
        connection.close()
    if answer.status != 200:
        return None
    if not hmac.compare_digest(answer.getheader(PROOF) or "", proof(token, f"told {nonce}", told)):
        raise ValueError("another program answered")
    found: Json = json.loads(told)
    return found


def secret_settings() -> bytes:
    """Give what language models are asked with, to be compared and never sent."""
    return "\0".join(os.environ.get(name, "") for name in _KEYS).encode()


def proof(token: str, what: str, body: bytes) -> str:
    """Prove that one knows the token, for one message."""
    return hmac.new(token.encode(), what.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def code_here() -> list[Any]:
    """Tell this installation from others, and from what it was before an upgrade."""
    return [str(Path(__file__).resolve()), Path(__file__).stat().st_mtime_ns]


def path_text(value: str) -> str:
    """Give a path in full."""
    return str(Path(value).expanduser().resolve())


def _folder(given: Mapping[str, str]) -> Path:
    if "store" in given:
        return Path(given["store"]).expanduser()
    return index_folder(Path(given.get("corpus", "corpus")))


def _same(given: Mapping[str, str], running: Json) -> bool:
    """Say whether the settings that are set here are those that the running one has."""
    theirs, defaults = running["settings"], running["defaults"]
    own = {**defaults, **given, "store": str(_folder(given))}
    if set(own) != set(theirs):
        return False
    usual = all(theirs[name] == defaults[name] for name in _MODELS)
    if not usual and running["cwd"] != str(Path.cwd()):
        return False
    return all(_equal(name, own[name], value) for name, value in theirs.items())


def _equal(name: str, own: object, theirs: object) -> bool:
    if own is None or theirs is None:
        return own is theirs
    if name in FOLDERS:
        return path_text(str(own)) == theirs
    if isinstance(theirs, bool):
        return (str(own).lower() in _YES) == theirs
    return float(str(own)) == theirs if isinstance(theirs, float) else str(own) == theirs


def alive(pid: int) -> bool:
    """Say whether a process runs; one that nobody has waited for yet does."""
    if sys.platform == "win32":  # there, the signal 0 would end it
        import ctypes

        return alive_on_windows(pid, ctypes.windll.kernel32)
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return pid > 0


class _Kernel(Protocol):
    def OpenProcess(self, access: int, inherit: int, pid: int) -> int: ...  # noqa: N802
    def WaitForSingleObject(self, handle: int, wait_ms: int) -> int: ...  # noqa: N802
    def CloseHandle(self, handle: int) -> int: ...  # noqa: N802


def alive_on_windows(pid: int, kernel: _Kernel) -> bool:
    """Ask Windows whether a process runs; ``kernel`` is its ``kernel32``."""
    handle = kernel.OpenProcess(_SYNCHRONIZE, 0, pid) if pid > 0 else 0
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
    finally:
        kernel.CloseHandle(handle)


def _plain_output() -> bool:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    windows = sys.platform == "win32" and sys.stdout.isatty()
    return encoding == "utf8" and not windows


def _terminal() -> Json:
    """Describe where the answer will be shown: size, colours, or a file."""
    environ = {name: os.environ[name] for name in _TERMINAL if name in os.environ}
    dumb = environ.get("TERM", "").lower() in ("dumb", "unknown")
    for stream in () if dumb else (sys.stdin, sys.stdout, sys.stderr):
        try:
            width, height = os.get_terminal_size(stream.fileno())
        except (AttributeError, ValueError, OSError):
            continue
        environ.setdefault("COLUMNS", str(width or 80))
        environ.setdefault("LINES", str(height or 25))
        break
    environ.setdefault("COLUMNS", "80")
    environ.setdefault("LINES", "25")
    return {"tty": sys.stdout.isatty(), "environ": environ}
