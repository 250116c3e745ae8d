"""Text of an electronic book that its reader never sees: taken out before pandoc shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.load.html.css import read_rules
from ingest.load.html.hidden import find_hidden
from ingest.load.html.tree import Element, parse
from ingest.load.text.decode import decode_page
from rag.types import Finding

PAGES = (".xhtml", ".html", ".htm")
MAY_HIDE = re.compile(rb"hidden|style|<font", re.IGNORECASE)


@dataclass(slots=True)
class Unhidden:
    """Called for each part of a book, gives it without what is hidden; notes what that was."""

    findings: list[Finding] = field(default_factory=list)

    def __call__(self, name: str, content: bytes) -> bytes:
        """Give a part as it is shown."""
        if not name.endswith(PAGES) or not MAY_HIDE.search(content):
            return content
        root = parse(decode_page(content)[0])
        hidden = find_hidden(root, read_rules(root)) if root is not None else None
        if root is None or hidden is None or not (hidden.gone or hidden.mute):
            return content
        self.findings += hidden.findings(root, set())
        for element in hidden.gone:
            _drop(element)
        for element in hidden.mute:
            element.text = None
            for child in element:
                child.tail = None
        shown: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
        return shown


def _drop(element: Element) -> None:
    """Take an element out and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
