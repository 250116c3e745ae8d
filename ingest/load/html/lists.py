"""Numbers that a browser puts before the items of lists, and boxes that can be ticked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.load.html.tree import Element
from ingest.load.list_numbers import letters, small_roman

FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": "{:02}".format,
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda number: letters(number).upper(),
    "upper-latin": lambda number: letters(number).upper(),
    "lower-roman": small_roman,
    "upper-roman": lambda number: small_roman(number).upper(),
}
TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
UNMARKED = re.compile(r"unstyled|no-?(?:bullet|marker|list)|list-none|inline|plain")
"""Classes by which the style sheets of many sites take the numbers away."""
INTEGER = re.compile(r"[+-]?\d{1,9}")
TYPED = re.compile(
    r"§|[\[(]?(?:\d{1,3}[a-z]?|[A-Za-z]|[ivxlIVXL]{1,6})(?:\.\d+)*[.)\]]|\d+(?:\.\d+)+\s"
)
"""An item whose author numbered it by hand; the page's style sheet then numbers none."""
TICKED, EMPTY = "☑", "☐"
CHOSEN, OPEN = "◉", "○"
BOXES = frozenset([TICKED, EMPTY, CHOSEN, OPEN])


@dataclass(slots=True)
class Count:
    """How far a list has counted. Without a ``form``, its items have no numbers."""

    number: int
    step: int
    form: str


@dataclass(slots=True)
class ListNumbers:
    """The numbers of the lists that are open. ``styles`` are what lists and items ask for."""

    styles: dict[Element, str]
    _open: list[Count] = field(default_factory=list)

    def open(self, element: Element) -> None:
        """Begin a list."""
        form = _form(element, self.styles.get(element, ""), "")
        step = -1 if element.get("reversed") is not None else 1
        items = sum(1 for _ in element.iterchildren("li")) if step < 0 else 1
        self._open.append(Count(_integer(element.get("start"), items), step, form))

    def close(self) -> None:
        """End a list."""
        self._open.pop()

    def label(self, item: Element) -> str:
        """Count an item, and give what stands before it."""
        if not self._open:
            return ""
        count = self._open[-1]
        number = _integer(item.get("value"), count.number)
        count.number = number + count.step
        form = _form(item, self.styles.get(item, ""), count.form)
        return f"{FORMS[form](number)}. " if form else ""


def _form(element: Element, style: str, default: str) -> str:
    """Give how a list or an item is numbered: by its style, its type or its tag."""
    said = [word for word in style.split() if word in FORMS or word in ("none", "disc", "square")]
    if said:
        return said[-1] if said[-1] in FORMS else ""
    if UNMARKED.search(element.get("class", "").lower()):
        return ""
    if element.tag in ("ol", "li") and (named := TYPES.get(element.get("type", ""))):
        return named
    return "decimal" if element.tag == "ol" else default


def _integer(said: str | None, default: int) -> int:
    said = (said or "").strip()
    return int(said) if INTEGER.fullmatch(said) else default


def numbered(label: str, text: str) -> str:
    """Put an item's number before its text, unless its author did."""
    return text if TYPED.match(text) else f"{label}{text}"


def box(element: Element) -> str:
    """Give what a control shows that can be ticked or chosen; nothing for any other."""
    if element.tag == "input":
        kind, on = element.get("type", "").lower(), element.get("checked") is not None
    else:
        kind, on = element.get("role", "").lower(), element.get("aria-checked") == "true"
    if kind == "checkbox":
        return TICKED if on else EMPTY
    if kind == "radio":
        return CHOSEN if on else OPEN
    return ""
