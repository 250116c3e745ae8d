"""A command that runs for another process: on a library that is open, printing into a text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rag.library import Library


class NotServed(Exception):
    """Who asked has to do this itself."""


class Output(io.StringIO):
    """What would be on a stream of the other process."""

    encoding = "utf-8"

    def __init__(self, *, tty: bool) -> None:
        """Say whether it is shown on a terminal."""
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        """Say whether it is shown on a terminal."""
        return self._tty


@dataclass(frozen=True, slots=True)
class Served:
    """For whom a command runs: their settings, as text, and their terminal's variables."""

    library: Library
    options: Mapping[str, str]
    environ: Mapping[str, str]
    out: Output
    err: Output = field(default_factory=lambda: Output(tty=False))

    def library_for(self, overrides: Mapping[str, Any], *, read_first: bool) -> Library:
        """Give the open library. Raises `NotServed` where a command asks for another."""
        if read_first or {name: str(value) for name, value in overrides.items()} != self.options:
            raise NotServed
        return self.library


def served() -> Served | None:
    """Say for whom the command runs; None for the user at this terminal."""
    context = click.get_current_context(silent=True)
    return context.find_object(Served) if context else None
