"""What a Word file says about itself."""

from __future__ import annotations

import re
from datetime import date

from ingest.load import names
from ingest.load.package import Package
from ingest.load.xmlparts import elements
from rag.types import Properties

ORIGIN = "Word properties"
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_properties(package: Package, part: str) -> Properties:
    """Read the core properties part. Raises `LoadError` when it's damaged."""
    said: dict[str, str] = {}
    for element in elements(package.chunks(part), depth=2):
        if element.text:
            said.setdefault(element.tag, element.text.strip())
    csl: dict[str, object] = {}
    if found := names.title(said.get("dc.title", "")):
        csl["title"] = found
    if people := names.authors(said.get("dc.creator", "")):
        csl["author"] = people
    if LANGUAGE.fullmatch(language := said.get("dc.language", "")):
        csl["language"] = language
    return Properties(csl, dict.fromkeys(csl, ORIGIN), _day(said.get("dcterms.created", "")))


def _day(said: str) -> date | None:
    match = DAY.fullmatch(said)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:  # 31 February
        return None
