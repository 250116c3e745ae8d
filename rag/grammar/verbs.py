"""Closed lists of English verbs: those that end a noun phrase, and irregular participles."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import AUXILIARIES
from rag.english.word_lists import words
from rag.text.tokens import IRREGULAR, Token

PLAIN_VERBS = frozenset(words("verbs", "plain_verbs"))
"""Base forms that seldom end a noun phrase: "plan" or "report" isn't one of them."""

PARTICIPLES = frozenset(words("verbs", "participles"))
"""Irregular participles."""


def could_have_verb(words: Sequence[Token]) -> bool:
    """Say whether any word could be a finite verb; where none could, it's no sentence.

    Generous: a plural noun passes for a verb in "-s".
    """
    return any(
        token.word in _FORMS
        or (
            token.word.endswith(("ed", "s")) and not token.capital and not token.word.endswith("ss")
        )
        for token in words
    )


_FORMS = AUXILIARIES | PLAIN_VERBS | PARTICIPLES | frozenset(IRREGULAR)
