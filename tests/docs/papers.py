"""Makes the tutorial's documents in docs/papers/: two made-up papers, and a draft about them.

    python -m tests.docs.papers [FOLDER]

The tutorial's test uses what stands in docs/papers/, as its reader does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "papers"
BOARD = "Tarn Valley Water Board"
LEVY = "Review of the Water Levy"
PERMITS = "Guidance on Well Permits"
_LARGE, _BOLD, _PLAIN = ("Helvetica-Bold", 22), ("Helvetica-Bold", 14), ("Helvetica", 11)
PAGES = (
    ((_LARGE, (LEVY,)), (_PLAIN, (f"By the {BOARD}", "Published 14 March 2022"))),
    (
        (_BOLD, ("1 What was found",)),
        (
            _PLAIN,
            (
                "The levy was introduced in 2015 to pay for the repair of leaking mains. Every",
                "household pays it with its water bill.",
            ),
        ),
        (
            _PLAIN,
            (
                "Between 2016 and 2021 leakage fell from 31 per cent to 22 per cent of the water",
                "supplied. In the same years 1,140 households on low incomes fell behind with",
                "their payments.",
            ),
        ),
    ),
    (
        (_BOLD, ("2 What is recommended",)),
        (
            _PLAIN,
            (
                "The board recommends that households on low incomes pay half of the levy from",
                "April 2023.",
            ),
        ),
        (_PLAIN, ("The levy should be reviewed again in 2026, when the last mains are renewed.",)),
    ),
)
"""Of each page its blocks, of each block its font and its lines."""
GUIDANCE = {
    "Who needs a permit": (
        "Anyone who drills a well deeper than 20 metres needs a permit from the water board.",
        "Wells that serve only to put out fires are exempt.",
    ),
    "What a permit costs": (
        "A permit costs 85 crowns. It is valid for five years and can be renewed once.",
        "The owner of a well must report each year by 31 January how much water was taken.",
    ),
}
MEMO = (
    "Households now pay for leaks that fewer of them have. Leakage fell from 31 per cent to 18 "
    "per cent between 2016 and 2021.",
    f"The review recommends that “households on low incomes pay a quarter of the levy from April "
    f"2023” ({BOARD} 2022, p. 3).",
    "A permit costs 85 crowns, and it “is valid for five years”.",
)


def main(folder: Path = FOLDER) -> None:
    """Write the papers and the draft."""
    folder.mkdir(parents=True, exist_ok=True)
    _levy(folder / "levy-review.pdf")
    _permits(folder / "well-permits.docx")
    memo = Document()
    for paragraph in MEMO:
        memo.add_paragraph(paragraph)
    memo.save(str(folder / "memo.docx"))


def _levy(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle(LEVY)
    for number, blocks in enumerate(PAGES, 1):
        height = 720.0
        for (font, size), lines in blocks:
            canvas.setFont(font, size)
            for line in lines:
                canvas.drawString(72, height, line)
                height -= size * 1.4
            height -= size * 1.2
        canvas.setFont(*_PLAIN)
        canvas.drawCentredString(A4[0] / 2, 50, str(number))
        canvas.showPage()
    canvas.save()


def _permits(path: Path) -> None:
    document = Document()
    document.core_properties.author = BOARD
    document.core_properties.title = PERMITS
    document.add_heading(PERMITS, 0)
    document.add_paragraph(f"By the {BOARD}")
    document.add_paragraph("Published 6 February 2023")
    for heading, paragraphs in GUIDANCE.items():
        document.add_heading(heading, 1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    document.save(str(path))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
