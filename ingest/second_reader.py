"""A document's words by other ways than our loaders': what `ingest.crosscheck` compares with.

Each way is another program or another library than the one that our loader uses, or as plain
as can be. Layout, order and what is hidden are nobody's business here.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.load import Reading
from ingest.load.package import open_package
from ingest.load.registry import read_bytes
from ingest.load.text.decode import decode, decode_page
from rag.citations.pandoc_process import convert
from rag.errors import CiteError, LoadError

if TYPE_CHECKING:
    import pypdf

Texts = list[str | None]
"""The text of each page, or one text of a file without pages; None where it can't be had."""

TIMEOUT_S = 60
WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
TWICE = re.compile(r"<mc:Fallback>.*?</mc:Fallback>", re.DOTALL)
WORD_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:p|tab|br|cr)[ />]")
UNSEEN = frozenset(["script", "style", "template", "title", "textarea", "svg"])


def second_texts(path: Path, reading: Reading) -> Texts:
    """Read a file a second time. Raises `LoadError` where there is no second way, or it fails."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise LoadError("there is no second reader for this format")
    return reader(read_bytes(path), reading)


def _pdf(data: bytes, reading: Reading) -> Texts:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    texts: Texts = []
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        count = len(pages)
        for number in range(count):
            texts.append(_page(pages[number]))
            reading.tell(number + 1, count)
    except MemoryError:
        raise
    except Exception as error:  # on damaged files pypdf raises whatever it meets
        raise LoadError(f"the second reader stopped ({type(error).__name__})") from error
    return texts


def _page(page: pypdf.PageObject) -> str | None:
    try:
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above; the other pages may still be read
        return None


def _word(data: bytes, _reading: Reading) -> Texts:
    package = open_package(data)
    parts = []
    for part in WORD_PARTS:
        if part in package.parts:
            xml = b"".join(package.chunks(part)).decode("utf-8", "replace")
            found = WORD_TEXT.finditer(TWICE.sub("", xml))
            parts += [html.unescape(one[1]) if one[1] is not None else "\n" for one in found]
    return ["".join(parts)]


class _Words(HTMLParser):
    """All text of a page but that of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Note where text begins that no page shows."""
        self.unseen += tag in UNSEEN
        if tag not in ("b", "i", "em", "strong", "span", "a", "sub", "sup", "font", "wbr"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        self.unseen = max(0, self.unseen - (tag in UNSEEN))

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self.unseen:
            self.parts.append(data)


def _html(data: bytes, _reading: Reading) -> Texts:
    words = _Words()
    with suppress(AssertionError):  # html.parser's, on declarations that never end
        words.feed(decode_page(data)[0])
        words.close()
    return ["".join(words.parts)]


def _text(data: bytes, _reading: Reading) -> Texts:
    return [decode(data)[0]]


def _by_pandoc(format_: str) -> Callable[[bytes, Reading], Texts]:
    def read(data: bytes, _reading: Reading) -> Texts:
        if format_ != "rtf":
            data = open_package(data, f"an {format_} file", f".{format_}").text_parts()
        try:
            text = convert(data, [f"--from={format_}", "--to=plain"], TIMEOUT_S)
        except CiteError as error:
            raise LoadError(f"the second reader stopped ({error})") from error
        return [text.decode("utf-8", "replace")]

    return read


_READERS: dict[str, Callable[[bytes, Reading], Texts]] = {
    ".pdf": _pdf,
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), _word),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".txt", ".md", ".markdown"), _text),
    **{f".{ending}": _by_pandoc(ending) for ending in ("odt", "rtf", "epub", "pptx")},
}
