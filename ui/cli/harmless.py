"""A stranger's text on a terminal: what would steer it is shown, or left out, and never obeyed.

Documents, their names and titles, and what language models write may hold escape sequences and
marks that turn the direction of a line. The JSON and the page carry them all the same: as
escapes, and in elements that keep them to themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u2028-\u202e\u2060-\u206f"  # breaks, directions, and what isn't seen
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"  # annotations, halves, tags
)
_BREAKS = "\u2028\u2029"
_DELETE = 0x7F
_PICTURES = 0x2400


def harmless(text: str) -> str:
    """Give a text that a terminal can only show: controls as their pictures, as in "␛[31m"."""
    return _STEERS.sub(lambda match: _shown(match.group()), text)


def _shown(mark: str) -> str:
    code = ord(mark)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    if code < 0xA0 or 0xD800 <= code < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    return " " if mark in _BREAKS else ""


def json_text(value: object) -> str:
    """Give a value as JSON for people to read, with escapes for what would steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _STEERS.sub(lambda match: json.dumps(match.group())[1:-1], text)


class HarmlessConsole(Console):
    """A console that shows every text by `harmless`; its own colours it writes as ever."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Give what is to be written."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(harmless(segment.text), segment.style)
