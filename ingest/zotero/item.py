"""What Zotero has: items as CSL-JSON, each with the files that are attached to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.citations.reference_formats import DATES, date_parts, facts, people
from rag.citations.zotero_items import ADDRESS, CUSTOM, KEY, URI, uri_of

_LEFT_OUT = frozenset({"abstract", "annote", "categories", "keyword", "note", "source"})
"""Fields that no citation shows."""
_FIRST = ("type", "title", "author", "issued")
"""Fields that a reader of `sources.yaml` looks for."""
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)\b[^>]{0,100}>")
_OLD_KEY = re.compile(r"^\s*citation key\s*:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_RAW_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of an item, ``name`` as Zotero calls it.

    ``file`` is None where it can't be had; then ``why`` says why.
    """

    name: str
    file: Path | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item: its CSL fields as `fields_of` makes them, and its files."""

    csl: Mapping[str, object]
    attached: tuple[Attached, ...] = ()

    @property
    def label(self) -> str:
        """How a person knows it: its key and title, or what there is of both."""
        found = [str(self.csl[name]) for name in (KEY, "title") if self.csl.get(name)]
        return ": ".join(found) or "an item without a title"

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be known by when it comes again, the surest first."""
        found = [f"uri {uri}"] if (uri := uri_of(self.csl)) else []
        found += [f"key {self.csl[KEY]}"] if self.csl.get(KEY) else []
        found += [f"doi {str(self.csl['DOI']).lower()}"] if self.csl.get("DOI") else []
        return tuple(found)

    @property
    def likeness(self) -> str:
        """Its author, title and year, by which it's known where it has no name."""
        first = next(iter(people(self.csl.get("author"))), dict[str, str]())
        dates = date_parts(self.csl.get("issued"))
        year = dates[0][0] if dates else "n.d."
        author = first.get("family") or first.get("literal") or ""
        return " ".join(f"{author} {self.csl.get('title', '')} {year}".casefold().split())


def fields_of(given: Mapping[str, object]) -> dict[str, object]:
    """Turn CSL-JSON, as Zotero or pandoc writes it, into what `sources.yaml` holds of an item.

    An id that is an item's address in Zotero is kept as such; any other that isn't a mere number
    is its key, unless it has one by name.
    """
    found = {name: value for name, value in facts(_dated(given)).items() if name not in _LEFT_OUT}
    for name in ("title", "title-short", "container-title", "collection-title"):
        if name in found:
            found[name] = " ".join(_MARKUP.sub("", str(found[name])).split())
    for name in DATES & found.keys():
        if (sound := _sound_date(found[name])) is None:
            del found[name]
        else:
            found[name] = sound
    identifier = str(given.get("id") or "").strip()
    address = ADDRESS.fullmatch(identifier)
    old_key = _OLD_KEY.search(str(given.get("note") or ""))
    if KEY not in found and old_key:
        found[KEY] = old_key[1]
    if KEY not in found and identifier and not (address or identifier.isdecimal()):
        found[KEY] = identifier
    if address:
        found[CUSTOM] = {URI: f"http://zotero.org/{address[1]}"}
    return {name: found[name] for name in (*_FIRST, *found) if name in found}


def _dated(given: Mapping[str, object]) -> dict[str, object]:
    """Take apart the dates that are given as one text."""
    found = dict(given)
    for name in DATES & found.keys():
        value = found[name]
        raw = value.get("raw") if isinstance(value, Mapping) else None
        if match := _RAW_DATE.fullmatch(str(raw or "").strip()):
            found[name] = {"date-parts": [[int(part) for part in match.groups() if part]]}
    return found


def _sound_date(value: object) -> dict[str, list[list[int]]] | None:
    """Give a date without what the calendar hasn't: May 2019 for 0 May or 32 May 2019."""
    made = []
    for given in date_parts(value):
        parts = given
        while parts and not _in_calendar(parts):
            parts = parts[:-1]
        if not parts:
            break
        made.append(parts)
    return {"date-parts": made} if made else None


def _in_calendar(parts: list[int]) -> bool:
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return False
    return True
