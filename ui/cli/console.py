"""What a command writes on: a console on stdout, and on stderr what says that it takes a while."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ui.cli.harmless import HarmlessConsole

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeRemainingColumn(),
)


def console_for() -> Console:
    """Give a console on stdout."""
    return HarmlessConsole(**_width(sys.stdout))


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on stderr that something takes a while."""
    with HarmlessConsole(stderr=True, **_width(sys.stderr)).status(f"{what} …"):
        yield


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar; call what it gives with the number done and the total."""
    with named_bar(what) as tell:
        yield lambda done, total: tell(what, done, total)


@contextmanager
def named_bar(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar whose name changes with what is worked on: call with name, done and total."""
    with Progress(*COLUMNS, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(escape(what), total=None)

        def tell(name: str, done: int, total: int) -> None:
            shown.update(task, description=escape(name), completed=done, total=total)

        yield tell


def _width(stream: TextIO) -> dict[str, Any]:
    """Don't fold lines in files and pipes: tools read them by the line."""
    return {} if stream.isatty() else {"width": 500, "soft_wrap": True}
