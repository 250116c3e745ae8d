"""The words of one paragraph, as somebody reads them in Word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.etree.ElementTree import Element

from ingest.load.raised import with_fractions
from ingest.load.word.characters import (
    NOTE,
    PAGE,
    RENDERED,
    equation,
    form_field,
    shown,
)
from ingest.load.word.shapes import SHAPES, WHITE, box_colour, is_large
from ingest.load.word.styles import (
    NO_STYLE,
    Format,
    ListPlace,
    Style,
    Styles,
    fill,
    is_near,
    list_level,
    read_format,
)
from ingest.load.word.tree import all_words, descend, flat, integer, is_on, value

UNSPACED = re.compile(rf"(?:\S|{RENDERED})+")
DELETED = frozenset({"del", "moveFrom"})
MATHS = frozenset({"m.oMath", "m.oMathPara"})
GRAPHICS = frozenset({"drawing", "pict", "object"})
UNREAD = frozenset({"c.chart", "dgm.relIds"})
TINY = 4
"""Half-points: up to 2 points nobody can read."""
MAX_SHOWN = 200

Hiding = Literal["vanish", "colour", "size", "cell"]


@dataclass(slots=True)
class Concealed:
    """Words that are in the file but can't be seen: how many, how they begin, where."""

    words: int = 0
    text: str = ""
    mark: int = 0

    def add(self, text: str) -> None:
        """Count the words of one more piece of text."""
        self.words += len(text.split())
        if len(self.text) < MAX_SHOWN:
            self.text = f"{self.text} {text.strip()}".strip()[:MAX_SHOWN]


@dataclass(slots=True)
class Tally:
    """What isn't read: hidden words by how they're hidden, and counts of what was left out."""

    hidden: dict[Hiding, Concealed] = field(default_factory=dict)
    deleted: int = 0
    struck: Concealed = field(default_factory=Concealed)
    charts: int = 0
    embedded: int = 0

    def hide(self, how: Hiding, text: str, mark: int) -> None:
        """Count hidden words. ``mark`` says how many marks of pages stood before them."""
        if not text.strip():
            return
        self.hidden.setdefault(how, Concealed(mark=mark)).add(text)

    def delete(self, element: Element) -> None:
        """Count the words of a deletion."""
        self.deleted += len(all_words(element).split())


@dataclass(slots=True)
class Words:
    """A paragraph: its text with marks in it, and what hangs on it.

    ``notes`` are the kind and id of the footnotes and endnotes, in the order of
    their marks. ``boxes`` are text boxes, each with the colour behind its text.
    ``bold`` says that all that can be seen is bold.
    """

    text: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    boxes: tuple[tuple[Element, str | None], ...] = ()
    bold: bool = False
    style: Style = NO_STYLE
    properties: Element | None = None

    def item(self) -> int:
        """Give the level in a list, 0 outside of one."""
        if self.properties is None:
            return self.style.item
        numbering = self.properties.find("numPr")
        level = None if numbering is None else list_level(numbering)
        return self.style.item if level is None else level

    def lead(self, label: str) -> None:
        """Put a number before the text, behind the breaks of the layout that it begins with."""
        rest = self.text.lstrip(RENDERED)
        self.text = f"{self.text[: len(self.text) - len(rest)]}{label}{rest}"

    def place(self) -> ListPlace:
        """Give where the paragraph stands in the document's lists."""
        numbering = None if self.properties is None else self.properties.find("numPr")
        if numbering is None:
            return self.style.place
        number, level = (integer(value(numbering, tag)) for tag in ("numId", "ilvl"))
        if number is None:
            return replace(self.style.place, level=level or 0, style="")
        return ListPlace(number, level or 0)


def merged(paragraphs: list[Words]) -> Words:
    """Make one paragraph of several, of the last one's style."""
    if len(paragraphs) == 1:
        return paragraphs[0]
    weighing = [one.bold for one in paragraphs if one.text.strip()]
    return Words(
        "".join(one.text for one in paragraphs),
        tuple(note for one in paragraphs for note in one.notes),
        tuple(box for one in paragraphs for box in one.boxes),
        bool(weighing) and all(weighing),
        paragraphs[-1].style if paragraphs else NO_STYLE,
        paragraphs[-1].properties if paragraphs else None,
    )


@dataclass(slots=True)
class TextReader:
    """Reads paragraph after paragraph; fields may reach over several."""

    styles: Styles
    tally: Tally
    backdrop: bool = False
    _fields: list[bool] = field(default_factory=list)  # for each open one: is its result reached?
    _parts: list[str] = field(default_factory=list)
    _notes: list[tuple[str, str]] = field(default_factory=list)
    _boxes: list[tuple[Element, str | None]] = field(default_factory=list)
    _weights: set[bool] = field(default_factory=set)
    _paper: str | None = WHITE
    _mark: int = 0

    def paragraph(self, element: Element, paper: str | None = WHITE, mark: int = 0) -> Words:
        """Read one paragraph.

        ``paper`` is the colour behind it, None where it can't be told; ``mark`` the
        number of marks of pages before it.
        """
        self._parts, self._notes, self._boxes, self._weights = [], [], [], set()
        properties = element.find("pPr")
        style_id = None if properties is None else value(properties, "pStyle")
        style = self.styles.paragraph(style_id)
        shading = None if properties is None else fill(properties.find("shd"))
        self._paper, self._mark = shading or style.fill or paper, mark
        for child in flat(element):
            self._inline(child, style.format)
        # A field's code that no paragraph ends would swallow the rest of the document.
        self._fields = [shown for shown in self._fields if shown]
        text = with_fractions(_words_first("".join(self._parts)))
        bold = self._weights == {True}
        return Words(text, tuple(self._notes), tuple(self._boxes), bold, style, properties)

    def _inline(self, child: Element, base: Format) -> None:
        if child.tag == "r":
            self._run(child, base)
        elif child.tag in DELETED:
            self.tally.delete(child)
        elif child.tag in MATHS and all(self._fields):
            self._parts.append(equation(child))

    def _run(self, run: Element, base: Format) -> None:
        look = self._look(run.find("rPr"), base)
        how = self._hiding(look)
        own_mark = False
        for child in flat(run):
            if child.tag == "fldChar":
                if child.get("fldCharType") == "begin" and all(self._fields):
                    self._add(form_field(child), look, how)
                self._field(child.get("fldCharType"))
            elif child.tag == "r":
                self._run(child, base)
            elif child.tag in DELETED:
                self.tally.delete(child)
            elif child.tag in GRAPHICS:
                self._graphic(child)
            elif child.tag in ("footnoteReference", "endnoteReference"):
                if how == "vanish" or look.struck:
                    continue
                self._notes.append((child.tag[:-9], child.get("id", "")))
                self._parts.append(NOTE)
                own_mark = is_on(child.get("customMarkFollows", "0"))
            elif (text := shown(child, look)) and all(self._fields) and not own_mark:
                self._add(text, look, how)

    def _add(self, text: str, look: Format, how: Hiding | None) -> None:
        if text not in (RENDERED, PAGE) and (how is not None or look.struck):
            if how is not None:
                self.tally.hide(how, text, self._mark)
            else:
                self.tally.struck.add(text)
            return
        self._parts.append(text)
        if text == PAGE:
            self.backdrop = False
        elif text.strip():
            self._weights.add(bool(look.bold))

    def _look(self, properties: Element | None, base: Format) -> Format:
        if properties is None:
            return base
        if style_id := value(properties, "rStyle"):
            base = base.under(self.styles.run(style_id))
        return base.under(read_format(properties))

    def _hiding(self, look: Format) -> Hiding | None:
        """Say by what the text of a run is hidden, if it is."""
        if look.vanish:
            return "vanish"
        if look.half_points is not None and look.half_points <= TINY:
            return "size"
        paper = look.fill or self._paper
        if paper is None or look.colour is None or (self.backdrop and not look.fill):
            return None
        return "colour" if is_near(look.colour, WHITE if paper == "white" else paper) else None

    def _field(self, sort: str | None) -> None:
        if sort == "begin":
            self._fields.append(False)
        elif sort == "separate" and self._fields:
            self._fields[-1] = True
        elif sort == "end" and self._fields:
            self._fields.pop()

    def _graphic(self, graphic: Element) -> None:
        """Find the text boxes of a drawing, charts, and pictures that lie behind the text."""
        paper: str | None = WHITE
        for inner in descend(graphic):
            if inner.tag in SHAPES:
                paper = box_colour(inner)
            elif inner.tag == "txbxContent":
                self._boxes.append((inner, paper))
            elif inner.tag in UNREAD:
                self.tally.charts += 1
            elif inner.tag == "wp.anchor" and is_on(inner.get("behindDoc", "0")):
                self.backdrop = self.backdrop or is_large(inner)


def _words_first(text: str) -> str:
    """Put each break of the layout that cuts a word behind the word."""
    return UNSPACED.sub(_word_first, text) if RENDERED in text else text


def _word_first(match: re.Match[str]) -> str:
    before, word = match[0], match[0].strip(RENDERED)
    cuts = word.count(RENDERED)
    if not cuts:
        return before
    return before.replace(word, word.replace(RENDERED, "") + RENDERED * cuts, 1)
