"""Zotero's export formats read: CSL-JSON, BibTeX and BibLaTeX, RIS."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.zotero.attached import paths_in
from rag.citations.pandoc_process import convert
from rag.citations.reference_formats import RIS_TYPES
from rag.errors import CiteError, ZoteroError

Csl = Mapping[str, object]
_BIBLATEX = re.compile(r"^\s*(?:date|journaltitle|langid|location)\s*=", re.MULTILINE)
_RIS_FILES = ("file_attachments1", "file_attachments2", "figure")
"""What rispy calls L1, L2 and L4."""
_RIS_FIELDS = {
    "title": "title",
    "primary_title": "title",
    "short_title": "title-short",
    "secondary_title": "container-title",
    "publisher": "publisher",
    "place_published": "publisher-place",
    "volume": "volume",
    "number": "issue",
    "edition": "edition",
    "doi": "DOI",
    "language": "language",
    "type_of_work": "genre",
}
_DAY = re.compile(r"(\d{4})(?:/(\d{0,2}))?(?:/(\d{0,2}))?(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Read:
    """Items as CSL-JSON with the paths of their files, and what of the export can't be read."""

    items: Sequence[tuple[Csl, Sequence[str]]]
    unread: tuple[str, ...] = ()


def read_csl_json(text: str) -> Read:
    """Read CSL-JSON. It names no files. Raises `ZoteroError`."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ZoteroError(f"it's no CSL-JSON ({error})") from error
    listed = given.get("items") if isinstance(given, dict) else given
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ZoteroError("it's no CSL-JSON; export it as “CSL JSON” or “Better CSL JSON”")
    return Read([(one, ()) for one in listed if one])


def read_bibtex(text: str) -> Read:
    """Read BibTeX or BibLaTeX, whose keys are kept. Raises `ZoteroError`.

    Pandoc reads what an entry says; the files that it leaves out are read beside it.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Block, DuplicateBlockKeyBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is listed by us
    library = parse_string(text, parse_stack=[])
    files = {
        entry.key: [*paths_in(_unwrapped(str(field.value)))]
        for entry in library.entries
        for field in entry.fields
        if field.key.lower() == "file"
    }
    to = "biblatex" if _BIBLATEX.search(text) else "bibtex"
    try:
        items = json.loads(convert(text.encode(), [f"--from={to}", "--to=csljson"]))
    except CiteError as error:
        raise ZoteroError(str(error)) from error

    def why(block: Block) -> str:
        if isinstance(block, DuplicateBlockKeyBlock):
            return f"{block.key}: the key stands there twice; only its first entry was read"
        return f"line {(block.start_line or 0) + 1}: no entry that can be read"

    first = {str(item["id"]): item for item in reversed(items)}
    unread = tuple(map(why, library.failed_blocks))
    return Read([(item, files.get(name, ())) for name, item in reversed(first.items())], unread)


def _unwrapped(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value


def read_ris(text: str) -> Read:
    """Read RIS. It has no keys. Raises `ZoteroError`."""
    import rispy

    listed = [*rispy.config.LIST_TYPE_TAGS, "L1", "L2", "L4"]
    try:
        entries = rispy.loads(text, list_tags=listed)
    except (OSError, ValueError, KeyError) as error:
        raise ZoteroError(f"it can't be read as RIS ({error})") from error
    if not entries:
        raise ZoteroError("there is no entry in it; export it as RIS")
    return Read([(_from_ris(entry), _ris_paths(entry)) for entry in entries])


def _ris_paths(entry: Mapping[str, Any]) -> list[str]:
    found = [path for name in _RIS_FILES for path in entry.get(name, ())]
    return list(dict.fromkeys(path.strip() for path in found if path.strip()))


def _from_ris(entry: Mapping[str, Any]) -> Csl:
    kinds = {ris: csl for csl, ris in RIS_TYPES.items()}
    kind = kinds.get(str(entry.get("type_of_reference")), "document")
    item: dict[str, object] = {"type": kind}
    for theirs, ours in _RIS_FIELDS.items():
        if entry.get(theirs) and ours not in item:
            item[ours] = entry[theirs]
    editors = "tertiary_authors" if kind == "book" else "secondary_authors"
    item["author"] = [_name(one) for one in entry.get("authors") or entry.get("first_authors", ())]
    item["editor"] = [_name(one) for one in entry.get(editors, ())]
    if entry.get("issn"):
        item["ISSN" if kind.startswith("article") else "ISBN"] = entry["issn"]
    pages = [str(entry[name]) for name in ("start_page", "end_page") if entry.get(name)]
    item["page"] = "–".join(dict.fromkeys(pages))
    item["URL"] = next(iter(entry.get("urls", ())), "")
    days = [_day(entry.get(name)) for name in ("date", "year", "publication_year")]
    item["issued"] = {"date-parts": [max(days, key=len)]}
    item["accessed"] = {"date-parts": [_day(entry.get("access_date"))]}
    return item


def _name(text: str) -> dict[str, str]:
    """Take apart a name as Zotero writes it: without a comma it's a body's."""
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": text.strip(" ,")}


def _day(value: object) -> list[int]:
    match = _DAY.fullmatch(str(value or "").strip().replace("-", "/"))
    parts = match.groups() if match else ()
    known = parts[: parts.index("")] if "" in parts else parts
    return [int(part) for part in known if part]
