"""Answers in the making: each in a thread of its own, which goes on when nobody looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

Update = tuple[Any, ...]
"""New values for parts of the page; what `gr.skip` gives stays as it is there."""

LOOK_S = 1.0
"""After so long without news a looker looks whether it is still wanted."""


class Job:
    """An answer in the making. Any number of pages can follow it, from its beginning or later."""

    def __init__(self, run: Callable[[Job], None]) -> None:
        """Begin; ``run`` adds updates, and its end is the job's."""
        self._news = threading.Condition()
        self._updates: list[Update] = []
        self._done = False
        self.stopped = False
        threading.Thread(target=self._work, args=(run,), name="sanad-answer", daemon=True).start()

    def add(self, update: Update) -> bool:
        """Tell whoever follows; says whether to go on."""
        with self._news:
            if not self.stopped:
                self._updates.append(update)
                self._news.notify_all()
            return not self.stopped

    def stop(self, last: Update) -> None:
        """End it for whoever follows; the thread itself ends when it next adds something."""
        with self._news:
            self._updates.append(last)
            self.stopped = self._done = True
            self._news.notify_all()

    @property
    def done(self) -> bool:
        """Say whether nothing more will come."""
        return self._done

    def follow(self, wanted: Callable[[], bool]) -> Iterator[Update]:
        """Yield what is new until the end, or until it's no longer wanted.

        Who is slow gets several updates as one.
        """
        seen = 0
        while True:
            with self._news:
                if len(self._updates) == seen and not self._done:
                    self._news.wait(LOOK_S)
                new, done = self._updates[seen:], self._done
                seen += len(new)
            if not wanted():
                return
            if new:
                yield merged(new)
            if done:
                return

    def _work(self, run: Callable[[Job], None]) -> None:
        try:
            run(self)
        finally:
            with self._news:
                self._done = True
                self._news.notify_all()


def merged(updates: list[Update]) -> Update:
    """Make one update of several: of each part the last value that isn't skipped."""
    skip = gr.skip()
    columns = zip(*updates, strict=True)
    return tuple(
        next((value for value in reversed(column) if value != skip), skip) for column in columns
    )
