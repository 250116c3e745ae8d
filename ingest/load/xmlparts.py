"""XML that strangers wrote, as a stream of small trees with short names.

A tag of Word's main namespace keeps its bare name (``p``, ``tbl``), another that we
read gets its usual prefix and a dot (``m.t``), the strict and the transitional form
of the standard alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from xml.parsers import expat

from rag.errors import LoadError

MAX_DEPTH = 200
"""Levels of tags. A nested table takes 3, a text box about 10."""
MAX_ELEMENTS = 1_500_000
"""Tags in memory at once, some 500 MB. Of the body, that is one paragraph or table at a time."""
UNREADABLE = "is damaged: its XML can't be read; open it in Word and save it anew"

TRANSITIONAL = "http://schemas.openxmlformats.org"
STRICT = "http://purl.oclc.org/ooxml"
PREFIXES = {
    f"{TRANSITIONAL}/wordprocessingml/2006/main": "",
    f"{STRICT}/wordprocessingml/main": "",
    f"{TRANSITIONAL}/officeDocument/2006/math": "m.",
    f"{STRICT}/officeDocument/math": "m.",
    f"{TRANSITIONAL}/officeDocument/2006/relationships": "r.",
    f"{STRICT}/officeDocument/relationships": "r.",
    f"{TRANSITIONAL}/drawingml/2006/main": "a.",
    f"{STRICT}/drawingml/main": "a.",
    f"{TRANSITIONAL}/drawingml/2006/chart": "c.",
    f"{STRICT}/drawingml/chart": "c.",
    f"{TRANSITIONAL}/drawingml/2006/diagram": "dgm.",
    f"{STRICT}/drawingml/diagram": "dgm.",
    f"{TRANSITIONAL}/drawingml/2006/wordprocessingDrawing": "wp.",
    f"{STRICT}/drawingml/wordprocessingDrawing": "wp.",
    f"{TRANSITIONAL}/markup-compatibility/2006": "mc.",
    f"{TRANSITIONAL}/package/2006/relationships": "rel.",
    f"{TRANSITIONAL}/package/2006/metadata/core-properties": "cp.",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps.",
    "urn:schemas-microsoft-com:vml": "v.",
    "http://purl.org/dc/elements/1.1/": "dc.",
    "http://purl.org/dc/terms/": "dcterms.",
    "http://www.w3.org/XML/1998/namespace": "xml.",
}


class _Tags(dict[str, str]):
    """Short names by long ones, ``namespace}name``, worked out once each."""

    def __missing__(self, long: str) -> str:
        space, _, name = long.rpartition("}")
        short = self[long] = PREFIXES.get(space, "other.") + name
        return short


class _Attributes(dict[str, str]):
    """The same for attributes, of which most have no namespace."""

    def __missing__(self, long: str) -> str:
        space, _, name = long.rpartition("}")
        short = self[long] = PREFIXES.get(space, "other.") + name if space else name
        return short


@dataclass(slots=True)
class _Builder:
    """Trees in the making, handed out once their last tag is closed."""

    at: int
    kept: bool
    ready: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _depth: int = 0
    _count: int = 0
    _tags: _Tags = field(default_factory=_Tags)
    _attributes: _Attributes = field(default_factory=_Attributes)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        short = self._attributes
        element = Element(self._tags[name], {short[key]: attributes[key] for key in attributes})
        if self._depth < self.at:
            self.ready.append(element)
            return
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise LoadError(f"its parts are nested more than {MAX_DEPTH} deep; simplify its layout")
        if self._count > MAX_ELEMENTS:
            raise LoadError("has a table or frame too large to be read; split it")
        if self._open:
            self._open[-1].append(element)
        self._open.append(element)
        self._words.clear()

    def words(self, text: str) -> None:
        self._words.append(text)

    def end(self, _name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        element = self._open.pop()
        if self._words:
            element.text = "".join(self._words)
            self._words.clear()
        if not self._open:
            self._count *= self.kept
            self.ready.append(element)


def elements(chunks: Iterable[bytes], depth: int, *, kept: bool = False) -> Iterator[Element]:
    """Give the trees whose roots stand at a depth, counting the XML's own root as 1.

    Elements above that depth are given too, empty, when they begin. ``kept`` says that
    the caller keeps the trees, so that their number is bounded together. Only text
    that stands behind an element's last child is read: there is no mixed content. A
    document type, and with it every entity, is refused. Raises `LoadError`.
    """
    builder = _Builder(depth, kept)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield from _taken(builder)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: odd encodings
        raise LoadError(UNREADABLE) from error
    yield from _taken(builder)


def _taken(builder: _Builder) -> list[Element]:
    ready, builder.ready = builder.ready, []
    return ready


def _refuse(*_declaration: object) -> None:
    raise LoadError("declares XML entities, which no Word document does; it isn't read")
