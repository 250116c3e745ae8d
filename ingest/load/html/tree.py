"""A page's text to a tree of elements, and what the walks over it share.

Every walk is a loop, never a recursion: a hostile page nests as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Literal

from lxml import etree

from rag.errors import LoadError

Element = Any
"""An lxml element; lxml has no types of its own."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SILENT = frozenset(
    "annotation annotation-xml applet area audio base button canvas datalist embed frame frameset "
    "head iframe input link map meta meter noembed noframes noscript object option param picture "
    "progress rp script select source style svg textarea title track video".split()
)
"""What a browser shows no words of, or only those of a control or a picture."""
HEAD_TAGS = frozenset(
    "base basefont bgsound link meta noscript object script style template title".split()
)
SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
MIN_WORDS_OF_NOSCRIPT = 40
"""A page says in fewer words that it needs scripts."""
SEPARATORS = re.compile(r"[\x1c-\x1f]")
WORD = re.compile(r"\w[^\s]*")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
DOCTYPE = re.compile(
    r"(\s*(?:<\?xml[^>]*>\s*)?)<!DOCTYPE[^\[>]{0,1000}(?:\[.{0,100000}?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
UNCLOSED = re.compile(
    r"</?(?:b|i|u|em|strong|big|small|tt|center|font(?:\s+(?:size|face)=[^\s<>]{1,99})*)\s*>",
    re.IGNORECASE,
)


def parse(text: str) -> Element | None:
    """Give the root element of a page, or None where it has none.

    Comments, processing instructions and the document type are dropped, so that no
    entity of the page's own is ever expanded. Raises `LoadError` for a page nested
    deeper than libxml2 reads (2,048 elements), which would lose the rest.
    """
    text = SEPARATORS.sub(" ", text.replace("\0", ""))
    if doctype := DOCTYPE.match(text):
        text = doctype[1] + text[doctype.end() :]
    if text.lstrip()[:5] == "<?xml":
        text = _without_cdata(text)
    root, whole = _parse(text)
    if not whole:  # old pages open <font> and <b> again and again and close none
        root, whole = _parse(UNCLOSED.sub("", text))
    if not whole:
        raise LoadError("the page is nested too deeply to be read; save it as PDF from a browser")
    if root is not None:
        _out_of_head(root)
    return root


def _out_of_head(root: Element) -> None:
    """Move to the body what libxml2 left in the head of a page that doesn't say where it ends."""
    head = next(root.iterchildren("head"), None)
    strays = [] if head is None else [one for one in head if one.tag not in HEAD_TAGS]
    if not strays:
        return
    body = next(root.iterchildren("body"), None)
    if body is None:
        body = etree.SubElement(root, "body")
    strays[-1].tail = f"{strays[-1].tail or ''}{body.text or ''}"
    body.text = None
    body[:0] = strays


def show_noscript(body: Element) -> None:
    """Take what a page shows without scripts for its text where there is more of it than else."""
    hidden = [element for element in body.iter("noscript") if element.text or len(element)]
    if not hidden:
        return
    seen = sum(map(count_words, texts(body)))
    for element in hidden:
        element.tag = "div"
        words = sum(map(count_words, texts(element)))
        if words <= max(seen, MIN_WORDS_OF_NOSCRIPT):
            element.tag = "noscript"


def _without_cdata(text: str) -> str:
    """Write out the sections of an XHTML page that hold text as it is."""
    first, *sections = text.split("<![CDATA[")
    parts = [first]
    for section in sections:
        inside, _, after = section.partition("]]>")
        parts += [inside.replace("&", "&amp;").replace("<", "&lt;"), after]
    return "".join(parts)


def _parse(text: str) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:  # an empty page
        return None, True
    except etree.XMLSyntaxError as error:
        raise LoadError("the page can't be read as HTML; save it as PDF from a browser") from error
    whole = all(entry.type_name != "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, whole


def walk(
    root: Element, skip: Collection[Element] = ()
) -> Iterator[tuple[Literal["start", "end"], Element]]:
    """Visit the elements below and with ``root``, each twice, but nothing inside of ``skip``.

    A skipped element is visited at its end only: text may follow it.
    """
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "start" and (element in skip or is_silent(element)):
            steps.skip_subtree()
            continue
        yield event, element


def is_silent(element: Element) -> bool:
    """Say whether an element shows no words. The button that opens a section is its heading."""
    if element.tag not in SILENT:
        return False
    parent = element.getparent() if element.tag == "button" else None
    return parent is None or parent.tag not in HEADINGS


def name(element: Element) -> str:
    """Give the element's tag in lower case."""
    return str(element.tag).lower()


def tokens(element: Element) -> list[str]:
    """Give the element's classes and its id, in lower case: what its author called it."""
    called = f"{element.get('class', '')} {element.get('id', '')}"
    return called.lower().split() if len(called) > 1 else []


def count_words(text: str | None) -> int:
    """Count words; of scripts that write no spaces, two characters count as one."""
    if not text or text.isspace():
        return 0
    if text.isascii():  # in a long text, what a few lone signs add doesn't matter
        return len(text.split()) if len(text) > 60 else len(WORD.findall(text))
    return len(WORD.findall(text)) + len(UNSPACED.findall(text)) // 2


def texts(root: Element, skip: Collection[Element] = ()) -> Iterator[str]:
    """Give the pieces of text inside of an element, in order."""
    for event, element in walk(root, skip):
        piece = element.text if event == "start" else element.tail
        if piece and not (event == "end" and element is root):
            yield piece


def short_text(root: Element, limit: int = 60) -> str:
    """Give the text of an element, or nothing where it's longer than a mark or a button."""
    parts: list[str] = []
    length = 0
    for steps, piece in enumerate(texts(root)):
        parts.append(piece)
        length += len(piece)
        if length > limit or steps > limit:
            return ""
    return "".join(parts)
