"""Tests for words that say nearly the same."""

from __future__ import annotations

import pytest

from rag.text.related_words import phrases_in, related, said_otherwise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("died", "fatalities"),
        ("killed", "died"),
        ("gift", "presents"),
        ("expires", "ran out"),
        ("cars", "vehicle"),
        ("doctor", "physician"),
    ],
)
def test_words_that_say_nearly_the_same_are_related(one: str, other: str) -> None:
    assert related(one, other)
    assert related(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("accept", "refuse"), ("buyer", "seller"), ("table", "treaty")]
)
def test_opposites_and_strangers_are_not(one: str, other: str) -> None:
    assert not related(one, other)


def test_phrases_are_found_in_any_form() -> None:
    assert phrases_in("When the lease ran out, she left.") == (("run out", 15),)
    assert said_otherwise("expire", "The lease ran out in May.")
    assert not said_otherwise("expire", "The lease ran in May.")
