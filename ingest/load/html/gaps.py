"""Warnings of a page that gives next to no text, with the cause."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.load.html.hidden import Hidden
from ingest.load.html.tree import Element, count_words, texts

FEW_WORDS = 30
MAX_SHARE = 0.1
"""An article beside which a page holds ten times as many words is seldom as short as that."""


def warnings(body: Element, kept: int, hidden: Hidden) -> Iterator[str]:
    """Say what is odd about how much of a page was kept, in words."""
    if hidden.late:
        yield "hidden until a script shows it: read as if it were shown"
    if kept >= FEW_WORDS:
        return
    there = sum(map(count_words, texts(body)))
    unseen = sum(count_words(" ".join(texts(element))) for element in hidden.gone)
    if kept < MAX_SHARE * (there - unseen):
        yield (
            f"almost all of the page ({there - kept:,} of {there:,} words) was taken for menus and "
            "page furniture; look at it, and save it as PDF if text is missing"
        )
    elif unseen > FEW_WORDS and kept < unseen:
        yield f"most of the page ({unseen:,} of {there:,} words) is hidden; save it as PDF"
    elif next(body.getroottree().iter("script"), None) is not None:
        yield "next to no text: a script may make the rest; save the page as PDF from a browser"
