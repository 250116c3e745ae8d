"""Drawings: what lies behind the words in them and around them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ingest.load.word.tree import descend

WHITE = "FFFFFF"
SHAPES = frozenset("wps.wsp v.shape v.rect v.roundrect v.oval".split())
FILLS = frozenset("a.noFill a.solidFill a.gradFill a.blipFill a.pattFill a.grpFill".split())
MIN_BACKDROP = 10 * 914_400**2
"""Ten square inches, in Word's own units: a picture behind the text that white letters need."""


def box_colour(shape: Element) -> str | None:
    """Give the colour behind a shape's text: the paper's, or None where it has its own."""
    found: str | None = WHITE
    for inner in descend([shape]):
        if inner.tag == "wps.spPr":
            filled = [child for child in inner if child.tag in FILLS]
            if filled:
                return WHITE if _is_white(filled[0]) else None
        elif inner.tag == "a.fillRef" and inner.get("idx", "0") != "0":
            found = None
        elif inner.tag.startswith("v.") and inner.get("filled", "t")[:1] == "t":
            named = inner.get("fillcolor", "white").split()
            found = found if named and named[0] in ("white", "#fff", "#ffffff") else None
    return found


def _is_white(filled: Element) -> bool:
    if filled.tag == "a.noFill":
        return True
    return filled.tag == "a.solidFill" and any(
        inner.get("val") in ("bg1", "lt1", WHITE, WHITE.lower()) for inner in filled
    )


def is_large(anchor: Element) -> bool:
    """Say whether a picture is large enough to be what white letters stand on."""
    extent = anchor.find("wp.extent")
    sides = (extent.get("cx", ""), extent.get("cy", "")) if extent is not None else ("", "")
    if not all(side.isascii() and side.isdecimal() and len(side) < 12 for side in sides):
        return False
    return int(sides[0]) * int(sides[1]) >= MIN_BACKDROP
