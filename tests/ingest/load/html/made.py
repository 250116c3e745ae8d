"""What is read of small pages, for the tests."""

from __future__ import annotations

import re

from ingest.load.html.reader import read_page
from ingest.load.raw import Raw

PROSE = (
    "The council voted on Tuesday to raise the levy on private wells from five to eight rupees a "
    "day, the first change in eleven years."
)
MAY_BE_KEPT = {"WordPress post": 12}
"""Words of lines on who wrote a post when, which some would call furniture."""


def blocks(html: str) -> list[tuple[str, int, str]]:
    return [
        (b.kind, b.level, " ".join(line.text for line in b.lines)) for b in read_page(html).blocks
    ]


def texts(html: str) -> list[str]:
    return [text for _, _, text in blocks(html)]


def words(raw: Raw) -> list[str]:
    text = " ".join(line.text for block in raw.blocks for line in block.lines)
    return [word for word in text.split() if re.search(r"\w", word)]
