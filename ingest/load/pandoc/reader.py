"""OpenDocument texts, RTF and EPUB: pandoc makes a page of them, the HTML loader reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from ingest.load.html.reader import read_page
from ingest.load.package import Package, open_package
from ingest.load.pandoc import properties, rich_text
from ingest.load.pandoc.hidden_text import Unhidden
from ingest.load.pandoc.page_marks import marked, paged
from ingest.load.raw import Raw
from rag.citations.pandoc_process import convert
from rag.errors import CiteError, LoadError
from rag.types import Finding

TIMEOUT_S = 60
"""Less than the silence after which the reader's process is ended. A book of 400,000 words took
10 to 26, on a busy machine."""
MAX_PAGE = 100_000_000
MARGIN = re.compile(
    rb"<style:(?:header|footer)\b(.{0,20000}?)</style:(?:header|footer)>", re.DOTALL
)
TAG = re.compile(rb"<?[^<>]*>")
TEMPLATE = files("ingest.load.pandoc").joinpath("page.html")


def load_odt(data: bytes, _reading: object) -> Raw:
    """Read an OpenDocument text's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data, "an OpenDocument text", ".odt")
    if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise LoadError("is protected by a password; remove it and save the file anew")
    raw = read_page(_page(package.text_parts(), "odt"), whole=True)
    said = properties.of_opendocument(package)
    heads = _heads(_part(package, "styles.xml"))
    return replace(raw, properties=said, findings=(*raw.findings, *heads))


def load_epub(data: bytes, _reading: object) -> Raw:
    """Read an electronic book's bytes. Raises `LoadError`, and nothing else, when it can't.

    It has pages where its publisher says where those of the printed book begin.
    """
    package = open_package(data, "an EPUB book", ".epub")
    if b"html" in _part(package, "META-INF/encryption.xml"):
        raise LoadError("is protected against copying; use a copy without protection")
    unhidden = Unhidden()
    page = _page(package.text_parts(unhidden), "epub")
    raw = paged(read_page(marked(page), whole=True))
    said = properties.of_book(raw.properties)
    return replace(raw, properties=said, findings=(*raw.findings, *unhidden.findings))


def load_rtf(data: bytes, _reading: object) -> Raw:
    """Read a rich text's bytes. Raises `LoadError`, and nothing else, when it can't."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise LoadError("is not a rich text, whatever its ending says; save it as .docx")
    raw = read_page(_page(rich_text.told(data), "rtf"), whole=True)
    said = properties.of_rich_text(raw.properties, data)
    return replace(raw, properties=said, findings=(*raw.findings, *rich_text.left_out(data)))


def _page(data: bytes, format_: str) -> str:
    options = [f"--from={format_}", "--to=html5", "--standalone", f"--template={TEMPLATE}"]
    try:
        page = convert(data, options, TIMEOUT_S)
    except CiteError as error:
        raise LoadError(f"can't be read ({error}); open it and save it as .docx") from error
    if len(page) > MAX_PAGE:
        raise LoadError(f"holds more than {MAX_PAGE:,} bytes of text; split the file")
    return page.decode("utf-8", "replace")


def _part(package: Package, name: str) -> bytes:
    return b"".join(package.chunks(name)) if name.lower() in package.parts else b""


def _heads(styles: bytes) -> Iterator[Finding]:
    if any(TAG.sub(b"", found[1]).strip(b" \n0123456789") for found in MARGIN.finditer(styles)):
        yield Finding("left out", "left out: running heads and feet")
