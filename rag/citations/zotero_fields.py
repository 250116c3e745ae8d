r"""Citations in a Word file that Zotero takes over: its field codes, and its preferences.

As Zotero's own code reads them (`xpcom/integration.js` and the plugin for Word of zotero/zotero):

- a field is Zotero's if its code begins with " ADDIN ZOTERO\_"; behind that stands
  ``ITEM CSL_CITATION {…}`` for a citation and ``BIBL {…} CSL_BIBLIOGRAPHY`` for the bibliography.
  The JSON goes from the first brace to the last;
- a citation has ``citationItems``, each with ``uris`` (a list, even where none is known) and
  ``itemData`` (CSL-JSON), which serves where no item of the library has one of the addresses;
- ``plainCitation`` must be the very text of the field: where it differs, Zotero asks whether the
  citation was changed by hand;
- the document's preferences are JSON of ``dataVersion`` 4, cut into pieces of 255 characters, as
  many as Word takes in a property of the document: ``ZOTERO_PREF_1``, ``ZOTERO_PREF_2``, ….
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape

from rag.citations.docx_parts import with_parts
from rag.citations.pandoc_process import Cited, Node, write
from rag.citations.reference_formats import Item
from rag.citations.zotero_items import uri_of
from rag.types import Citation

PIECE = 255
PROPERTIES = "docProps/custom.xml"
SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
LABELS = {"p": "page", "para": "paragraph", "sec": "section"}
"""Places that Zotero has a word for; any other stands behind the reference as it is."""
FOOTNOTE, IN_TEXT = 1, 0
_PLACE = re.compile(r"(p|para|sec)\. ([^\s()]+)(?: (\(.*\)))?")
_STYLE_ID = re.compile(rb"<id>\s*([^<\s]{1,300})\s*</id>")
_QUOTED = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
_BREAKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}


def written_live(
    cited: Cited, citations: Sequence[Citation], items: Sequence[Item], style: Path
) -> bytes:
    """Write a document that pandoc has cited as a Word file whose citations Zotero takes over.

    ``items`` are what is cited, as CSL-JSON by the documents' ids; ``citations`` know their
    addresses in Zotero. Raises `CiteError`.
    """
    made = write(with_fields(cited, citations, items), "docx")
    return with_preferences(made, style)


def with_fields(cited: Cited, citations: Sequence[Citation], items: Sequence[Item]) -> Cited:
    """Put Zotero's fields around the citations and the bibliography of a document."""
    uris = {one.document_id: uri_of(one.source.csl) for one in citations}
    by_id = {str(item["id"]): item for item in items}
    return cast(Cited, _Fields(by_id, uris).around(cited))


class _Fields:
    """Walks through a document; counts its notes, since a field says in which it stands."""

    def __init__(self, items: Mapping[str, Item], uris: Mapping[str, str]) -> None:
        self._items, self._uris = items, uris
        self._notes = self._fields = 0

    def around(self, node: object) -> object:
        """Give a node with the fields put in."""
        if isinstance(node, list):
            return [self.around(one) for one in node]
        if not isinstance(node, dict):
            return node
        kind = node.get("t")
        if kind == "Cite":
            places, inlines = node["c"]
            return {"t": "Cite", "c": [places, self._cited(places, inlines)]}
        if kind == "Note":
            self._notes += 1
        if kind == "Div" and node["c"][0][0] == "refs" and node["c"][1]:
            return {"t": "Div", "c": [node["c"][0], _listed(node["c"][1])]}
        return {name: self.around(value) for name, value in node.items()}

    def _cited(self, cited: Sequence[Any], inlines: list[Any]) -> list[Any]:
        """Put a field around a citation: in its note where it's in one."""
        note = next((one for one in inlines if one["t"] == "Note"), None)
        if note is None:
            return _field(self._code(cited, inlines, IN_TEXT), inlines)
        self._notes += 1
        blocks = note["c"]
        code = self._code(cited, [one for block in blocks for one in block["c"]], self._notes)
        return [{"t": "Note", "c": _around(code, blocks)} if one is note else one
                for one in inlines]  # fmt: skip

    def _code(self, cited: Sequence[Any], inlines: Sequence[Any], note: int) -> str:
        shown = "".join(_text(inlines))
        self._fields += 1
        code = {
            "citationID": _identifier(f"{self._fields} {shown}"),
            "properties": {
                "unsorted": False,
                "formattedCitation": shown,
                "plainCitation": shown,
                "noteIndex": note,
            },
            "citationItems": [self._item(one) for one in cited],
            "schema": SCHEMA,
        }
        return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(code, ensure_ascii=False)} "

    def _item(self, one: Mapping[str, Any]) -> dict[str, object]:
        name = one["citationId"]
        # Where no item of Zotero's is known, one address for all citations of a document makes
        # them one item; without any, each would be an item of its own, listed by itself.
        uri = self._uris.get(name) or uuid.uuid5(uuid.NAMESPACE_URL, f"sanad:{name}").urn
        place = "".join(_text(one["citationSuffix"]))
        data = self._items[name]
        return {"id": name, "uris": [uri], "itemData": data, **located(place)}


def located(suffix: str) -> dict[str, str]:
    """Say a place, as it stands behind a citation's key, in Zotero's terms."""
    place = suffix.removeprefix(",").strip().replace("\N{NON-BREAKING HYPHEN}", "-")
    place = place.translate({ord("{"): None, ord("}"): None})
    match = _PLACE.fullmatch(place)
    if match is None:
        return {"suffix": f", {place}"} if place else {}
    found = {"locator": match[2], "label": LABELS[match[1]]}
    return found | ({"suffix": f" {match[3]}"} if match[3] else {})


def _listed(entries: Sequence[Any]) -> list[Any]:
    """Put a field around a bibliography, from its first paragraph to its last."""
    code = ' ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY '
    blocks = [block for entry in entries for block in entry["c"][1]]
    made = iter(_around(code, blocks))
    return [
        {"t": "Div", "c": [entry["c"][0], [next(made) for _ in entry["c"][1]]]} for entry in entries
    ]


def _around(code: str, blocks: Sequence[Any]) -> list[Any]:
    """Begin a field in the first of some paragraphs, and end it in the last."""
    made = [{"t": block["t"], "c": list(block["c"])} for block in blocks]
    begin, *_, end = _field(code, [])
    made[0]["c"].insert(0, begin)
    made[-1]["c"].append(end)
    return made


def _field(code: str, inlines: Sequence[Any]) -> list[Any]:
    """Make a field of Word's of its code and what it shows."""

    def run(inside: str) -> str:
        return f"<w:r>{inside}</w:r>"

    def mark(kind: str) -> str:
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    instruction = run(f'<w:instrText xml:space="preserve">{escape(code)}</w:instrText>')
    begin = f"{mark('begin')}{instruction}{mark('separate')}"
    return [_raw(begin), *inlines, _raw(mark("end"))]


def _raw(xml: str) -> Node:
    return {"t": "RawInline", "c": ["openxml", xml]}


def _text(inlines: Sequence[Any]) -> Iterator[str]:
    """Give the words of inlines as a file shows them."""
    for one in inlines:
        kind, content = one["t"], one.get("c")
        if kind == "Str":
            yield content
        elif kind in _BREAKS:
            yield _BREAKS[kind]
        elif kind == "Quoted":
            marks = _QUOTED[content[0]["t"]]
            yield f"{marks[0]}{''.join(_text(content[1]))}{marks[1]}"
        elif kind in ("Span", "Link"):
            yield from _text(content[1])
        elif isinstance(content, list) and kind not in ("RawInline", "Note"):
            yield from _text(content)


def _identifier(of: str) -> str:
    """Make eight letters and digits, as Zotero's are, always the same of the same."""
    return hashlib.sha256(of.encode("utf-8", "replace")).hexdigest()[:8]


def with_preferences(docx: bytes, style: Path) -> bytes:
    """Give a Word file the preferences by which Zotero knows its style and its kind of fields."""
    csl = style.read_bytes()
    found, notes = _STYLE_ID.search(csl), b'citation-format="note"' in csl
    identifier = found[1].decode("utf-8", "replace") if found else style.stem
    preferences = {
        "style": {
            "styleID": identifier,
            "locale": "en-US",
            "hasBibliography": True,
            "bibliographyStyleHasBeenSet": False,
        },
        "prefs": {
            "fieldType": "Field",
            "automaticJournalAbbreviations": False,
            "delayCitationUpdates": False,
            "noteType": FOOTNOTE if notes else IN_TEXT,
        },
        "sessionID": _identifier(hashlib.sha256(docx).hexdigest()),
        "zoteroVersion": "7.0.0",
        "dataVersion": 4,
    }
    text = json.dumps(preferences, ensure_ascii=True, separators=(",", ":"))
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    return with_parts(docx, {PROPERTIES: lambda given: _with_properties(given, pieces)})


def _with_properties(given: bytes, pieces: Sequence[str]) -> bytes:
    """Add properties to those of a document; their numbers begin with 2."""
    numbers = [int(one) for one in re.findall(rb'pid="(\d+)"', given)]
    first = max([1, *numbers]) + 1
    made = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{first + at}" '
        f'name="ZOTERO_PREF_{at + 1}"><vt:lpwstr>{escape(piece)}</vt:lpwstr></property>'
        for at, piece in enumerate(pieces)
    ).encode()
    if b"</Properties>" in given:
        return given.replace(b"</Properties>", made + b"</Properties>")
    return re.sub(rb"<Properties([^>]*)/>", rb"<Properties\1>%s</Properties>" % made, given)
