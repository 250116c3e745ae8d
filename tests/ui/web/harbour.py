"""A report of made-up pages, as a PDF, and a table in HTML: what the tests read on in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill

PAGES = 10
RAISED = "The harbour board raised the berthing fee to forty crowns in the spring."
ROWS = (("Year", "Fee"), ("2019", "30"), ("2020", "40"))
TABLE = "".join(f"<tr><td>{year}</td><td>{fee}</td></tr>" for year, fee in ROWS)
PLAIN = (
    "Boats of the northern quay wait for the tide before they are let in by the keeper.",
    "A lantern at the end of the mole is lit at dusk, and put out when the last boat is home.",
    "The keeper writes down each boat, its master, and what it has on board.",
    "Nets are dried on the long wall, for which nobody has ever asked a fee.",
)


def report(pages: int = PAGES) -> bytes:
    """Draw the report: each page under a heading of its own; page 6 says what was raised."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 760, f"Part {number} of the tides")
        canvas.setFont("Helvetica", 11)
        lines = [f"{line} Note {number}.{at}." for at, line in enumerate(PLAIN * 4)]
        if number == 6:
            lines[8] = RAISED
        for at, line in enumerate(lines):
            canvas.drawString(72, 720 - 24 * at, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def harbour(folder: Path, embedder: Embedder) -> Library:
    """Write both documents into a folder and open them as a library."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "tides.pdf").write_bytes(report())
    page = f"<title>Fees</title><h1>Fees of the quay</h1><table>{TABLE}</table><p>As told.</p>"
    (corpus / "fees.html").write_text(page)
    settings = load_settings(corpus=corpus, store=folder / "store", dtype="float32")
    return fill(settings, embedder)


@pytest.fixture(scope="module")
def tides(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """The library of both, for the tests of one module."""
    library = harbour(tmp_path_factory.mktemp("harbour"), embedder)
    yield library
    library.close()
