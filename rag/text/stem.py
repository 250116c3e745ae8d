"""How a text becomes stems, in the word index and wherever two words are compared."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

LONGEST = 60
"""Bytes of a word that the index takes."""


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Give the stem of a lower-case English word, as the index has it."""
    return (*_stemmer().analyze(word), word)[0]


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


def analyzer() -> tantivy.TextAnalyzer:
    """Give what turns a text into the stems of its words, function words left out."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (
        Filter.remove_long(LONGEST),
        Filter.lowercase(),
        Filter.stopword("english"),
        Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()
