"""What a document is, as CSL-JSON, BibTeX, BibLaTeX and RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from rag.types import Source

Item = dict[str, object]

NAMES = frozenset(
    "author editor translator container-author collection-editor composer director "
    "editorial-director interviewer recipient reviewed-author chair organizer".split()
)
DATES = frozenset("issued accessed event-date original-date submitted available-date".split())
_NAME_PARTS = (
    "family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"
)  # fmt: skip
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
RIS_TYPES = {
    "report": "RPRT",
    "book": "BOOK",
    "chapter": "CHAP",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "legislation": "STAT",
    "bill": "BILL",
    "legal_case": "CASE",
    "hearing": "HEAR",
    "thesis": "THES",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "paper-conference": "CPAPER",
    "dataset": "DATA",
}
_RIS_FIELDS = {
    "title": "title",
    "container-title": "secondary_title",
    "publisher": "publisher",
    "publisher-place": "place_published",
    "volume": "volume",
    "issue": "number",
    "DOI": "doi",
    "language": "language",
    "abstract": "abstract",
    "edition": "edition",
}


def item_of(source: Source) -> Item:
    """Give a source as one CSL-JSON item: facts that are known, in the shapes that CSL has.

    What has another shape is left out; so is a web address that isn't http or https. The
    item's id is the document's.
    """
    return {"id": source.id, "type": "document", "title": source.title, **facts(source.csl)}


def facts(csl: Mapping[str, object]) -> Item:
    """Give the fields of an item that have the shapes that CSL has, but for its id."""
    found: Item = {}
    for name, value in csl.items():
        if not _FIELD.fullmatch(name) or name == "id":
            continue
        kept = people(value) if name in NAMES else _date(value) if name in DATES else _plain(value)
        if kept and (name != "URL" or _WEB.fullmatch(str(kept))):
            found[name] = kept
    return found


def _plain(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_ODD.sub(" ", str(value)).split())


def people(value: object) -> list[dict[str, str]]:
    """Read the names of people and bodies, as CSL has their parts."""
    given = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    made = [
        {part: text for part in _NAME_PARTS if (text := _plain(one.get(part)))}
        for one in given
        if isinstance(one, Mapping)
    ]
    return [one for one in made if one]


def date_parts(value: object) -> list[list[int]]:
    """Read a date, or a span of two: ``[[2017, 5, 3]]``, empty where it isn't known."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    dates = parts if isinstance(parts, Sequence) and not isinstance(parts, str) else ()
    try:
        made = [[int(part) for part in one][:3] for one in dates][:2]
    except (TypeError, ValueError):
        return []
    return made if all(made) else []


def _date(value: object) -> dict[str, list[list[int]]]:
    dates = date_parts(value)
    return {"date-parts": dates} if dates else {}


def csl_json(items: Sequence[Item]) -> str:
    """Write items as CSL-JSON."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def ris(items: Sequence[Item], notes: Mapping[str, Sequence[str]] | None = None) -> str:
    """Write items as RIS, which Zotero, EndNote and Mendeley read.

    ``notes`` are HTML by the items' ids. Zotero's importers of RIS (N1) and of BibTeX take notes;
    RIS keeps their HTML as it is, BibTeX makes text of it, CSL-JSON has none.
    """
    import rispy

    class Unnumbered(rispy.RisWriter):  # type: ignore[misc]
        """Entries without the line "1." that not every reader takes."""

        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    entries = [
        _ris_entry(item) | {"notes": [" ".join(one.split()) for one in of]}
        for item in items
        for of in [(notes or {}).get(str(item["id"]), ())]
    ]
    written: str = rispy.dumps(entries, implementation=Unnumbered)
    return written.strip("\n") + "\n"


def _ris_entry(item: Item) -> dict[str, object]:
    entry: dict[str, object] = {
        "type_of_reference": RIS_TYPES.get(str(item["type"]), "GEN"),
        "id": item["id"],
    }
    entry |= {ours: item[name] for name, ours in _RIS_FIELDS.items() if name in item}
    if authors := _listed(item.get("author")):
        entry["authors"] = authors
    if editors := _listed(item.get("editor")):
        entry["secondary_authors"] = editors
    if "URL" in item:
        entry["urls"] = [item["URL"]]
    first, _, last = str(item.get("page", "")).replace("–", "-").partition("-")
    pages = {"start_page": first.strip(), "end_page": last.strip()}
    entry |= {name: page for name, page in pages.items() if page}
    if issued := date_parts(item.get("issued")):
        year, month, day = (*issued[0], 0, 0)[:3]
        entry["year"] = f"{year:04d}"
        if month:
            entry["date"] = f"{year:04d}/{month:02d}/{f'{day:02d}' if day else ''}/"
    return entry


def _listed(names: object) -> list[str]:
    return [
        one.get("literal") or ", ".join(filter(None, (_family(one), one.get("given"))))
        for one in people(names)
    ]


def _family(name: Mapping[str, str]) -> str:
    parts = ("dropping-particle", "non-dropping-particle", "family")
    return " ".join(name[part] for part in parts if part in name)
