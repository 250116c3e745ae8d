"""Title pages made line by line, with the sizes of their type."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.document import build_document
from ingest.load.raw import Extract, RawWord
from rag.types import BlockKind, Document, Properties, Source

TEXT = (
    "The board looked at the wells of the upper valley in spring and found that most of them "
    "carry less water than in the year before, which it puts down to the dry winter and to the "
    "pumps that the farms along the river have set up since the levy was lifted."
)


def made(
    page: str, said: Mapping[str, object] | None = None, *, origin: str = "PDF properties"
) -> Document:
    """Make a document of lines, each ``size text`` (``#size`` for a heading, ``---`` a new page).

    ``said`` are its properties, by their ``origin``; a page of text follows.
    """
    extract = Extract()
    number, top = 1, 50.0
    extract.page(number)
    for row in [*page.strip().splitlines(), "---", *[f"10 {TEXT}"] * 8]:
        if row.strip() == "---":
            number, top = number + 1, 50.0
            extract.page(number)
            continue
        size, _, text = row.strip().partition(" ")
        kind: BlockKind = "heading" if size.startswith("#") else "paragraph"
        height = float(size.lstrip("#"))
        words, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            words.append(RawWord(start, at, 50.0 + start, top, 50.0 + at, top + height))
        level = (1 if height > 15 else 2) if kind == "heading" else 0
        extract.block(kind, [extract.line(text, words)], level)
        top += 2 * height
    csl = dict(said or {})
    properties = Properties(csl, dict.fromkeys(csl, origin))
    return build_document("made.pdf", extract.raw(properties=properties), Source("made"))
