"""Pins as files: with real notes, as a table without formulas, for a reference manager."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bibtexparser.entrypoint import parse_string

from rag.errors import CiteError
from rag.notebook.entries import Pin
from rag.notebook.pin_export import Placed, export_pins
from rag.types import Source
from tests.ui.web.pages import cite_words, make_document

DOCUMENT = make_document("The levy is 20 rupees.", "=cmd|' /C calc'!A0 was tried, they say.")
FIRST = cite_words(DOCUMENT, "The levy is 20 rupees.")
SECOND = cite_words(DOCUMENT, "=cmd|' /C calc'!A0 was tried")
PINS: tuple[Placed, ...] = (
    (Pin(1, FIRST, "Ask the council.\nTwice.", "How much?", made="2026-01-02T03:04:05"), "¶1", ""),
    (Pin(2, SECOND, "@sum(1)"), "¶2", "The source has changed: these words are gone."),
)


def export(ending: str, pins: tuple[Placed, ...] = PINS) -> bytes:
    return export_pins(pins, ending, "chicago", made=datetime(2026, 3, 4, tzinfo=UTC))


def test_the_text_has_quotes_notes_and_references_in_order() -> None:
    text = export("txt").decode()
    pieces = ["Pinned quotes", "2026-03-04", "20 rupees", "Ask the council.", "Twice.", "tried",
              "@sum(1)", "these words are gone", "Sources", "An institute"]  # fmt: skip
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places)


def test_word_has_a_footnote_for_each_pin() -> None:
    with zipfile.ZipFile(io.BytesIO(export("docx"))) as file:
        notes = file.read("word/footnotes.xml").decode()
    assert notes.count("An institute") == 2


def test_a_table_s_cells_never_become_formulas() -> None:
    rows = list(csv.reader(io.StringIO(export("csv").decode("utf-8-sig"))))
    assert [len(row) for row in rows] == [10, 10, 10]
    assert rows[1][1] == FIRST.quote
    assert rows[2][1] == f"'{SECOND.quote}"
    assert rows[2][6] == "'@sum(1) The source has changed: these words are gone."
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_each_document_is_one_entry_for_a_reference_manager() -> None:
    read = parse_string(export("bib").decode())
    assert [entry["title"] for entry in read.entries] == ["A Brief"]


def test_hostile_words_are_words() -> None:
    hostile = replace(
        FIRST,
        quote="<script>alert(1)</script> [x](http://evil.example) $x$",
        title="**b**",
        source=Source("brief", {"title": "**b** <i>", "author": [{"literal": "A"}]}),
    )
    made = export("html", ((Pin(1, hostile, "<img src=x onerror=y>"), "", ""),)).decode()
    assert "<script>alert" not in made
    assert "<img" not in made
    assert 'href="http://evil' not in made


def test_another_ending_is_refused_with_those_that_do() -> None:
    with pytest.raises(CiteError, match=r"\.csv"):
        export("xls")


def zotero_notes(ris: str) -> list[tuple[str, list[str]]]:
    """Read titles and notes of RIS as Zotero's translator does (`RIS.js`, processTag)."""
    found: list[tuple[str, list[str]]] = []
    for line in ris.splitlines():
        match = re.fullmatch(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?", line)
        assert match, line  # it would go on with the line before
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            found.append(("", []))
        elif tag == "TI":
            found[-1] = (value, found[-1][1])
        elif tag in ("N1", "RN") and value and value != found[-1][0]:
            # What has a mark of HTML in it is taken as it is.
            assert re.search(r"<[^>]+>", value)
            found[-1][1].append(value)
    return found


def test_quotes_are_notes_on_their_documents_where_zotero_imports_them() -> None:
    odd = replace(FIRST, quote="<b>& more\nER  - \nTY  - BOOK")
    pins = (*PINS, (Pin(3, odd, "TI  - x"), "p. 3", ""))
    ((title, notes),) = zotero_notes(export("ris", pins).decode())
    assert title == FIRST.title
    assert notes[0] == ("<p>“The levy is 20 rupees.” (¶1)</p><p>Ask the council.</p><p>Twice.</p>")
    assert "these words are gone" in notes[1]
    assert notes[2] == "<p>“&lt;b&gt;&amp; more ER - TY - BOOK” (p. 3)</p><p>TI - x</p>"
