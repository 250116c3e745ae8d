"""The lines of a table of contents: each ends with a page's number."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of such a line, its dots apart."""
_LEADERS = re.compile(r"(?:\. ?){3,}|…+")
_CONTENTS_LINE = re.compile(
    r"(?:\.{2,}|…|\s|\||[A-Za-z])\s?(?:\d{1,4}(?:[-.]\d{1,3}){0,2}|[ivx]{1,6})"
)


def is_contents(text: str) -> bool:
    """Say whether a line is one of a table of contents: it ends with a page's number."""
    text = text.rstrip()
    if not text or not (text[-1].isdecimal() or text[-1] in "ivx"):
        return False  # as of most paragraphs, without a look at their dots
    text = _LEADERS.sub("..", text)
    tail = text[-16:]
    return len(text) < LONGEST and any(
        match.end() == len(tail) for match in _CONTENTS_LINE.finditer(tail)
    )


def page_of(line: str) -> tuple[int, ...]:
    """Give the number that a line of contents ends with; "3-12" has two, a roman one none."""
    match = re.search(r"(\d{1,4})(?:[-.](\d{1,4}))?\W*$", line[-16:])
    return tuple(int(number) for number in match.groups() if number) if match else ()
