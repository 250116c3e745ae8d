"""The references of an answer in a style, to be copied with it: one for each quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from rag.citations.pandoc_process import Node, cited, paragraph, reference, tree, write
from rag.citations.styles import entries_of, items_for, no_entry, pinpoint, style_file
from rag.errors import CiteError
from rag.types import Citation

_WRITERS = {"html": "html", "text": "plain", "markdown": "markdown-smart"}


@dataclass(frozen=True, slots=True)
class References:
    """References as ``html``, ``text`` and ``markdown``, one a quote, in the order of the quotes.

    ``noted`` says that the style has notes: they then stand below, under numbers. Else each
    stands in the text, and ``entries`` (HTML, text and Markdown alike) list the sources below.
    """

    noted: bool
    html: tuple[str, ...]
    text: tuple[str, ...]
    markdown: tuple[str, ...]
    entries: dict[str, tuple[str, ...]]


def references_of(citations: Sequence[Citation], style: str = "chicago") -> References:
    """Put the references of some quotes into a style. Raises `CiteError`, as `styles.cite` does."""
    path = style_file(style)
    places = [paragraph([reference([(one.document_id, pinpoint(one))])]) for one in citations]
    made = cited(tree(places), items_for(citations, path), path)["blocks"]
    shown = [_reference(block) for block in made[: len(places)]]
    noted = any(note for note, _ in shown)
    for (_, inlines), citation in zip(shown, citations, strict=True):
        if not inlines:
            raise no_entry(citation.file, path)
    entries = [] if noted else [entry for _, entry in entries_of(made) if entry]
    written = {to: _written([inlines for _, inlines in shown], to) for to in _WRITERS}
    return References(
        noted=noted,
        html=written["html"],
        text=written["text"],
        markdown=written["markdown"],
        entries={to: _written(entries, to) for to in _WRITERS} if entries else {},
    )


def _reference(block: Node) -> tuple[bool, list[Node]]:
    """Give what pandoc put into a paragraph for its one citation, and whether as a note."""
    inlines = cast(list[Any], block["c"])[0]["c"][1]
    note = next((one for one in inlines if one["t"] == "Note"), None)
    if note is None:
        return False, inlines
    return True, [inline for paragraph_ in note["c"] for inline in paragraph_["c"]]


def _written(all_inlines: Sequence[Sequence[Node]], to: str) -> tuple[str, ...]:
    """Write each of some inlines as a line of its own; pandoc is asked once for all."""
    made = write(tree([paragraph(inlines) for inlines in all_inlines]), _WRITERS[to])
    lines = tuple(filter(None, map(str.strip, made.decode("utf-8").split("\n"))))
    if len(lines) != len(all_inlines):
        raise CiteError("the references can't be told apart; cite each quote by itself")
    return lines
