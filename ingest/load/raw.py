"""What a loader hands on: the file's own text, and how it is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.types import BlockKind

INVISIBLE = "\u200b\u2060\ufeff\u00ad"
"""Zero-width space, word joiner, byte order mark, soft hyphen. Joiners that Urdu needs stay."""
TOKEN = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f{INVISIBLE}]+")
"""What can be seen: everything but white space, control and invisible characters."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of raw text without its line end or the white space around it.

    ``start`` and ``end`` count characters of the raw text. ``blank_before``
    counts the empty lines above, ``page_breaks`` the page breaks; ``indent`` the
    white space characters in front.
    """

    start: int
    end: int
    text: str
    blank_before: int = 0
    indent: int = 0
    page_breaks: int = 0


@dataclass(frozen=True, slots=True)
class RawBlock:
    """Lines that belong together: a heading, a paragraph, an item, a table row.

    ``marker`` counts the characters of a list marker, white space included, at the
    head of the first line.
    """

    kind: BlockKind
    lines: tuple[RawLine, ...]
    level: int = 0
    marker: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page and where its text starts in the raw text, in characters."""

    number: int
    start: int
    label: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as read: decoded and taken apart, with nothing changed yet.

    ``skip`` counts bytes before the text (a byte order mark).
    """

    text: str
    encoding: str
    skip: int
    raw_hash: str
    blocks: tuple[RawBlock, ...]
    pages: tuple[RawPage, ...] = ()
    notes: tuple[str, ...] = ()
