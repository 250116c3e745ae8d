"""Which text of a page its reader never sees: hidden by an attribute or by a style.

Read are ``hidden``, inline styles, and the rules of ``<style>`` for plain tags,
classes and ids. What a script or a style sheet beside the page does isn't known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.load.html.css import OFF, Colour, Rules, colour, float_or, length_px
from ingest.load.html.measure import measure
from ingest.load.html.tree import SILENT, Element, count_words, texts, walk
from rag.types import Finding

NOT_SHOWN = "isn't displayed"
INVISIBLE = "is invisible"
TINY = "is set too small to be read"
OFF_PAGE = "stands off the page"
NO_CONTRAST = "has the colour of its background"
TEMPLATE = "is in a template for a script to fill in"
MIN_WORDS_OF_PAGE = 20
MAX_SHARE_SEEN = 0.25
OPENERS = ("aria-controls", "data-target", "data-bs-target")
MAX_TINY_PX = 2.0
FAR_PX = -400.0
MAX_DIFFERENCE = 16
"""Of 255, in each channel: less can't be told from the background."""
WHITE = (255, 255, 255)
CLIPPED = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]|inset\((?:50|100)%")
MOVED = re.compile(r"translate[xy3d]*\(\s*-\d{4,}px|scale[xy3d]*\(\s*0\s*[,)]")
FONT_SIZE = re.compile(r"(?:^|\s)([\d.]+(?:[a-z]+|%)|0)(?=[\s/]|$)")
PICTURE = re.compile(r"url\(|gradient\(")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element takes over from its parent. A colour of None isn't known."""

    visible: bool = True
    tiny: bool = False
    ink: Colour | str | None = None
    paper: Colour | None = WHITE


@dataclass(slots=True)
class Hidden:
    """``gone`` are hidden with all they hold; of ``mute``, only the text directly inside is.

    ``late`` says that nearly all of the page is hidden until a script shows it.
    """

    gone: dict[Element, str] = field(default_factory=dict)
    mute: dict[Element, str] = field(default_factory=dict)
    late: bool = False

    def seen(self, root: Element) -> Iterator[str]:
        """Give the pieces of text that aren't hidden."""
        for event, element in walk(root, self.gone):
            around = element if event == "start" else element.getparent()
            piece = element.text if event == "start" else element.tail
            if piece and around not in self.mute and element is not root:
                yield piece

    def findings(self, root: Element, skip: set[Element]) -> Iterator[Finding]:
        """Give one finding for each way of hiding, for what isn't inside of ``skip``."""
        found: dict[str, list[str]] = {}
        for reason, text in self._texts(root, skip):
            if text.strip():
                found.setdefault(reason, []).append(" ".join(text.split()))
        for reason, pieces in found.items():
            words = sum(len(piece.split()) for piece in pieces)
            message = f"{words:,} words that a reader doesn't see: the text {reason}"
            yield Finding("hidden text", message, text=" ".join(pieces)[:200])

    def _texts(self, root: Element, skip: set[Element]) -> Iterator[tuple[str, str]]:
        if not self.gone and not self.mute:
            return
        for event, element in walk(root, {*skip, *self.gone}):
            if event == "end" and element in self.gone and element not in skip:
                yield self.gone[element], " ".join(texts(element))
            elif event == "start" and element in self.mute:
                pieces = [element.text, *(child.tail for child in element)]
                yield self.mute[element], " ".join(piece for piece in pieces if piece)


def find_hidden(root: Element, rules: Rules) -> Hidden:
    """Find what is hidden in a page.

    Where that would be nearly all of it, a script shows what holds most of the page, and
    only what is hidden inside counts.
    """
    hidden = _find(root, rules, frozenset())
    if not hidden.gone and not hidden.mute:
        return hidden
    counted = {element: own.words for element, own in measure(root, set()).items()}
    whole = max(counted.values(), default=0)
    seen = sum(map(count_words, hidden.seen(root)))
    if whole < MIN_WORDS_OF_PAGE or seen >= MAX_SHARE_SEEN * whole:
        return hidden
    most = {element for element, words in counted.items() if 2 * words >= whole}
    found = _find(root, rules, most)
    late = (found.gone, found.mute) != (hidden.gone, hidden.mute)
    return replace(found, late=late)


def _find(root: Element, rules: Rules, shown: Collection[Element]) -> Hidden:
    """Find what is hidden. ``shown`` are elements that are shown whatever their style says."""
    elsewhere = any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link"))
    opened = set(_opened(root))
    hidden, looks = Hidden(), [Look()]
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            looks.pop()
            continue
        looks.append(looks[-1])
        if element.tag in SILENT:
            steps.skip_subtree()
            continue
        if not rules.by_name and not element.keys() and element.tag != "template":
            if reason := _muted(looks[-1]):
                hidden.mute[element] = reason
            continue
        style = rules.style(element)
        if element in shown or element.tag in ("html", "body"):
            style = {prop: said for prop, said in style.items() if prop != "visibility"}
        elif (reason := _gone(element, style)) and (
            reason != NOT_SHOWN or element.get("id") not in opened
        ):
            hidden.gone[element] = reason
            steps.skip_subtree()
            continue
        looks[-1] = _look(element, style, looks[-2], elsewhere)
        if reason := _muted(looks[-1]):
            hidden.mute[element] = reason
    return hidden


def _opened(root: Element) -> Iterator[str]:
    """Give the ids of what a click of the reader shows: a section, a tab."""
    for element in root.iter("a", "button", "summary", "h1", "h2", "h3", "h4", "div", "span"):
        for key in OPENERS:
            if said := element.get(key):
                yield said.removeprefix("#")


def _gone(element: Element, style: Mapping[str, str]) -> str:
    """Say why an element is hidden with all it holds, or nothing."""
    if element.tag == "template":
        return "" if element.get("shadowrootmode") else TEMPLATE
    if element.get("hidden", "until-found") != "until-found" and "display" not in style:
        return NOT_SHOWN
    if not style:
        return ""
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return NOT_SHOWN
    if "opacity" in style and float_or(style["opacity"].rstrip("%"), 1) <= 0.02:
        return INVISIBLE
    return OFF_PAGE if _off_page(style) else ""


def _off_page(style: Mapping[str, str]) -> bool:
    placed = style.get("position") in ("absolute", "fixed")
    moves = ["text-indent", "margin-left", "margin-top"]
    moves += ["left", "right", "top", "bottom"] if placed else []
    far = any((length_px(style.get(move, "")) or 0) <= FAR_PX for move in moves)
    clipped = placed and CLIPPED.search(style.get("clip", "") + " " + style.get("clip-path", ""))
    shut = style.get("overflow") in ("hidden", "clip") and any(
        _at_most(style.get(size, ""), 1) for size in ("width", "height", "max-width", "max-height")
    )
    return bool(far or clipped or shut or MOVED.search(style.get("transform", "")))


def _at_most(value: str, limit: float) -> bool:
    length = length_px(value)
    return length is not None and length <= limit


def _look(element: Element, style: Mapping[str, str], above: Look, elsewhere: bool) -> Look:
    """Give how an element looks. ``elsewhere``: style sheets that we don't have may colour it."""
    look = above
    if visibility := style.get("visibility"):
        look = replace(look, visible=visibility not in ("hidden", "collapse"))
    short = FONT_SIZE.search(style.get("font", ""))
    size = style.get("font-size") or (short[1] if short else "")
    if size and (pixels := length_px(size)) is not None:
        relative = size.endswith(("em", "%")) and not size.endswith("rem")
        look = replace(look, tiny=pixels <= MAX_TINY_PX or (relative and above.tiny))
    own = {"font": "color", "body": "text"}.get(element.tag)
    if ink := style.get("color") or (element.get(own) if own else None):
        look = replace(look, ink=colour(ink))
    paper = style.get("background-color") or style.get("background") or element.get("bgcolor")
    picture = style.get("background-image", "") + style.get("background", "")
    if PICTURE.search(picture) or element.get("background"):
        look = replace(look, paper=None)
    elif paper:
        look = _on(look, paper)
    elif elsewhere and look.paper == WHITE and element.tag != "body" and element.get("class"):
        look = replace(look, paper=None)
    return look


def _on(look: Look, paper: str) -> Look:
    found = colour(paper)
    if found == OFF or paper in ("none", "inherit", "initial", "unset"):
        return look
    return replace(look, paper=found if isinstance(found, tuple) else None)


def _muted(look: Look) -> str:
    if not look.visible:
        return INVISIBLE
    if look.tiny:
        return TINY
    if look.ink == OFF:
        return NO_CONTRAST
    if isinstance(look.ink, tuple) and look.paper:
        pairs = zip(look.ink, look.paper, strict=True)
        if all(abs(ink - paper) <= MAX_DIFFERENCE for ink, paper in pairs):
            return NO_CONTRAST
    return ""
