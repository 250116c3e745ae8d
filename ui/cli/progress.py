"""A bar with the time left, on stderr, for whatever takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeRemainingColumn(),
)


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
