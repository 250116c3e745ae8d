"""What Word's styles say of a paragraph or a run, ancestors and defaults included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.load.raised import subscript, superscript
from ingest.load.word.tree import integer, is_on, value

MAX_ANCESTORS = 50
MAX_LEVEL = 9
READ = frozenset("vanish strike dstrike b color shd highlight sz vertAlign position rFonts".split())
MIN_RAISED = 4
"""Half-points: text moved up by less stands on the line for all who read it."""
HEX = re.compile(r"[0-9a-fA-F]{6}")
WORD = re.compile(r"[^\W\d_]{4}")
HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|t[ií]tulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|"
    r"başlık|заголовок|عنوان|سرخی|标题|見出し|제목) ?([1-9])"  # noqa: RUF001
)
LIST_NAME = re.compile(r"list (?:bullet|number) ([2-5])")
NOT_HEADINGS = re.compile(
    r"toc \d|caption|subtitle|author|date|table of (?:figures|authorities)|header|footer"
)


@dataclass(frozen=True, slots=True)
class Format:
    """How characters look, as far as it tells what can be read in them. None: not said.

    ``raised`` is 1 for a superscript, -1 for a subscript, 0 for neither.
    """

    vanish: bool | None = None
    struck: bool | None = None
    bold: bool | None = None
    colour: str | None = None
    fill: str | None = None
    half_points: int | None = None
    raised: int | None = None
    font: str | None = None

    def under(self, top: Format) -> Format:
        """Lay another format over this one."""
        return Format(
            self.vanish if top.vanish is None else top.vanish,
            self.struck if top.struck is None else top.struck,
            self.bold if top.bold is None else top.bold,
            top.colour or self.colour,
            top.fill or self.fill,
            self.half_points if top.half_points is None else top.half_points,
            self.raised if top.raised is None else top.raised,
            top.font or self.font,
        )

    def shift(self, text: str) -> str:
        """Raise or lower the figures of a text; running text that was moved up stays."""
        if not self.raised or WORD.search(text):
            return text
        return superscript(text) if self.raised > 0 else subscript(text)


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands in the document's lists: list (0 for none) and level from 0.

    ``style`` is the style that says so, where it isn't the paragraph itself.
    """

    number: int = 0
    level: int = 0
    style: str = ""


NO_LIST = ListPlace()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits.

    ``heading`` is the level from 1, or 0; ``item`` the same for lists, ``place`` where its
    paragraphs are numbered; ``fill`` the colour behind a paragraph; ``new_page`` says that
    the paragraph begins a page.
    """

    format: Format = PLAIN
    heading: int = 0
    item: int = 0
    place: ListPlace = NO_LIST
    fill: str | None = None
    new_page: bool = False


NO_STYLE = Style()


@dataclass(slots=True)
class Styles:
    """The styles part, resolved as paragraphs ask for it."""

    _raw: dict[str, Element] = field(default_factory=dict)
    _defaults: Format = PLAIN
    _default: str = ""
    _paragraphs: dict[str, Style] = field(default_factory=dict)
    _runs: dict[str, Format] = field(default_factory=dict)

    def add(self, element: Element) -> None:
        """Take in a child of the styles part."""
        if element.tag == "docDefaults":
            self._defaults = read_format(element.find("rPrDefault/rPr"))
        elif element.tag == "style":
            style_id = element.get("styleId", "")
            self._raw[style_id] = element
            if element.get("type") == "paragraph" and is_on(element.get("default", "0")):
                self._default = style_id

    def paragraph(self, style_id: str | None) -> Style:
        """Give a paragraph style, the default one where none or an unknown one is named."""
        name = style_id if style_id in self._raw and style_id else self._default
        if name not in self._paragraphs:
            self._paragraphs[name] = self._resolve(name)
        return self._paragraphs[name]

    def run(self, style_id: str) -> Format:
        """Give what a character style says."""
        if style_id not in self._runs:
            self._runs[style_id] = _formats(self._chain(style_id), PLAIN)
        return self._runs[style_id]

    def shades(self, style_id: str) -> bool:
        """Say whether a table style puts a colour behind some cells."""
        fills = (fill(shd) for style in self._chain(style_id) for shd in style.iter("shd"))
        return any(colour and not is_near(colour, "FFFFFF") for colour in fills)

    def _chain(self, style_id: str) -> list[Element]:
        """Give a style and its ancestors, the style itself first."""
        chain: list[Element] = []
        while (style := self._raw.get(style_id)) is not None and len(chain) < MAX_ANCESTORS:
            chain.append(style)
            style_id = value(style, "basedOn") or ""
        return chain

    def _resolve(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        fills = (fill(style.find("pPr/shd")) for style in chain)
        breaks = (style.find("pPr/pageBreakBefore") for style in chain)
        return Style(
            _formats(chain, self._defaults),
            next((level for level in map(_heading, chain) if level is not None), 0),
            _item(chain),
            _place(chain),
            next((colour for colour in fills if colour), None),
            next((is_on(said.get("val")) for said in breaks if said is not None), False),
        )


def _formats(chain: list[Element], base: Format) -> Format:
    for style in reversed(chain):
        base = base.under(read_format(style.find("rPr")))
    return base


def _heading(style: Element) -> int | None:
    """Give the level that one style states, 0 for body text, None where it says nothing."""
    name = (value(style, "name") or "").lower()
    if name == "toc heading":
        return 1
    if NOT_HEADINGS.fullmatch(name):
        return 0
    if (outline := integer(value(style, "pPr/outlineLvl"))) is not None:
        return outline + 1 if 0 <= outline < MAX_LEVEL else 0
    if named := HEADING_NAME.fullmatch(name):
        return int(named[1])
    return 1 if name == "title" else None


def _item(chain: list[Element]) -> int:
    for style in chain:
        if (numbering := style.find("pPr/numPr")) is not None:
            named = LIST_NAME.fullmatch((value(style, "name") or "").lower())
            level = list_level(numbering) or 0
            return max(level, int(named[1])) if level and named else level
    return 0


def _place(chain: list[Element]) -> ListPlace:
    said = [one for one in chain if one.find("pPr/numPr") is not None]
    numbers = (integer(value(one, "pPr/numPr/numId")) for one in said)
    levels = (integer(value(one, "pPr/numPr/ilvl")) for one in said)
    return ListPlace(
        next((number for number in numbers if number is not None), 0),
        next((level for level in levels if level is not None), 0),
        next((one.get("styleId", "") for one in said), ""),
    )


def list_level(numbering: Element) -> int | None:
    """Give the level from 1 that a ``numPr`` states, 0 for "no list", None without a list."""
    number = integer(value(numbering, "numId"))
    if number is None:
        return None
    level = integer(value(numbering, "ilvl")) or 0
    return min(max(level, 0), MAX_LEVEL - 1) + 1 if number else 0


def read_format(properties: Element | None) -> Format:
    """Read an ``rPr``."""
    if properties is None:
        return PLAIN
    said = {child.tag: child for child in properties if child.tag in READ}
    if not said:
        return PLAIN
    shading, mark = fill(said.get("shd")), _said(said, "highlight")
    return Format(
        vanish=_switch(said, "vanish"),
        struck=_struck(said),
        bold=_switch(said, "b"),
        colour=_said(said, "color"),
        fill=mark if mark and mark != "none" else shading,
        half_points=integer(_said(said, "sz")),
        raised=_raised(said),
        font=_font(said.get("rFonts")),
    )


def _said(said: Mapping[str, Element], tag: str) -> str | None:
    return said[tag].get("val") if tag in said else None


def _switch(said: Mapping[str, Element], tag: str) -> bool | None:
    return is_on(said[tag].get("val")) if tag in said else None


def _struck(said: Mapping[str, Element]) -> bool | None:
    once, twice = _switch(said, "strike"), _switch(said, "dstrike")
    return once if twice is None else twice or bool(once)


def _raised(said: Mapping[str, Element]) -> int | None:
    if "vertAlign" in said:
        return {"superscript": 1, "subscript": -1}.get(_said(said, "vertAlign") or "", 0)
    moved = integer(_said(said, "position"))
    if moved is None or 0 < abs(moved) < MIN_RAISED:
        return None
    return (moved > 0) - (moved < 0)


def _font(fonts: Element | None) -> str | None:
    return None if fonts is None else fonts.get("ascii") or fonts.get("hAnsi")


def fill(shading: Element | None) -> str | None:
    """Give the colour that a ``shd`` puts behind text, None for none."""
    if shading is None or shading.get("val") == "nil":
        return None
    colour = shading.get("color" if shading.get("val") == "solid" else "fill", "auto")
    return colour if HEX.fullmatch(colour) else None


def is_near(one: str, other: str) -> bool:
    """Say whether nobody could tell two colours apart, each of six hexadecimal digits."""
    if not HEX.fullmatch(one) or not HEX.fullmatch(other):
        return False
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4))
    return all(abs(a - b) <= 0x10 for a, b in pairs)
