"""Values that take long to make, kept for those who ask again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Up to so many values by key; the one that nobody has asked for longest goes first.

    Whoever asks for a value that is being made waits for it; nobody else waits.
    """

    def __init__(self, most: int) -> None:
        """Remember up to ``most`` values."""
        self._most = most
        self._values: OrderedDict[Key, Future[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Give the value of a key, made now if it isn't there. What ``make`` raises isn't kept."""
        with self._lock:
            there = self._values.get(key)
            value = self._values[key] = there or Future()
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        if there is None:
            self._make(key, value, make)
        return value.result()

    def _make(self, key: Key, value: Future[Value], make: Callable[[], Value]) -> None:
        try:
            value.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._values.get(key) is value:
                    del self._values[key]
            value.set_exception(error)
            raise
