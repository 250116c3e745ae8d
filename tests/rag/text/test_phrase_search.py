"""Phrases are found as a reader would find them, and counted right."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.phrase_search import inflected, phrase


def found(wanted: str, text: str) -> list[str]:
    made = phrase(wanted)
    assert made is not None
    return [text[place.start : place.end] for place in made.find(text)]


@pytest.mark.parametrize(
    ("wanted", "text", "places"),
    [
        ("silt", "Silt and SILT, silted and silty; unsilted", ["Silt", "SILT", "silted"]),
        ("hive", "Hives: a hive's lid, hiving bees", ["Hives", "hive", "hiving"]),
        ("policies", "One policy, two policies, the police", ["policy", "policies"]),
        ("universe", "the university of the universe", ["universe"]),
        (
            "tide gate",
            "Tide-gates, a tide\ngate and tidegates",
            ["Tide-gates", "tide\ngate", "tidegates"],
        ),
        ("rule of law", "the rule of law; rules, of laws", ["rule of law"]),
        ("tide gate", "a tide\n\ngate", []),
        ("2500", "2,500 or 2500 or 12,500 or 25001", ["2,500", "2500"]),
        ("US", "The US told us", ["US"]),
        ("us", "The US told us", ["US", "us"]),
        ("keeper’s licence", "the keepers' licences", ["keepers' licences"]),
        ("organise", "They organized it", ["organized"]),
        ("child", "children and childhood", ["children"]),
    ],
)
def test_places(wanted: str, text: str, places: list[str]) -> None:
    assert found(wanted, text) == places


def test_no_phrase() -> None:
    assert phrase("?!") is None
    assert phrase("one two three four five six seven eight nine") is None


@given(st.lists(st.sampled_from(["reef", "Reefs", "reefy", "-", " ", "x", "\n", "İ"]), max_size=30))
def test_as_many_as_a_search_for_the_words_gives(parts: list[str]) -> None:
    text = "".join(parts)
    assert len(found("reef", text)) == len(re.findall(r"(?<![^\W_])(?:reef|Reefs)(?![^\W_])", text))


@given(st.text(alphabet="abcdeginsy", min_size=1, max_size=12))
def test_a_word_is_a_form_of_itself(word: str) -> None:
    assert word in inflected(word)
    assert phrase(word) is not None
