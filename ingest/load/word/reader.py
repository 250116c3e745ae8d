"""Word documents: the words that Word shows, block by block, from the file's own XML.

We read the XML ourselves: python-docx passes over hyperlinks, tracked changes, content
controls, text boxes and notes, and unpacks every part of a hostile file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from ingest.load.package import Package, Relation, open_package
from ingest.load.raw import FEW_LETTERS, Raw, RawPage
from ingest.load.word.blocks import BlockReader
from ingest.load.word.numbering import Numbering
from ingest.load.word.pages import pages
from ingest.load.word.paragraph import Hiding
from ingest.load.word.properties import read_properties
from ingest.load.word.shapes import WHITE
from ingest.load.word.styles import Styles
from ingest.load.word.tree import all_words
from ingest.load.xmlparts import elements
from rag.errors import LoadError
from rag.types import NO_PROPERTIES, Finding, Properties

MAIN = "word/document.xml"
NOT_WORD = "is a zip file but not a Word document; save it as .docx"
HIDDEN: dict[Hiding, str] = {
    "vanish": "{} hidden words (Word's own setting) are left out",
    "colour": "{} words in the colour of the paper are left out",
    "size": "{} words of 2 points or less are left out",
    "cell": "{} words in cells that others cover are left out",
}


def load_word(data: bytes, _reading: object) -> Raw:
    """Read a Word document's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data)
    main = _main_part(package)
    relations = package.relations(main)
    reader = BlockReader(
        _styles(package, relations),
        _notes(package, relations),
        _numbering(package, relations),
    )
    reader.blocks(*_body(package, main))
    reader.finish()
    reader.extract.pages[:], after = pages(reader.marks, reader.sections)
    properties, damage = _properties(package)
    findings = (
        *_hidden(reader, after),
        *_struck_out(reader),
        *_left_out(package, relations, reader),
        *damage,
    )
    return reader.extract.raw(_pictures(package, reader), properties=properties, findings=findings)


def _pictures(package: Package, reader: BlockReader) -> tuple[str, ...]:
    """Warn of a document that is pictures with hardly any text."""
    count = sum("/media/" in part for part in package.parts)
    if not count or len(reader.extract.text) >= FEW_LETTERS:
        return ()
    return (f"next to no text, but {count:,} pictures, whose words aren't read; save it as PDF",)


def _main_part(package: Package) -> str:
    named = [one.part for one in package.relations() if one.kind == "officeDocument"]
    part = next((part for part in named if part.lower() in package.parts), MAIN)
    if part.lower() not in package.parts:
        raise LoadError(NOT_WORD)
    return part


def _body(package: Package, main: str) -> tuple[Iterator[Element], str | None]:
    """Give the children of the body, one at a time, so that none need stay, and the paper's colour.

    The colour is None where the page has one of its own, which Word shows or doesn't.
    """
    stream = elements(package.chunks(main), depth=3)
    root = next(stream, None)
    if root is None or root.tag != "document":
        raise LoadError(NOT_WORD)
    paper: str | None = WHITE
    for element in stream:
        if element.tag == "background" and element.get("color", WHITE).upper() != WHITE:
            paper = None
        elif element.tag == "body":
            break
    return stream, paper


def _related(package: Package, relations: tuple[Relation, ...], kind: str) -> Iterator[Element]:
    """Give the children of the root of each part of a kind that is there."""
    for one in relations:
        if one.kind == kind and one.part.lower() in package.parts:
            yield from elements(package.chunks(one.part), depth=2, kept=True)


def _styles(package: Package, relations: tuple[Relation, ...]) -> Styles:
    styles = Styles()
    for element in _related(package, relations, "styles"):
        styles.add(element)
    return styles


def _numbering(package: Package, relations: tuple[Relation, ...]) -> Numbering:
    numbering = Numbering()
    for element in _related(package, relations, "numbering"):
        numbering.add(element)
    return numbering


def _notes(package: Package, relations: tuple[Relation, ...]) -> dict[tuple[str, str], Element]:
    """Give footnotes and endnotes by kind and id, without the lines that separate them."""
    both = chain(
        _related(package, relations, "footnotes"), _related(package, relations, "endnotes")
    )
    return {
        (element.tag, element.get("id", "")): element
        for element in both
        if element.get("type", "normal") == "normal"
    }


def _properties(package: Package) -> tuple[Properties, tuple[Finding, ...]]:
    named = [one.part for one in package.relations() if one.kind == "core-properties"]
    part = next((part for part in named if part.lower() in package.parts), None)
    if part is None:
        return NO_PROPERTIES, ()
    try:
        return read_properties(package, part), ()
    except LoadError:
        message = "the file's properties (title, authors) are damaged and left out"
        return NO_PROPERTIES, (Finding("damage", message),)


def _hidden(reader: BlockReader, after: tuple[RawPage, ...]) -> Iterator[Finding]:
    for how, found in reader.tally.hidden.items():
        page = after[found.mark].number if reader.extract.pages else None
        yield Finding("hidden text", HIDDEN[how].format(f"{found.words:,}"), page, found.text)


def _struck_out(reader: BlockReader) -> Iterator[Finding]:
    struck = reader.tally.struck
    if struck.words:
        message = f"left out: {struck.words:,} words that are struck out"
        yield Finding("left out", message, text=struck.text)


def _left_out(
    package: Package, relations: tuple[Relation, ...], reader: BlockReader
) -> Iterator[Finding]:
    """Say what was left out, one finding for each sort."""
    margins = {one.part for one in relations if one.kind in ("header", "footer")}
    counts = (
        (reader.tally.deleted, "words deleted in tracked changes"),
        (_comments(package, relations), "comments"),
        (sum(_has_text(package, part) for part in margins), "running heads and feet"),
        (reader.tally.charts, "charts and diagrams, whose words aren't read"),
        (reader.tally.embedded, "embedded documents"),
    )
    for count, what in counts:
        if count:
            yield Finding("left out", f"left out: {count:,} {what}")


def _comments(package: Package, relations: tuple[Relation, ...]) -> int:
    try:
        return sum(one.tag == "comment" for one in _related(package, relations, "comments"))
    except LoadError:  # nothing of it would be shown
        return 0


def _has_text(package: Package, part: str) -> bool:
    if part.lower() not in package.parts:
        return False
    try:
        return any(all_words(one).strip() for one in elements(package.chunks(part), depth=2))
    except LoadError:
        return False
