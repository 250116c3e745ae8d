"""Which loader reads which file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.load.html.reader import load_html, load_mhtml
from ingest.load.mail.reader import load_mail
from ingest.load.office.presentation import load_presentation
from ingest.load.office.workbook import load_workbook
from ingest.load.pandoc.reader import load_epub, load_odt, load_rtf
from ingest.load.pdf.reader import load_pdf
from ingest.load.raw import FEW_LETTERS, TOKEN, Raw, Reading
from ingest.load.text import markdown, plain
from ingest.load.text.decode import decode
from ingest.load.word.reader import load_word
from rag.errors import LoadError

WITH_OCR = Reading()
MAX_BYTES = 200_000_000
"""Larger files are turned away: a scan of a thousand pages fits in a half of it."""
LARGE = 100_000
"""Bytes. A Word file without a picture begins at 10,000 to 40,000."""

Loader = Callable[[bytes, Reading], Raw]


def load_text(data: bytes, _reading: Reading) -> Raw:
    """Read plain text."""
    text, encoding, skip, notes = decode(data)
    blocks, pages = plain.layout(text)
    return Raw(text, encoding, skip, blocks, pages, notes)


def load_markdown(data: bytes, _reading: Reading) -> Raw:
    """Read Markdown."""
    text, encoding, skip, notes = decode(data)
    blocks, findings = markdown.read(text)
    return Raw(text, encoding, skip, blocks, notes=notes, findings=findings)


FORMATS: dict[str, Loader] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".pdf": load_pdf,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
    ".mhtml": load_mhtml,
    ".mht": load_mhtml,
    ".docx": load_word,
    ".docm": load_word,
    ".dotx": load_word,
    ".dotm": load_word,
    ".odt": load_odt,
    ".rtf": load_rtf,
    ".epub": load_epub,
    ".pptx": load_presentation,
    ".pptm": load_presentation,
    ".xlsx": load_workbook,
    ".xlsm": load_workbook,
    ".eml": load_mail,
}

REMEDIES = {
    **dict.fromkeys((".doc", ".dot", ".ott", ".pages", ".wpd"), "save it as .docx"),
    **dict.fromkeys((".ppt", ".pps", ".ppsx", ".potx", ".odp", ".key"), "save it as .pptx"),
    **dict.fromkeys((".xls", ".xlsb", ".xltx", ".ods", ".numbers", ".csv"), "save it as .xlsx"),
    ".msg": "save it as .eml",
}
"""What to do with a format that isn't read but can easily be turned into one that is."""


def load(path: Path, reading: Reading = WITH_OCR) -> Raw:
    """Read one file.

    Raises `LoadError`, naming the remedy, when the file is empty, too large, of
    another format, or not what its ending says.
    """
    loader = FORMATS.get(path.suffix.lower())
    if loader is None:
        raise unread_format(path)
    data = read_bytes(path)
    if not data.strip():
        raise LoadError("the file is empty; remove it or fill it")
    raw = loader(data, reading)
    if not any(TOKEN.search(line.text) for block in raw.blocks for line in block.lines):
        raise LoadError("the file holds no text; remove it or fill it")
    notes = (*raw.notes, *_next_to_nothing(raw, len(data)))
    return replace(raw, notes=notes, raw_hash=hashlib.sha256(data).hexdigest())


def _next_to_nothing(raw: Raw, size: int) -> Iterator[str]:
    """Warn of a large file with hardly any text, if its loader didn't say why."""
    letters = sum(len(line.text) for block in raw.blocks for line in block.lines)
    if size >= LARGE and letters < FEW_LETTERS and not raw.notes:
        kilobytes = size // 1000
        yield f"next to no text for its size: {letters:,} letters of {kilobytes:,} kB; look at it"


def unread_format(path: Path) -> LoadError:
    """Say that a file's format isn't read, and which are."""
    remedy = REMEDIES.get(path.suffix.lower()) or f"save it as {', '.join(FORMATS)}"
    return LoadError(f"format {path.suffix or 'without ending'} is not read; {remedy}")


def read_bytes(path: Path) -> bytes:
    """Read a file's bytes. Raises `LoadError` when it's too large or can't be opened."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LoadError(f"{size:,} bytes are over the limit of {MAX_BYTES:,}; split the file")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise LoadError(f"can't be opened ({reason}); check its permissions") from error
