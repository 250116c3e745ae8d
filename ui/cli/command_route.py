"""The address at which `sanad serve` does the commands of its user; see `ui.cli.running`."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from rag.errors import SanadError
from rag.files import replace
from rag.library import Library
from rag.settings import Settings
from ui.api.gate import Gate
from ui.cli.harmless import harmless
from ui.cli.running import (
    FILE,
    FOLDERS,
    NONCE,
    PATH,
    PROOF,
    Json,
    code_here,
    find,
    may_be_sent,
    path_text,
    proof,
    secret_settings,
)
from ui.cli.served import NotServed, Output, Served


class _Terminal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tty: bool
    environ: dict[str, str]


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")

    argv: list[str] = Field(max_length=1_000)
    options: dict[str, str]
    key: str
    terminal: _Terminal


class CommandRoute:
    """Does commands for whoever can read the file that it writes: the user who runs it."""

    def __init__(self, library: Library, commands: click.Command) -> None:
        """Make a new secret; nobody is told yet. ``commands`` are those of the command line."""
        self._library, self._commands = library, commands
        self._token = secrets.token_hex(32)
        self._key = proof(self._token, "key", secret_settings())

    def add_to(self, app: FastAPI, gate: Gate) -> None:
        """Add the address to an application; the work goes through its gate."""

        @app.post(PATH, include_in_schema=False)
        async def command(request: Request) -> Response:
            nonce, body = request.headers.get(NONCE, ""), await request.body()
            shown = request.headers.get(PROOF, "").encode()
            if not hmac.compare_digest(shown, proof(self._token, f"asked {nonce}", body).encode()):
                return Response(status_code=403)
            asked = _Command.model_validate_json(body)
            told = json.dumps(await run_in_threadpool(self._told, asked, gate)).encode()
            head = {PROOF: proof(self._token, f"told {nonce}", told)}
            return Response(told, media_type="application/json", headers=head)

    @contextmanager
    def announced(self, url: str) -> Iterator[None]:
        """Keep the file in the index's folder for a while, unless another one's is there."""
        folder = self._library.store.path
        file = folder / FILE
        if _another(folder):
            yield
            return
        _write_for_owner(file, json.dumps(self._about(url), indent=1))
        try:
            yield
        finally:
            with contextlib.suppress(OSError, ValueError):
                if json.loads(file.read_text("utf-8")).get("token") == self._token:
                    file.unlink()

    def _about(self, url: str) -> Json:
        parts = urlsplit(url)
        return {
            "pid": os.getpid(),
            "url": url,
            "host": parts.hostname,
            "port": parts.port,
            "token": self._token,
            "code": code_here(),
            "cwd": str(Path.cwd()),
            "settings": _in_full(self._library.settings),
            "defaults": json.loads(Settings.model_construct().model_dump_json()),
        }

    def _told(self, asked: _Command, gate: Gate) -> Json:
        """Do a command; an empty answer declines."""
        if not may_be_sent(asked.argv) or not hmac.compare_digest(asked.key, self._key):
            return {}
        with gate.passed():
            return _done(asked, self._library, self._commands)


def _done(asked: _Command, library: Library, commands: click.Command) -> Json:
    out = Output(tty=asked.terminal.tty)
    made_for = Served(library, asked.options, asked.terminal.environ, out)
    code = 0
    try:
        commands.main(asked.argv, prog_name="sanad", obj=made_for, standalone_mode=False)
    except SanadError as error:
        made_for.err.write(harmless(f"sanad: {error}") + "\n")
        code = 1
    except (NotServed, Exception):  # noqa: BLE001 - who asked does it anew, and shows what it is
        return {}
    return {"out": out.getvalue(), "err": made_for.err.getvalue(), "code": code}


def _in_full(settings: Settings) -> Mapping[str, Any]:
    """Give the settings as JSON values, those that are paths in full."""
    found: dict[str, Any] = json.loads(settings.model_dump_json())
    found["store"] = str(settings.store_folder)
    return found | {name: path_text(found[name]) for name in FOLDERS if found[name] is not None}


def _another(folder: Path) -> bool:
    try:
        return find({"store": str(folder)}) is not None
    except (ValueError, KeyError, TypeError):
        return False


def _write_for_owner(file: Path, text: str) -> None:
    """Write a file that nobody else may read, in one moment."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    replace(half, file)
