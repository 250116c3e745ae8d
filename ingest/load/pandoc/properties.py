"""What a file says about itself, where pandoc doesn't tell it or tells it as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ingest.load import names
from ingest.load.html.meta import META
from ingest.load.package import Package
from ingest.load.xmlparts import elements
from rag.errors import LoadError
from rag.types import Properties

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
CREATED = re.compile(rb"\\creatim\s*\\yr(\d{4})\s*\\mo(\d{1,2})\s*\\dy(\d{1,2})")


def of_opendocument(package: Package) -> Properties:
    """Read the properties part of an OpenDocument file; nothing where it's missing or damaged."""
    said: dict[str, str] = {}
    try:
        for element in elements(package.chunks("meta.xml"), depth=3):
            said.setdefault(element.tag, (element.text or "").strip())
    except LoadError:
        return Properties()
    author = said.get("other.initial-creator") or said.get("dc.creator", "")
    csl = _fields(said.get("dc.title", ""), author, said.get("dc.language", ""))
    made = DAY.fullmatch(said.get("other.creation-date", ""))
    return Properties(
        csl, dict.fromkeys(csl, "OpenDocument properties"), _day(made and made.groups())
    )


def of_rich_text(read: Properties, data: bytes) -> Properties:
    """Give what a rich text says, from what pandoc read of it."""
    csl = _fields(_title(read), _authors(read.csl), "")
    made = CREATED.search(data)
    return Properties(csl, dict.fromkeys(csl, "RTF properties"), _day(made and made.groups()))


def of_book(read: Properties) -> Properties:
    """Give what a book says, from what pandoc read of it; its date is that of publication."""
    csl = dict(read.csl)
    csl.pop("title", None)
    csl |= _fields(_title(read), _authors(csl), "")
    return replace(read, csl=csl, origins=dict.fromkeys(csl, "EPUB properties"))


def _fields(title: str, authors: str, language: str) -> dict[str, object]:
    said = {"title": names.title(title), "author": names.authors(authors)}
    said["language"] = language if LANGUAGE.fullmatch(language) else None
    return {name: value for name, value in said.items() if value}


def _title(read: Properties) -> str:
    """Give the title that the file states, not the first heading that stands in for one."""
    stated = read.origins.get("title") == META
    return str(read.csl["title"]) if stated else ""


def _authors(csl: Mapping[str, object]) -> str:
    listed = csl.get("author")
    people = listed if isinstance(listed, list) else []
    return "; ".join(one.get("literal") or f"{one['family']}, {one['given']}" for one in people)


def _day(parts: tuple[str | bytes, ...] | None) -> date | None:
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:  # 31 February
        return None
