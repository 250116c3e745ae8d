"""A text to the words in it that are compared: function words left out, initials added."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.english.vocabulary import FUNCTION_WORDS
from rag.text.figure_words import figure_words

REMEMBERED_WORDS = 65_536
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[-'’.&][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """List a text's words and figures, without a possessive's ending; "what's" is two words.

    A figure is one word: "2,500" for "two thousand five hundred".
    """
    for figure in reversed(figure_words(text)):
        text = f"{text[: figure.start]}{figure.word}{text[figure.end :]}"
    text = re.sub(r"\b(what|who|where|when|how|why)['’]s\b", r"\1 is", text, flags=re.IGNORECASE)
    return [re.sub(r"(?:['’]s|['’])$", "", found) for found in TOKEN.findall(text)]


def content_words(text: str) -> tuple[str, ...]:
    """List the words of a text that are compared, as written, in their order."""
    return words_and_places(text)[0]


def words_and_places(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """List a sentence's content words and where each starts, with initials of long names added."""
    words: list[str] = []
    spots: list[int] = []
    run: list[tuple[str, int]] = []
    figures = figure_words(text)
    for match in TOKEN.finditer(text):
        at = match.start()
        figure = next((f for f in figures if f.start <= at < f.end), None) if figures else None
        if figure and at > figure.start:
            continue  # said by the figure's first word
        word = figure.word if figure else _bare_word(match.group())
        acronym = len(word) > 1 and word.isupper()
        if word[0].isupper() and (acronym or word.lower() not in FUNCTION_WORDS):
            run.append((word, at))
        elif word.lower() not in ("of", "for", "the", "and", "on"):
            _add_initials(run, words, spots)
            run = []
        if acronym or word.lower() not in FUNCTION_WORDS:
            words.append(word)
            spots.append(at)
    _add_initials(run, words, spots)
    return tuple(words), tuple(spots)


@lru_cache(maxsize=REMEMBERED_WORDS)
def _bare_word(token: str) -> str:
    """Give a word without a possessive's ending. A long text says most of its words often."""
    return (words_of(token) or [token])[0]


def _add_initials(run: list[tuple[str, int]], words: list[str], spots: list[int]) -> None:
    if len(run) >= 3:
        words.append("".join(word[0] for word, _ in run))
        spots.append(run[0][1])
