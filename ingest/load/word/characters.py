"""What a run's children show: text as its font has it, signs, form fields, equations."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ingest.load.raised import fraction, shifted, subscript, superscript
from ingest.load.symbol_fonts import UNKNOWN, as_unicode
from ingest.load.word.styles import Format
from ingest.load.word.tree import integer, is_on, value

LINE, PAGE, RENDERED, NOTE = "\n", "\f", "\v", "\x0e"
"""Marks inside a paragraph's text: a line ends, a page ends because the author or because the
layout says so, a footnote's mark stands here. No character of the file's text is one of them."""

CODE = re.compile(r"[0-9a-fA-F]{1,6}")
CONTROLS = re.compile(r"[\x00-\x1f\x85\u2028\u2029]")
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
GIVEN = {
    "tab": " ",
    "ptab": " ",
    "cr": LINE,
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
    "lastRenderedPageBreak": RENDERED,
}
CHECKED, UNCHECKED = "☑", "☐"
MATHS_PARTS = frozenset("m.num m.den m.e m.sub m.sup m.deg m.lim m.fName m.mr".split())
SHIFTED = frozenset({"m.sSup", "m.sSub", "m.sSubSup"})
MATHS_SHIFTS = {"m.sup": superscript, "m.sub": subscript}
FIGURE = re.compile(r"[\d+\N{MINUS SIGN}-]{1,9}")


def shown(child: Element, look: Format) -> str:
    """Give what one child of a run shows: its text, or the sign that it stands for."""
    if child.tag == "t":
        text = child.text or ""
        if child.get("xml.space") != "preserve":
            text = text.strip(" \t\r\n")
        text = as_unicode(CONTROLS.sub(" ", text).translate(LIGATURES), look.font)
        return shifted(text, look.raised or 0)
    if child.tag == "br":
        return PAGE if child.get("type") == "page" else LINE
    if child.tag == "sym":
        return _symbol(child.get("char", ""), child.get("font"))
    return GIVEN.get(child.tag, "")


def _symbol(code: str, font: str | None) -> str:
    """Give a symbol, U+FFFD where only its font knows what it looks like."""
    number = int(code, 16) if CODE.fullmatch(code) else 0
    if not number:
        return ""
    is_letter = 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD or 0x10000 <= number < 0xE0000
    return as_unicode(CONTROLS.sub(" ", chr(number)), font) if is_letter else UNKNOWN


def form_field(begin: Element) -> str:
    """Give what an old form field shows that has no text of its own: a box, a choice."""
    if (box := begin.find("ffData/checkBox")) is not None:
        said = box.find("checked")
        if said is None:
            said = box.find("default")
        checked = said is not None and is_on(said.get("val"))
        return CHECKED if checked else UNCHECKED
    if (choice := begin.find("ffData/ddList")) is not None:
        entries = [entry.get("val", "") for entry in choice.iter("listEntry")]
        number = integer(value(choice, "result")) or integer(value(choice, "default")) or 0
        return CONTROLS.sub(" ", entries[number]) if 0 <= number < len(entries) else ""
    return ""


def equation(element: Element) -> str:
    """Give the text of an equation, a space where one of its parts ends and another begins.

    Exponents, indices and fractions of bare figures are raised, lowered and put together.
    """
    return " ".join(_equation(element).split())


def _equation(element: Element) -> str:
    if element.tag == "m.t":
        return CONTROLS.sub(" ", element.text or "")
    parts = [(part.tag, _equation(part)) for part in element if not part.tag.endswith("Pr")]
    figures = [text.strip() for tag, text in parts if tag not in ("m.e", "m.fName")]
    if element.tag in SHIFTED and all(map(FIGURE.fullmatch, figures)):
        return "".join(MATHS_SHIFTS.get(tag, str)(text.strip()) for tag, text in parts)
    if element.tag == "m.f" and len(figures) == 2 and all(map(str.isdecimal, figures)):
        return fraction(*figures)
    inside = "".join(text for _, text in parts)
    return f" {inside} " if element.tag in MATHS_PARTS else inside
