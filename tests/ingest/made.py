"""Hypothesis strategies for whole text files, and how to turn one into a document."""

from __future__ import annotations

import textwrap
from pathlib import Path

from hypothesis import strategies as st

from ingest.document import build_document
from ingest.load import load
from rag.types import Document, Source

PLAIN = (
    "water board levy well-known non- re-assess U.S. Dr. 3.5 2014 (see valley) the of and end. co- "
    "operate naïve “quoted” it’s Straße پانی بورڈ 水井 🜁"
)
WORDS = st.sampled_from([*PLAIN.split(), "co\u00adoperate", "zero\u200bwidth", "a\xa0b"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
MARKERS = st.sampled_from(["", "", "", "• ", "o ", "- ", "1. ", "# ", "> "])
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", " \n", "\n\n", "\u2028"])
GAPS = st.sampled_from(["\n\n", "\n \n\n", "\n", "\r\n\r\n", "\f", "\n "])


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file's text: paragraphs and list items, cut at some width by some line end."""
    parts = []
    for _ in range(draw(st.integers(1, 6))):
        text = draw(MARKERS) + draw(PARAGRAPHS)
        width, end = draw(st.sampled_from([20, 45, 72, 500])), draw(LINE_ENDS)
        parts.append(end.join(textwrap.wrap(text, width)) + draw(GAPS))
    return "".join(parts)


def document(folder: Path, data: bytes, name: str = "made.txt") -> Document:
    """Load, clean and split a file's bytes as an ingest would."""
    path = folder / name
    path.write_bytes(data)
    return build_document(name, load(path), Source("made"))
