"""Each value is made once, nobody waits for another's, and the one unused longest goes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.store.revision_cache import Remembered

LONG_S = 20


def test_what_nobody_asked_for_longest_is_forgotten_first() -> None:
    remembered = Remembered[str, str](2)
    made: list[str] = []

    def ask_for(key: str) -> None:
        def make() -> str:
            made.append(key)
            return key

        assert remembered.get(key, make) == key

    for key in ("one", "two", "one", "three", "one", "three", "two"):
        ask_for(key)
    assert made == ["one", "two", "three", "two"]


def test_others_wait_for_the_same_value_only() -> None:
    remembered = Remembered[str, int](8)
    begun, go_on = threading.Event(), threading.Event()
    made = []

    def slowly() -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(LONG_S)
        return 1

    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(remembered.get, "slow", slowly) for _ in range(3)]
        assert begun.wait(LONG_S)
        assert remembered.get("quick", lambda: 2) == 2
        go_on.set()
        assert [one.result(LONG_S) for one in asked] == [1, 1, 1]
    assert made == [1]


def test_a_failure_is_told_and_not_kept() -> None:
    remembered = Remembered[str, int](8)

    def fails() -> int:
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        remembered.get("one", fails)
    assert remembered.get("one", lambda: 1) == 1
