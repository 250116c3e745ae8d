"""What a PDF says about itself: its information dictionary, and its catalogue's language.

XMP is left alone: pdfium doesn't hand it out, and finding it in the file's bytes would
mean parsing the file a second time.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rag.types import Properties

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

ORIGIN = "PDF properties"
MAX_LENGTH = 300
JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\d*|title|slide \d+|"
    r"powerpoint presentation|print|\(?(?:anonymous|unspecified)\)?|.*\.(?:docx?|pdf|indd|qxd|"
    r"pptx?|xlsx?|rtf|odt|txt|tex|dvi|html?|pmd|pub|p65)|[\w-]*[_\d][\w-]*|[\W\d_]*)",
    re.IGNORECASE | re.DOTALL,
)
JUNK_AUTHOR = re.compile(
    r"(?:user|users|admin|administrator|owner|author|unknown|\(?anonymous\)?|\(?unspecified\)?|pc|"
    r"dell|hp|lenovo|acer|asus|microsoft.*|windows.*|office.*|home|guest|test|default|root|"
    r".*\\.*|[\w.-]+@[\w.-]+|[a-z]*\d+|[a-z]{1,3}|[\W\d_]*)",
    re.IGNORECASE | re.DOTALL,
)
DAY = re.compile(r"(?:D:)?(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?")


def read_properties(document: PdfDocument) -> Properties:
    """Give title, author and language as a pypdfium2 document states them.

    The day on which the file was made isn't that of its publication.
    """
    import pypdfium2

    try:
        stated = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
        stated = {}
    csl: dict[str, object] = {}
    title = _tidy(stated.get("Title", ""))
    if title and not JUNK_TITLE.fullmatch(title):
        csl["title"] = title
    author = _tidy(stated.get("Author", ""))
    if author and not JUNK_AUTHOR.fullmatch(author):
        csl["author"] = [{"literal": name} for name in _names(author)]
    if language := _language(document):
        csl["language"] = language
    return Properties(csl, dict.fromkeys(csl, ORIGIN), _day(stated.get("CreationDate", "")))


def _tidy(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\ufffd]", " ", text).split())[:MAX_LENGTH]


def _names(author: str) -> list[str]:
    """Part several authors. A comma may stand inside one name, so only a semicolon parts."""
    return [name.strip() for name in re.split(r";|\band\b|&", author) if name.strip()][:20]


def _language(document: PdfDocument) -> str:
    import ctypes

    import pypdfium2.raw as c

    length = c.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 0 < length <= 2 * MAX_LENGTH:
        return ""
    buffer = (ctypes.c_ushort * length)()
    c.FPDFCatalog_GetLanguage(document.raw, buffer, length)
    text = bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0").strip()
    return text if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text) else ""


def _day(stated: str) -> date | None:
    match = DAY.match(stated.strip())
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
