"""What many threads wait for at the same time, made for all of them in one go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Made = TypeVar("Made")
_Waiting = list[tuple[str, Future[Made]]]


class Together(Generic[Made]):
    """Makes something of texts, one lot at a time; a lot is whatever waits when the last is done.

    Nobody waits for a lot to fill: who comes alone is served alone.
    """

    def __init__(self, make: Callable[[Sequence[str]], Sequence[Made]]) -> None:
        """``make`` gives what came of each text, in their order."""
        self._make = make
        self._waiting: _Waiting[Made] = []
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def get(self, text: str) -> Made:
        """Give what is made of a text. Raises what ``make`` raises for it alone."""
        mine: Future[Made] = Future()
        with self._lock:
            self._waiting.append((text, mine))
        with self._turn:
            if not mine.done():  # else whoever had the turn before made it, too
                with self._lock:
                    lot, self._waiting = self._waiting, []
                self._serve(lot)
        return mine.result()

    def _serve(self, lot: _Waiting[Made]) -> None:
        try:
            made = self._make([text for text, _ in lot])
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            if len(lot) == 1:
                lot[0][1].set_exception(error)
            else:
                for one in lot:
                    self._serve([one])
        else:
            for (_, waiting), each in zip(lot, made, strict=True):
                waiting.set_result(each)
