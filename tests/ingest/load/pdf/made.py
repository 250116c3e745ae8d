"""PDFs that tests draw, line by line, from text of their own."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from ingest.load.pdf.reader import load_pdf
from ingest.load.raw import Raw, Reading

WIDTH, HEIGHT = A4
LEFT = 72.0
LEADING = 14.0

VALLEY = (
    "The valley council met on the first Monday of March and heard what the wardens had to say "
    "about the wells. Three of them had run dry before the harvest, and a fourth was kept for "
    "the clinic alone. The council asked for a count of all pumps, public and private, so that "
    "it could be seen who drew how much. It gave the wardens until the end of April."
)
LEVY = (
    "Nobody likes a levy, yet nobody could name another way to pay for the new pipes. The "
    "chairman proposed three rupees for each household and nothing for those without land. Two "
    "members found this too little and one too much. In the end the rate was put to a vote and "
    "carried, on the understanding that it be looked at again in the spring of the next year."
)
SCHOOL = (
    "The school at the upper bridge has places for ninety children and teaches a hundred and "
    "forty. Its roof was mended in the summer, though only over the larger of the two rooms. "
    "Parents offered to build a third room if the district sent a teacher for it. The district "
    "has not answered their letter, which was sent by registered post and signed by all."
)
ROADS = (
    "After the floods the road to the market was closed for eleven days. Carts went round by "
    "the mill, which takes two hours more and ruins the miller’s yard. The engineers think that "
    "a culvert of twice the width would carry the water of any year but the worst. They have "
    "drawn it, and the drawing hangs in the council’s office for everybody to see."
)
TEXTS = (VALLEY, LEVY, SCHOOL, ROADS)


def made(draw: Callable[[Canvas], object], **options: object) -> bytes:
    """Give the bytes of a PDF that ``draw`` draws. The last page is ended here."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def pages(count: int, around: Callable[[Canvas, int], object]) -> bytes:
    """Draw so many pages of text, with something around it that may depend on the page."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            around(canvas, number)
            put(canvas, wrapped(f"Page {number} says this. {TEXTS[number % 4]}"))
            canvas.showPage()

    return made(draw)


def bodies(count: int) -> list[str]:
    """Give what the pages of `pages` say, what is around it apart."""
    return [f"Page {number} says this. {TEXTS[number % 4]}" for number in range(1, count + 1)]


def read(data: bytes, *, ocr: bool = False) -> Raw:
    """Read a PDF without OCR, so that tests don't depend on a program."""
    return load_pdf(data, Reading(ocr=ocr))


def wrapped(text: str, width: int = 80) -> list[str]:
    """Cut a text into lines."""
    return textwrap.wrap(text, width, break_on_hyphens=False)


def fitted(text: str, points: float, size: float = 11) -> list[str]:
    """Cut a text into lines that are no wider than so many points."""
    return list(simpleSplit(text, "Times-Roman", size, points))


def put(
    canvas: Canvas,
    lines: Iterable[str],
    *,
    x: float = LEFT,
    y: float = HEIGHT - 100,
    font: str = "Times-Roman",
    size: float = 11,
    leading: float = LEADING,
) -> float:
    """Draw lines below each other; give the baseline after the last."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= leading
    return y


def texts(raw: Raw, kind: str | None = None) -> list[str]:
    """Give the blocks' words, lines joined by a space."""
    return [
        " ".join(line.text for line in block.lines)
        for block in raw.blocks
        if kind is None or block.kind == kind
    ]


def kinds(raw: Raw) -> list[str]:
    """Give the blocks' kinds."""
    return [block.kind for block in raw.blocks]


def labels(raw: Raw) -> list[tuple[int, str | None]]:
    """Give number and label of each page, each once."""
    return list(dict.fromkeys((page.number, page.label) for page in raw.pages))


def page_at(raw: Raw, words: str) -> int:
    """Give the physical page on which words of the raw text stand."""
    at = raw.text.index(words)
    return [page.number for page in raw.pages if page.start <= at][-1]


def messages(raw: Raw, kind: str) -> list[str]:
    """Give the findings of one kind: message and text."""
    return [f"{found.message} {found.text}" for found in raw.findings if found.kind == kind]
