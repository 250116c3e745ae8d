"""Words that say little about what a text is about, and how a word is written."""

from __future__ import annotations

import re

from rag.english.word_lists import words

QUESTION_WORDS = frozenset(words("stopwords", "question_words"))
FUNCTION_WORDS = frozenset(words("stopwords", "function_words"))
"""Words that the word index leaves out, too: Lucene's English stop words."""
LIGHT_WORDS = frozenset(words("stopwords", "light_words"))
"""Words so common in English that their absence from a passage says little."""
TIME_WORDS = frozenset({"year", "date", "day", "month", "when"})
COUNT_WORDS = frozenset({"number", "many", "much", "total", "count"})
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
