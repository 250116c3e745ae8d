"""Numbers that a page's style sheet makes: CSS counters before a heading or an item.

Read are ``counter-reset`` and ``counter-increment`` with plain names, and the ``content`` of
``::before`` where it holds a counter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.load.html.css import Rules
from ingest.load.html.lists import FORMS
from ingest.load.html.tree import Element

NAMED = re.compile(r"([a-z_][\w-]{0,40})(?:\s+(-?\d{1,6}))?", re.IGNORECASE)
PIECE = re.compile(
    r"\"([^\"]{0,40})\"|'([^']{0,40})'"
    r"|counter\(\s*([\w-]+)\s*(?:,\s*([\w-]+)\s*)?\)"
    r"|counters\(\s*([\w-]+)\s*,\s*[\"']([^\"']{0,5})[\"']\s*(?:,\s*([\w-]+)\s*)?\)"
)
MAX_DEPTH = 12
MAX_COUNTERS = 30


@dataclass(slots=True)
class Counters:
    """The counters that are open. Each stands in the element around the one that began it."""

    rules: Rules
    _open: dict[str, list[tuple[Element | None, int]]] = field(default_factory=dict)

    def enter(self, element: Element, style: Mapping[str, str]) -> str:
        """Count an element, and give what its style sheet puts before it."""
        self._count(element, style)
        before = self.rules.before.style(element) if self.rules.before else {}
        if not before:
            return ""
        self._count(element, before)
        content = before.get("content", "")
        return "".join(self._pieces(content)) if "counter" in content else ""

    def leave(self, element: Element) -> None:
        """Forget the counters that began inside of an element."""
        for counts in self._open.values():
            while counts and counts[-1][0] is element:
                counts.pop()

    def _count(self, element: Element, style: Mapping[str, str]) -> None:
        for name, value in NAMED.findall(style.get("counter-reset", "")):
            counts = self._counts(name)
            parent = element.getparent()
            if counts and counts[-1][0] is parent:
                counts.pop()
            if len(counts) < MAX_DEPTH:
                counts.append((parent, int(value or 0)))
        for name, value in NAMED.findall(style.get("counter-increment", "")):
            counts = self._counts(name)
            around, count = counts.pop() if counts else (None, 0)
            counts.append((around, count + int(value or 1)))

    def _counts(self, name: str) -> list[tuple[Element | None, int]]:
        known = name in self._open or len(self._open) < MAX_COUNTERS
        return self._open.setdefault(name, []) if known else []

    def _pieces(self, content: str) -> Iterator[str]:
        for match in PIECE.finditer(content):
            one, other, name, form, all_of, between, their_form = match.groups()
            counts = self._open.get(name or all_of or "", [])
            if name:
                yield _written(counts[-1][1] if counts else 0, form)
            elif all_of:
                yield between.join(_written(count, their_form) for _, count in counts)
            else:
                yield one or other or ""


def _written(number: int, form: str | None) -> str:
    return FORMS.get((form or "decimal").lower(), str)(number)
