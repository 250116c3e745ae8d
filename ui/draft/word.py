"""Drafts in Word: their paragraphs and notes, and where in the file each run of text stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.load.package import Package, Relation, open_package
from ingest.load.word.styles import HEADING_NAME, Styles
from ingest.load.xmlparts import MAX_DEPTH, PREFIXES, UNREADABLE, elements
from rag.checking.draft_text import Draft, PartKind
from rag.errors import LoadError
from ui.draft.parts import Builder

MAIN = "word/document.xml"
MOST_RUNS = 1_000_000
INDENTED = 400
"""Twips (7 mm) on both sides or the left from which on a paragraph may be a block quotation."""
QUOTE_NAMES = ("quote", "intense quote", "block text", "blockquote", "quotation", "zitat")
_SKIPPED = frozenset(("del", "moveFrom", "mc.Fallback", "instrText", "delText", "rPrChange"))
_GIVEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


@dataclass(frozen=True, slots=True)
class RunPlace:
    """Characters of the draft's text that a run holds, and the run's bytes in the main part."""

    start: int
    end: int
    first_byte: int
    last_byte: int


@dataclass(frozen=True, slots=True)
class WordDraft:
    """A draft, its main part as bytes, and where the runs and the marks of notes stand in it."""

    draft: Draft
    package: Package
    main: str
    xml: bytes
    runs: tuple[RunPlace, ...]


@dataclass(slots=True)
class _Paragraph:
    style: str = ""
    indented: bool = False
    listed: bool = False
    text: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[tuple[int, str]] = field(default_factory=list)
    runs: list[RunPlace] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


def read_word(data: bytes) -> WordDraft:
    """Read a Word file's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data)
    named = [one.part for one in package.relations() if one.kind == "officeDocument"]
    main = next((part for part in named if part.lower() in package.parts), MAIN)
    xml = b"".join(package.chunks(main))
    relations = package.relations(main)
    kinds = _Kinds(package, relations)
    builder, runs = Builder(), []
    at = 0
    for paragraph in _Reader().paragraphs(xml):
        words = "".join(paragraph.text)
        if words.strip() or paragraph.marks:
            builder.add(kinds.of(paragraph), words, marks=tuple(paragraph.marks))
            runs += [
                RunPlace(at + one.start, at + one.end, one.first_byte, one.last_byte)
                for one in paragraph.runs
            ]
            at += len(words) + 2
    for name, words in _notes(package, relations):
        builder.add("note", words, note=name)
    draft = builder.draft()
    if not draft.text.strip():
        raise LoadError("the file holds no text; there is nothing to check")
    return WordDraft(draft, package, main, xml, tuple(runs))


class _Kinds:
    """What a paragraph is, by its style."""

    def __init__(self, package: Package, relations: tuple[Relation, ...]) -> None:
        self._styles, self._names = Styles(), {}
        for one in relations:
            if one.kind == "styles" and one.part.lower() in package.parts:
                for element in elements(package.chunks(one.part), depth=2, kept=True):
                    self._styles.add(element)
                    name = element.find("name")
                    if element.tag == "style" and name is not None:
                        self._names[element.get("styleId", "")] = name.get("val", "").lower()

    def of(self, paragraph: _Paragraph) -> PartKind:
        name = self._names.get(paragraph.style, paragraph.style.lower())
        if paragraph.style in self._names and self._styles.paragraph(paragraph.style).heading:
            return "heading"
        if HEADING_NAME.fullmatch(name) or name in ("title", "subtitle"):
            return "heading"
        if name in QUOTE_NAMES or (paragraph.indented and not paragraph.listed):
            return "quote"
        return "other" if name.startswith(("toc ", "caption")) else "paragraph"


def _notes(package: Package, relations: tuple[Relation, ...]) -> list[tuple[str, str]]:
    found = []
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        for one in relations:
            if one.kind == kind and one.part.lower() in package.parts:
                xml = b"".join(package.chunks(one.part))
                for name, words in _Reader(tag).notes(xml):
                    if words.strip():
                        found.append((f"{tag} {name}", words.strip()))
    return found


class _Reader:
    """Reads an XML part paragraph by paragraph, and notes the bytes of each run."""

    def __init__(self, note: str = "") -> None:
        self._note = note
        self._stack: list[str] = []
        self._open: list[_Paragraph] = []
        self._done: list[_Paragraph] = []
        self._skipping = 0
        self._run: list[tuple[int, int]] = []  # first byte, first character
        self._notes: list[tuple[str, list[_Paragraph]]] = []
        self._count = 0
        self._xml = b""
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._bytes: Callable[[], int] = lambda: self._parser.CurrentByteIndex

    def paragraphs(self, xml: bytes) -> list[_Paragraph]:
        self._parse(xml)
        return self._done

    def notes(self, xml: bytes) -> list[tuple[str, str]]:
        self._parse(xml)
        return [(name, "\n".join("".join(p.text) for p in some)) for name, some in self._notes]

    def _parse(self, xml: bytes) -> None:
        self._xml = xml
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise LoadError(UNREADABLE) from error

    @staticmethod
    def _refuse(*_declaration: object) -> None:
        raise LoadError("declares XML entities, which no Word document does; it isn't read")

    def _start(self, long: str, attributes: dict[str, str]) -> None:
        space, _, name = long.rpartition("}")
        tag = PREFIXES.get(space, "other.") + name
        self._stack.append(tag)
        self._count += 1
        if len(self._stack) > MAX_DEPTH or self._count > 20 * MOST_RUNS:
            raise LoadError("is nested too deeply or too large to be checked; simplify its layout")
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
            return
        said = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if tag == self._note and said.get("type", "normal") == "normal":
            self._notes.append((said.get("id", ""), []))
        if tag == "p":
            self._open.append(_Paragraph())
        elif self._open:
            self._inside(tag, said)

    def _inside(self, tag: str, said: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if tag == "r":
            self._run.append((self._bytes(), paragraph.length))
        elif tag == "pStyle":
            paragraph.style = said.get("val", "")
        elif tag == "numPr":
            paragraph.listed = True
        elif tag == "ind" and "pPr" in self._stack[-3:]:
            left = said.get("left", said.get("start", "0"))
            first = any(said.get(key, "0") != "0" for key in ("firstLine", "hanging"))
            paragraph.indented = left.isdigit() and int(left) >= INDENTED and not first
        elif tag in ("footnoteReference", "endnoteReference"):
            paragraph.marks.append((paragraph.length, f"{tag[:-9]} {said.get('id', '')}"))
        elif tag in _GIVEN and self._run and "rPr" not in self._stack:
            paragraph.add(_GIVEN[tag])

    def _words(self, text: str) -> None:
        if not self._skipping and self._open and self._stack[-1] in ("t", "m.t"):
            self._open[-1].add(text)

    def _end(self, _long: str) -> None:
        tag = self._stack.pop()
        if self._skipping:
            self._skipping -= 1
            return
        if tag == "r" and self._run and self._open:
            first, start = self._run.pop()
            end = self._xml.find(b">", self._bytes()) + 1
            # A run within a text box within a run: only the outer one can carry a comment.
            if not self._run:
                place = RunPlace(start, self._open[-1].length, first, end)
                self._open[-1].runs.append(place)
        elif tag == "p" and self._open:
            done = self._open.pop()
            if self._notes:
                self._notes[-1][1].append(done)
            self._done.append(done)
