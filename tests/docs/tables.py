"""Tables and text as Markdown."""

from __future__ import annotations

import re
from typing import Any


def table(heads: tuple[str, ...], rows: list[Any]) -> str:
    """Write a table."""
    lines = [f"| {' | '.join(row)} |" for row in [heads, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(heads), *lines[1:]])


def code(text: str) -> str:
    """Write code that may stand in a table."""
    return "`" + text.replace("|", "\\|") + "`"


def cell(text: str, *, lines: bool = False) -> str:
    """Write text so that Markdown takes nothing in it for marks of its own."""
    parts = re.split(r"(``.+?``|`[^`]+`)", text if lines else " ".join(text.split()))
    plain = re.compile(r"([\[\]<*_|])")
    for index in range(0, len(parts), 2):
        parts[index] = plain.sub(r"\\\1", parts[index])
    return "".join(parts)
