"""Which loader reads which file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest.load import markdown, plain
from ingest.load.decode import decode
from ingest.load.raw import TOKEN, Raw, RawBlock, RawPage
from rag.errors import LoadError

MAX_BYTES = 50_000_000
"""Larger files are turned away: the two longest laws on earth fit in a tenth of it."""

Layout = Callable[[str], tuple[tuple[RawBlock, ...], tuple[RawPage, ...]]]

FORMATS: dict[str, Layout] = {
    ".txt": plain.layout,
    ".md": markdown.layout,
    ".markdown": markdown.layout,
}


def load(path: Path) -> Raw:
    """Read one file.

    Raises `LoadError`, naming the remedy, when the file is empty, too large, of
    another format, or not text.
    """
    layout = FORMATS.get(path.suffix.lower())
    if layout is None:
        known = ", ".join(FORMATS)
        raise LoadError(f"format {path.suffix or 'without ending'} is not read; save it as {known}")
    data = _read(path)
    text, encoding, skip, notes = decode(data)
    if not TOKEN.search(text):
        raise LoadError("the file is empty; remove it or fill it")
    blocks, pages = layout(text)
    if not any(TOKEN.search(line.text) for block in blocks for line in block.lines):
        raise LoadError("the file holds no text; remove it or fill it")
    return Raw(text, encoding, skip, hashlib.sha256(data).hexdigest(), blocks, pages, notes)


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LoadError(f"{size:,} bytes are over the limit of {MAX_BYTES:,}; split the file")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise LoadError(f"can't be opened ({reason}); check its permissions") from error
