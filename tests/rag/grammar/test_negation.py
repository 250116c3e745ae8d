from __future__ import annotations

import pytest

from rag.grammar.negation import negative
from rag.text.tokens import tokens


@pytest.mark.parametrize(
    ("sentence", "word", "denies"),
    [
        ("Courts rather than councils decide", "rather", True),
        ("The levy is rather small", "rather", False),
        ("They ask from different agencies", "different", False),
        ("Their aims are different from ours", "different", True),
        ("The levy is never raised", "never", True),
        ("The levy is raised", "raised", False),
    ],
)
def test_a_word_that_denies_is_told_by_what_follows(sentence: str, word: str, denies: bool) -> None:
    words = tokens(sentence)
    at = [token.word for token in words].index(word)
    assert negative(words, at) is denies
