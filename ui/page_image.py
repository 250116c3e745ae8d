"""A page of a PDF as it was printed, with words marked on it: for the terminal."""

from __future__ import annotations

import io

from ingest.page_images import PageImages
from rag.library import Library
from rag.types import Document
from ui.web.page_boxes import boxes_of

MARKED = (255, 230, 149)
"""The colour of the page's own mark."""
QUALITY = 90


def page_with_words(
    document: Document,
    start: int,
    end: int,
    library: Library,
    *,
    page: int | None = None,
    width: int = 1200,
) -> tuple[int, bytes]:
    """Give the number of a page and its image, as a JPEG, with a range of the text marked on it.

    It is the page on which the range begins, unless ``page`` says another. Raises `LoadError`
    where the document has no pages, has none of this number, or its file has changed.
    """
    boxes = boxes_of(document, start, end).boxes if end > start else ()
    here = document.page_at(start)
    number = page or (boxes[0].page if boxes else here.number if here else 1)
    images = PageImages(library.store, library.settings.corpus)
    try:
        made = images.image(document, number, width)
        across = images.sizes(document)[number - 1][0]
    finally:
        images.close()
    marked = [(box.x0, box.y0, box.x1, box.y1) for box in boxes if box.page == number]
    return number, _marked(made, marked, across) if marked and across else made


def _marked(image: bytes, boxes: list[tuple[float, float, float, float]], across: float) -> bytes:
    """Colour boxes, given in points of a page so wide; what is printed below stays."""
    from PIL import Image, ImageChops, ImageDraw

    page = Image.open(io.BytesIO(image)).convert("RGB")
    layer = Image.new("RGB", page.size, "white")
    draw, scale = ImageDraw.Draw(layer), page.width / across
    for box in boxes:
        draw.rectangle(tuple(side * scale for side in box), fill=MARKED)
    made = io.BytesIO()
    ImageChops.multiply(page, layer).save(made, "JPEG", quality=QUALITY, subsampling=0)
    return made.getvalue()
