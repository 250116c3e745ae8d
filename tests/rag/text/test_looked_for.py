from __future__ import annotations

import pytest

from rag.text.looked_for import places_of


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        (("locks", "canal"), "The canal's lock is locked.", ["canal", "lock", "locked"]),
        (("implementation",), "They implement it; an implement lay there.", ["implement"] * 2),
        (("the", "of"), "The end of the road.", []),
        (("2014",), "In 2014, not in 2015.", ["2014"]),
        ((), "Nothing was looked for.", []),
    ],
)
def test_forms_of_the_words_are_found(words: tuple[str, ...], text: str, marked: list[str]) -> None:
    assert [text[span.start : span.end] for span in places_of(words, text)] == marked
