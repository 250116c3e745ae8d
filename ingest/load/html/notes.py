"""Footnotes of a page: the small raised marks in the text, and the notes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.load.html.tree import BLOCKS, HEADINGS, Element, count_words, short_text, tokens, walk
from ingest.load.raised import FRACTION_SLASH

MARK = re.compile(r"[\[(]?\s*(?:\d{1,4}|[a-z]|[ivxl]{1,6}|[*†‡§¶#]{1,4}|note \d{1,3})\s*[\])]?")
NUMBER = re.compile(r"[\s,;–-]*(?:[\[(]?\d{1,3}[\])]?[\s,;–-]*){1,6}")
CALLED_MARK = re.compile(
    r"(?:^|[-_])(?:fn|ftn|foot-?notes?|end-?notes?|edn|note-?ref|fnref|ftnref|cite_?(?:note|ref)"
    r"|sdfootnote|sdendnote|reference|noteref|anm|notes?|ref)(?:$|[-_:.]|\d)|footnote",
    re.IGNORECASE,
)
NOTES = frozenset(
    "footnotes footnote-list footnotes-list endnotes references reflist wp-block-footnotes "
    "easy-footnotes-wrapper footnotes_reference_container".split()
)
BACK = re.compile(
    r"(?i)[\s↩︎️↵⏎↑⇑^⬆«]*"
    r"(?:back(?: to (?:text|content))?|return(?: to text)?|[a-z])?[\s↩︎️↑^]*"
)
BACK_CLASSES = frozenset(
    "mw-cite-backlink footnote-backref footnote-back reversefootnote backlink "
    "data-footnote-backref footnote-return fn-back".split()
)
AFTER_WORD = re.compile(r"(?:[^\W\d_]{4,}|[.,;:!?)\]”’\"'»%])\s?$")
UNITS = re.compile(r"(?:\b[kcdm]?m|\bft|\bin|\byd|metres?|meters?|feet|miles?)$", re.IGNORECASE)
MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}", "+")
MAX_NOTE_WORDS = 600


@dataclass(slots=True)
class Notes:
    """``marks`` and ``back`` are left out of the text; ``notes`` gives each note its label."""

    marks: set[Element] = field(default_factory=set)
    back: set[Element] = field(default_factory=set)
    notes: dict[Element, str] = field(default_factory=dict)


def find_notes(body: Element) -> Notes:
    """Find the marks of a page and their notes."""
    found, labels, sources = Notes(), dict[str, str](), set[str]()
    for link in body.iter("a", "sup"):
        if link.tag == "sup":
            if _is_bare_mark(link):
                found.marks.add(link)
            continue
        label = " ".join(short_text(link).split())
        if _is_mark(link, label):
            found.marks.add(_whole_mark(link))
            labels.setdefault(link.get("href")[1:], label)
            sources.update(_names(link))
    _find_targets(body, labels, found)
    _find_sections(body, found)
    _find_back_links(body, sources, found)
    return found


def _is_mark(link: Element, label: str) -> bool:
    href = link.get("href", "")
    if href[:1] != "#" or len(href) < 2 or not MARK.fullmatch(label.lower()):
        return False
    if _leads_back(link, href):
        return False
    raised = any(True for _ in link.iter("sup")) or _within(link, "sup")
    if raised or link.get("role") == "doc-noteref":
        return True
    called = [*tokens(link), href[1:].lower().lstrip("_")]
    return any(CALLED_MARK.search(one) for one in called)


def _leads_back(link: Element, href: str) -> bool:
    """Say whether a link goes from a note back to its mark."""
    return bool(
        link.get("role") == "doc-backlink"
        or BACK_CLASSES & set(tokens(link))
        or re.search(r"(?:fn|ftn|cite_|edn|note-?)_?-?ref|anc$", href, re.IGNORECASE)
    )


def _within(element: Element, tag: str) -> bool:
    """Say whether an element stands in another, at most four steps up and within its block."""
    for _ in range(4):
        element = element.getparent()
        if element is None or element.tag in BLOCKS:
            return False
        if element.tag == tag:
            return True
    return False


def _whole_mark(link: Element) -> Element:
    """Give the outermost element around a mark that holds nothing else but marks."""
    mark = link
    for _ in range(4):
        parent = mark.getparent()
        if parent is None or parent.tag in BLOCKS or parent.tag == "a":
            break
        label = short_text(parent)
        if not (MARK.fullmatch(label.strip().lower()) or NUMBER.fullmatch(label)):
            break
        mark = parent
    return mark


def _is_bare_mark(sup: Element) -> bool:
    """Say whether a raised number without a link is a mark: it follows a word or a full stop."""
    label = short_text(sup).strip()
    if any(True for _ in sup.iter("a")) or not (NUMBER.fullmatch(label) or label in "*†‡§"):
        return False
    if any(CALLED_MARK.search(one) for one in tokens(sup)):
        return True
    if label.startswith(MINUS) or (sup.tail or "").startswith(("/", FRACTION_SLASH)):
        return False  # an exponent, the upper part of a fraction
    before = sup.getprevious()
    left = (before.tail if before is not None else None) or ""
    if not left and before is None and sup.getparent() is not None:
        left = sup.getparent().text or ""
    return bool(label) and bool(AFTER_WORD.search(left)) and not UNITS.search(left)


def _names(link: Element) -> Iterator[str]:
    """Give the names under which a mark can be linked to: its own, and of what is around it."""
    element = link
    for _ in range(3):
        yield from (value for key in ("id", "name") if (value := element.get(key)))
        element = element.getparent()
        if element is None or element.tag in BLOCKS:
            return


def _find_targets(body: Element, labels: dict[str, str], found: Notes) -> None:
    if not labels:
        return
    looked_at: set[Element] = set()
    for element in body.iter():
        for key in ("id", "name"):
            if (label := labels.get(element.get(key) or "")) is not None:
                block = _block_of(element)
                if block is not None and block not in looked_at and _is_note(block):
                    found.notes[block] = label
                looked_at.add(block)


def _block_of(element: Element) -> Element | None:
    while element is not None and element.tag not in BLOCKS:
        element = element.getparent()
    if element is not None and element.tag == "p" and not element.getprevious() is not None:
        parent = element.getparent()
        if parent is not None and parent.tag in ("li", "dd"):
            return parent
    return element


def _is_note(block: Element) -> bool:
    if block.tag in HEADINGS or block.tag in ("body", "main", "article", "table"):
        return False
    words = 0
    for event, element in walk(block):
        words += count_words(element.text if event == "start" else element.tail) + 1
        if words > MAX_NOTE_WORDS or element.tag in HEADINGS:
            return False
    return True


def _find_sections(body: Element, found: Notes) -> None:
    """Take for notes what stands in a list or section that is called so."""
    for element in body.iter("section", "div", "ol", "ul", "aside", "dl", "footer"):
        called = set(tokens(element))
        single = element.get("role") == "doc-footnote"
        if single or called & NOTES or element.get("role") == "doc-endnotes":
            if element.tag == "section" and called & {"references"} and _has_prose(element):
                continue
            found.notes.setdefault(element, "")


def _has_prose(section: Element) -> bool:
    return any(p.text and count_words(p.text) > 60 for p in section.iter("p"))


def _find_back_links(body: Element, sources: set[str], found: Notes) -> None:
    depth = 0
    for event, element in walk(body):
        if element in found.notes:
            depth += 1 if event == "start" else -1
        elif depth and event == "start" and _is_back_link(element, sources):
            found.back.add(element)


def _is_back_link(element: Element, sources: set[str]) -> bool:
    if element.tag not in ("a", "span"):
        return False
    label = short_text(element).strip()
    if BACK_CLASSES & set(tokens(element)):
        return not label.strip("[]().").isdigit()
    href = element.get("href", "")
    if element.tag != "a" or href[:1] != "#":
        return False
    return (href[1:] in sources or _leads_back(element, href)) and bool(BACK.fullmatch(label))
