"""What a command writes on: a console on stdout, and on stderr what says that it takes a while."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ui.cli.harmless import HarmlessConsole
from ui.cli.served import served

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeRemainingColumn(),
)


def console_for() -> Console:
    """Give a console on stdout."""
    if made_for := served():
        width = _width(made_for.out)
        return HarmlessConsole(file=made_for.out, _environ=made_for.environ, **width)
    return HarmlessConsole(**_width(sys.stdout))


def echo(text: str, *, err: bool = False) -> None:
    """Print a line as it is, on stdout or stderr."""
    if made_for := served():
        (made_for.err if err else made_for.out).write(f"{text}\n")
    else:
        click.echo(text, err=err)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on stderr that something takes a while."""
    if served():
        yield
        return
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
