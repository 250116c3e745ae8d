"""Where words that were looked for stand in a text, in whichever form."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.tokens import alike, tokens
from rag.types import Span


def places_of(words: Sequence[str], text: str) -> tuple[Span, ...]:
    """Give where a text has one of the words or a form of it, in order. Function words are none."""
    wanted = {token.stem for word in words for token in tokens(word) if token.content}
    return tuple(
        Span(token.start, token.end)
        for token in tokens(text)
        if token.content and any(alike(token.stem, stem) for stem in wanted)
    )
