"""The process that draws pages of PDFs, so that a bad file harms nobody else.

Started by `ingest.page_images` as ``python -m ingest.page_image_worker``. Each request names a
file and the SHA-256 that it had when it was read; it is answered by ``image`` (a JPEG in base64)
where it names a page and a width in pixels, else by ``sizes`` (width and height of each page in
points).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.worker_loop import Send, answer_requests
from rag.errors import LoadError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PIXELS = 12_000_000
"""Of one image: a page of A4 in 300 dots to the inch has 8.7 million."""
OPEN_AT_ONCE = 3
"""Files that are kept open: somebody who compares two goes from one to the other."""
QUALITY = 90
"""A page of a report 1,200 pixels wide takes 25 ms as a JPEG, and 150 or more as a PNG."""


class _Files:
    """The files that were asked for last, open, by their hash."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, PdfDocument] = OrderedDict()

    def answer(self, request: Mapping[str, object], _send: Send) -> tuple[str, bytes]:
        document = self._get(Path(str(request["path"])), str(request["raw_hash"]))
        if request.get("page") is None:
            return "sizes", json.dumps(_sizes(document)).encode()
        page, width = int(str(request["page"])), int(str(request["width"]))
        return "image", b64encode(_drawn(document, page, width))

    def _get(self, path: Path, raw_hash: str) -> PdfDocument:
        if raw_hash in self._open:
            self._open.move_to_end(raw_hash)
            return self._open[raw_hash]
        document = _opened(path, raw_hash)
        self._open[raw_hash] = document
        if len(self._open) > OPEN_AT_ONCE:
            _, first = self._open.popitem(last=False)
            first.close()
        return document


def _opened(path: Path, raw_hash: str) -> PdfDocument:
    import pypdfium2

    try:
        data = path.read_bytes()
    except OSError as error:
        raise LoadError(f"can't be opened ({error.strerror}); check its permissions") from error
    if hashlib.sha256(data).hexdigest() != raw_hash:
        raise LoadError("has changed since it was read; read it again with `sanad ingest`")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise LoadError("can't be opened as a PDF; get it anew") from error
    with contextlib.suppress(pypdfium2.PdfiumError):  # a damaged form isn't drawn
        document.init_forms()  # what was typed into one is part of the page
    return document


def _sizes(document: PdfDocument) -> list[tuple[float, float]]:
    """Give width and height of each page as displayed, 0 for a page that can't be read."""
    import pypdfium2

    sizes = []
    for index in range(len(document)):
        try:
            width, height = document.get_page_size(index)
        except pypdfium2.PdfiumError:
            width = height = 0
        sizes.append((round(width, 2), round(height, 2)))
    return sizes


def _drawn(document: PdfDocument, number: int, width: int) -> bytes:
    """Draw a page, counted from 1, as a JPEG so many pixels wide; a very long one as less."""
    import pypdfium2

    if not 1 <= number <= len(document):
        raise LoadError(f"has no page {number}")
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"page {number} is damaged and can't be drawn") from error
    try:
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise LoadError(f"page {number} has no size and can't be drawn")
        scale = min(width / across, (MAX_PIXELS / (across * down)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        try:
            image = io.BytesIO()
            # Whole colours at each pixel: thin coloured letters blur otherwise.
            bitmap.to_pil().convert("RGB").save(image, "JPEG", quality=QUALITY, subsampling=0)
            return image.getvalue()
        finally:
            bitmap.close()
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"page {number} can't be drawn") from error
    finally:
        page.close()


if __name__ == "__main__":
    answer_requests(_Files().answer)
