"""What a presentation or a workbook says about itself."""

from __future__ import annotations

from datetime import datetime

from ingest.load import names
from rag.types import Properties


def properties(
    origin: str, title: str | None, authors: str | None, language: str | None, made: datetime | None
) -> Properties:
    """Give a file's core properties, without what programs write there by themselves."""
    said = {
        "title": names.title(title or ""),
        "author": names.authors(authors or ""),
        "language": language,
    }
    csl: dict[str, object] = {name: value for name, value in said.items() if value}
    return Properties(csl, dict.fromkeys(csl, origin), made.date() if made else None)
