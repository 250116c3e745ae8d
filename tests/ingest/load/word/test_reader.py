"""The words and the layout of Word files."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import build_document
from ingest.load import load
from rag.errors import LoadError
from rag.types import Source
from tests.ingest.load.word.made import (
    LONG,
    p,
    package,
    part,
    r,
    read,
    shape,
    table,
    texts,
    word,
)


def saved(document: docx.document.Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_comments_heads_charts_and_embedded_files_are_left_out_and_counted() -> None:
    chart = r("<w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing>")
    comment = f"<w:comment>{p('Why?')}</w:comment>"
    body = p(r("Text.") + r('<w:commentReference w:id="0"/>') + chart) + '<w:altChunk r:id="q"/>'
    raw = read(word(body, comments=comment * 2, header=p("Water Policy"), footer=p("")))
    assert texts(raw) == ["Text."]
    assert [finding.message for finding in raw.findings] == [
        "left out: 2 comments",
        "left out: 1 running heads and feet",
        "left out: 1 charts and diagrams, whose words aren't read",
        "left out: 1 embedded documents",
    ]
    assert {finding.kind for finding in raw.findings} == {"left out"}


def test_the_strict_form_of_the_format_is_read() -> None:
    strict = part("document", f"<w:body>{p('Strict.')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read(package({"word/document.xml": strict}))) == ["Strict."]


@pytest.mark.parametrize("ending", [".docx", ".docm", ".dotx", ".DOCX"])
def test_an_ingest_reads_a_word_file(tmp_path: Path, ending: str) -> None:
    made = docx.Document()
    made.add_heading("Levy", 1)
    made.add_paragraph(LONG)
    made.add_paragraph("first", style="List Bullet")
    path = tmp_path / f"policy{ending}"
    path.write_bytes(saved(made))
    document = build_document(path.name, load(path), Source("policy"))
    assert document.source_map.extracted
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", "Levy"),
        ("paragraph", LONG),
        ("item", "first"),
    ]
    assert document.blocks[1].heading_path == ("Levy",)


@pytest.mark.parametrize("ending", [".doc", ".ott", ".wpd"])
def test_other_formats_of_word_processors_are_turned_away_with_a_remedy(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"old{ending}"
    path.write_bytes(b"some bytes")
    with pytest.raises(LoadError, match=r"save it as \.docx$"):
        load(path)


SPELT = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


INSIDE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\u2028\u2029"),
    max_size=60,
).map(str.strip)


SEEN = st.tuples(st.sampled_from("xyz"), INSIDE).map(lambda pair: (pair[0] + pair[1]).strip())


@settings(max_examples=40, deadline=None)  # python-docx takes its time
@given(
    st.lists(st.tuples(st.sampled_from(["Normal", "Heading 2", "List Bullet 3"]), SEEN), max_size=8)
)
def test_paragraphs_come_back_as_they_were_written(written: list[tuple[str, str]]) -> None:
    made = docx.Document()
    for name, text in written:
        made.add_paragraph(text, style=name)
    kinds = {
        "Normal": ("paragraph", 0),
        "Heading 2": ("heading", 2),
        "List Bullet 3": ("item", 3),
    }
    expected = [(*kinds[name], text.translate(SPELT)) for name, text in written]
    assert shape(read(saved(made))) == expected


@given(st.lists(st.lists(SEEN, min_size=2, max_size=4), min_size=1, max_size=5))
def test_tables_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    raw = read(word(table(*[[escape(cell) for cell in row] for row in rows])))
    expected = [" | ".join(row).translate(SPELT) for row in rows]
    assert [(kind, text) for kind, _, text in shape(raw)] == [("table", row) for row in expected]
