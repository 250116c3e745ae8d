"""Reads a Word file's fields and preferences as Zotero does, sharing nothing with what writes them.

Of zotero/zotero: `xpcom/integration.js` (DocumentData.unserialize, Field.loadExisting, getCode,
CitationField.unserialize, Citation.loadItemData) and, of its plugins for Word, how a field's code
and text are had (`FIELD_PREFIXES`, the properties ZOTERO_PREF_1 and following).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
PREFIXES = (" ADDIN ZOTERO_", " CSL_")


@dataclass
class Field:
    """A field that Zotero finds: its code behind the prefix, its text, the note it stands in."""

    code: str
    text: str
    note: int

    @property
    def kind(self) -> str:
        if self.code.startswith(("ITEM", "CITATION")):
            return "citation"
        return "bibliography" if self.code.startswith("BIBL") else "other"

    @property
    def data(self) -> dict[str, Any]:
        start = self.code.find("{")
        code = "{}" if start == -1 else self.code[start : self.code.rfind("}") + 1]
        found: dict[str, Any] = json.loads(code)
        return found


@dataclass
class Read:
    """What Zotero makes of a document."""

    preferences: dict[str, Any]
    pieces: list[str]
    fields: list[Field]

    @property
    def citations(self) -> list[Field]:
        return [one for one in self.fields if one.kind == "citation"]


def read(docx: bytes) -> Read:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        main = etree.fromstring(file.read("word/document.xml"))
        notes = etree.fromstring(file.read("word/footnotes.xml"))
        custom = etree.fromstring(file.read("docProps/custom.xml"))
    properties = {one.attrib["name"]: "".join(one.itertext()) for one in custom.iter(CUSTOM)}
    numbers = [one.attrib["pid"] for one in custom]
    assert len(set(numbers)) == len(numbers)
    pieces: list[str] = []
    while (name := f"ZOTERO_PREF_{len(pieces) + 1}") in properties:
        pieces.append(properties[name])
    by_id = {note.attrib[f"{W}id"]: note for note in notes}
    fields = [*_fields(main, 0)]
    for number, reference in enumerate(main.iter(f"{W}footnoteReference"), start=1):
        fields += _fields(by_id[reference.attrib[f"{W}id"]], number)
    return Read(json.loads("".join(pieces)), pieces, fields)


def read_or_none(docx: bytes) -> Read | None:
    """Read a document; None where Zotero would find no preferences in it."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        known = b"ZOTERO_PREF_1" in file.read("docProps/custom.xml")
    return read(docx) if known else None


def _fields(part: etree._Element, note: int) -> Iterator[Field]:
    """Give the fields of a part in their order; Word pairs their marks like brackets."""
    open_: list[list[str]] = []
    for node in part.iter():
        if node.tag == f"{W}fldChar":
            kind = node.attrib[f"{W}fldCharType"]
            if kind == "begin":
                open_.append(["code", "", ""])
            elif kind == "separate":
                open_[-1][0] = "text"
            else:
                _, code, text = open_.pop()
                yield from _zoteros(code, text, note)
        elif open_ and node.tag == f"{W}instrText" and open_[-1][0] == "code":
            open_[-1][1] += node.text or ""
        elif open_ and node.tag == f"{W}t" and open_[-1][0] == "text":
            open_[-1][2] += node.text or ""
        elif open_ and node.tag == f"{W}p" and open_[-1][0] == "text":
            open_[-1][2] += "\r"
    assert not open_


def _zoteros(code: str, text: str, note: int) -> Iterator[Field]:
    for prefix in PREFIXES:
        at = code.find(prefix)
        if at >= 0:
            yield Field(code[at + len(prefix) :].removesuffix(" "), text, note)
            return


def items_of(read_: Read) -> list[list[str]]:
    """Say which item each place of each citation is taken for, as loadItemData does.

    No item is in the library here: one whose address was met before is the same, any other is a
    new one, made of the data that are embedded.
    """
    by_uri: dict[str, str] = {}
    found = []
    for field in read_.citations:
        taken = []
        for place in field.data["citationItems"]:
            uris = place["uris"]
            item = next((by_uri[uri] for uri in uris if uri in by_uri), "")
            if not item:
                assert place["itemData"]["id"]
                item = f"item {len(set(by_uri.values())) + 1}"
                by_uri |= dict.fromkeys(uris, item)
            taken.append(item)
        found.append(taken)
    return found
