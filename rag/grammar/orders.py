"""Each thing that a sentence tells to do, behind a label or another one.

"By post: Send the form", "Close the tap; drain the tank", "Do not run, and if it burns, ring".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.grammar.clause_words import Word, is_finite
from rag.grammar.duty import Duty
from rag.grammar.imperatives import imperative

_LABEL = 4
"""Words of a label before a colon, at most."""


def imperatives(words: Sequence[Word], *, listed: bool = False, ended: bool = False) -> list[Duty]:
    """Read the imperatives of a sentence, each part of it by itself.

    ``listed``: it's an entry of some list. ``ended``: it ends as a sentence does.
    """
    found: list[Duty] = []
    for start in _parts(words):
        if start and not _may_begin(words, start, told=bool(found)):
            continue
        if found and start <= found[-1].verb:
            continue
        lower = start > 0 and words[start - 1].low in (";", ",")
        if order := imperative(words, start, listed=listed, ended=ended, lower=lower):
            if found and order.at < found[-1].end:
                found[-1] = replace(found[-1], end=_until(words, start))
            found.append(order)
    return found


def _until(words: Sequence[Word], start: int) -> int:
    """Give where what stands before a part ends, without the marks and links between."""
    while words[start - 1].mark or words[start - 1].low in ("and", "then"):
        start -= 1
    return start


def _parts(words: Sequence[Word]) -> Iterator[int]:
    yield 0
    for i in range(1, len(words) - 1):
        low = words[i].low
        if low in (":", ".", ";") or (
            low == "and" and words[i - 1].low == "," and _goes_on(words, i + 1)
        ):
            yield i + 1


def _goes_on(words: Sequence[Word], i: int) -> bool:
    negative = words[i].low == "do" and i + 1 < len(words) and words[i + 1].low == "not"
    return negative or words[i].low in ("if", "when", "unless")


def _may_begin(words: Sequence[Word], start: int, *, told: bool) -> bool:
    """Say whether an imperative may begin behind a mark: a label, or another one before it."""
    mark = words[start - 1].low
    if mark == ":":
        if start + 1 >= len(words) or words[start + 1].capital:
            return False
        before = range(start - 1)
        plain = not any(words[i].mark or is_finite(words, i) for i in before)
        return words[start].capital and len(before) <= _LABEL and plain
    return told and (mark != "." or words[start].capital)
