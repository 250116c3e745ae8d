"""How the words of a page are set: raised, lowered, struck out, in a symbol font, in a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree

from ingest.load.html.counters import Counters
from ingest.load.html.css import Rules, length_px
from ingest.load.html.tree import SILENT, Element, count_words, texts, tokens, walk
from ingest.load.raised import shifted
from ingest.load.symbol_fonts import FONTS, as_unicode
from rag.types import Finding

STRUCK = frozenset(["s", "strike", "del"])
SHIFTS = {"sup": 1, "sub": -1}
MATHS = {"msup": (0, 1), "msub": (0, -1), "msubsup": (0, -1, 1), "mfrac": (1, -1)}
"""How the parts of these stand."""
NUMERATORS = {"num": 1, "numerator": 1, "den": -1, "denominator": -1}
SLASHES = "/\N{FRACTION SLASH}\N{DIVISION SLASH}"
MIN_RAISED_PX = 2.0
LISTS = frozenset(["ol", "ul", "li", "menu"])


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: above (1) or below (-1) the line, and in which font of symbols."""

    raised: int = 0
    font: str = ""

    def shown(self, text: str) -> str:
        """Give text as it looks."""
        return shifted(as_unicode(text, self.font) if self.font else text, self.raised)


PLAIN = Setting()


@dataclass(slots=True)
class Typeset:
    """What isn't plain text on a line.

    ``struck`` doesn't hold any more; behind ``upper``, a fraction's upper part, a slash
    is missing; ``lists`` holds the styles that lists and items ask for, ``before`` the
    numbers that a style sheet puts before elements.
    """

    settings: dict[Element, Setting] = field(default_factory=dict)
    struck: list[Element] = field(default_factory=list)
    upper: set[Element] = field(default_factory=set)
    lists: dict[Element, str] = field(default_factory=dict)
    before: dict[Element, str] = field(default_factory=dict)

    def shown(self, element: Element, text: str) -> str:
        """Give text that stands directly in an element as it looks."""
        return self.settings.get(element, PLAIN).shown(text)

    def findings(self, body: Element, skip: set[Element]) -> list[Finding]:
        """Say how much is struck out, outside of ``skip``."""
        struck = set(self.struck)
        pieces = [
            " ".join(" ".join(texts(element)).split())
            for event, element in walk(body, skip | struck)
            if event == "end" and element in struck and element not in skip
        ]
        if not (words := sum(map(count_words, pieces))):
            return []
        message = f"left out: {words:,} words that are struck out"
        return [Finding("left out", message, text=" ".join(pieces)[:200])]


def find_typeset(root: Element, rules: Rules) -> Typeset:
    """Look at every element of a page for how its words are set."""
    found, settings, counters = Typeset(), [PLAIN], Counters(rules)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            settings.pop()
            if rules.before:
                counters.leave(element)
            continue
        settings.append(settings[-1])
        if element.tag in SILENT:
            steps.skip_subtree()
            continue
        style = rules.style(element)
        if _is_struck(element, style):
            found.struck.append(element)
            steps.skip_subtree()
            continue
        if rules.before and (number := counters.enter(element, style)):
            found.before[element] = number
        setting = _set(element, style, settings[-2])
        settings[-1] = setting
        if setting is not PLAIN and setting != PLAIN:
            found.settings[element] = setting
        if setting.raised > 0 and _lacks_slash(element):
            found.upper.add(element)
        if element.tag in LISTS and (said := _list_style(style)):
            found.lists[element] = said
    return found


def _is_struck(element: Element, style: Mapping[str, str]) -> bool:
    said = style.get("text-decoration-line") or style.get("text-decoration")
    return "line-through" in said if said else element.tag in STRUCK


def _set(element: Element, style: Mapping[str, str], above: Setting) -> Setting:
    setting = above
    if raised := _raised(element, style):
        setting = replace(setting, raised=raised)
    if fonts := style.get("font-family") or (element.tag == "font" and element.get("face")):
        font = fonts.split(",")[0].strip(" '\"").lower()
        setting = replace(setting, font=font if font in FONTS else "")
    return setting


def _raised(element: Element, style: Mapping[str, str]) -> int:
    if shift := SHIFTS.get(element.tag):
        return shift
    parent = element.getparent()
    if parent is not None and (parts := MATHS.get(parent.tag)):
        place = sum(1 for _ in islice(element.itersiblings(preceding=True), len(parts)))
        return parts[place] if place < len(parts) else 0
    if said := style.get("vertical-align"):
        moved = length_px(said) or 0
        high, low = moved >= MIN_RAISED_PX, moved <= -MIN_RAISED_PX
        return (said == "super" or high) - (said == "sub" or low)
    if element.get("class") and parent is not None and "frac" in parent.get("class", ""):
        return next((NUMERATORS[one] for one in tokens(element) if one in NUMERATORS), 0)
    return 0


def _lacks_slash(element: Element) -> bool:
    """Say whether this is the upper part of a fraction whose line is only drawn."""
    parent = element.getparent()
    if parent is None or parent.tag not in ("mfrac", "span") or element is parent[-1]:
        return False
    if parent.tag == "span" and "frac" not in parent.get("class", ""):
        return False
    return not (element.tail or "").strip().startswith(tuple(SLASHES))


def _list_style(style: Mapping[str, str]) -> str:
    return f"{style.get('list-style', '')} {style.get('list-style-type', '')}".strip()
