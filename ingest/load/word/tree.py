"""Walking Word's XML: what lies where, and what its attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

NUMBER = re.compile(r"-?\d{1,9}")
TRANSPARENT = frozenset(
    "sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo ruby rubyBase".split()
)
"""Wrappers that don't change what is read. Deleted text is none of them."""


def flat(parent: Iterable[Element]) -> Iterator[Element]:
    """Give the children of an element, those of see-through wrappers in their place.

    Of alternatives for different versions of Word the first is taken.
    """
    stack = [iter(parent)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in TRANSPARENT:
            stack.append(iter(child))
        elif child.tag == "mc.AlternateContent":
            stack.append(iter(child[0] if len(child) else ()))
        else:
            yield child


def descend(parent: Iterable[Element]) -> Iterator[Element]:
    """Give what lies in an element, one version of each alternative, text boxes unopened."""
    stack = [flat(parent)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        else:
            yield inner
            if inner.tag != "txbxContent":
                stack.append(flat(inner))


def all_words(element: Element) -> str:
    """Give all text below an element, deleted or not."""
    return "".join(_all_words(element))


def _all_words(element: Element) -> Iterable[str]:
    for inner in element.iter():
        if inner.tag in ("t", "delText"):
            yield inner.text or ""
        elif inner.tag in ("p", "tab", "br"):
            yield " "


def is_on(said: str | None) -> bool:
    """Read a switch, which is on where it's there and says nothing."""
    return said not in ("0", "false", "off", "none")


def integer(said: str | None) -> int | None:
    """Read a whole number, None where it isn't one."""
    return int(said) if said and NUMBER.fullmatch(said) else None


def value(element: Element, path: str) -> str | None:
    """Give the ``val`` of the first element at a path."""
    found = element.find(path)
    return None if found is None else found.get("val")
