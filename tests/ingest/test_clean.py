from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ingest.load import INVISIBLE
from ingest.split import MAX_PASSAGE, split
from rag.errors import LoadError
from rag.types import Document
from tests.conftest import CORPUS
from tests.ingest.made import document, files

IN_ONE_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
# What no edit may touch: everything but white space, control and zero-width characters.
LETTERS = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f{INVISIBLE}]")


def raw_text(found: Document, data: bytes, start: int, end: int) -> str:
    """Decode the bytes that a slice is a copy of: all but what the cleaner wrote itself."""
    encoding = found.source_map.encoding
    copied = []
    for run in found.source_map.runs:
        low, high = max(start, run.start), min(end, run.end)
        if low < high:
            at = run.raw_start + len(found.text[run.start : low].encode(encoding))
            size = len(found.text[low:high].encode(encoding))
            copied.append(data[at : at + size].decode(encoding))
    return "".join(copied)


def check_way_back(found: Document, data: bytes) -> None:
    """Every unit is the slice that it claims, and every slice is found again in the file."""
    passages = split(found)
    for passage in passages:
        assert passage.text == found.text[passage.start : passage.end]
        assert 0 < passage.end - passage.start <= MAX_PASSAGE
    units = [(s.start, s.end) for s in found.sentences] + [(p.start, p.end) for p in passages]
    for start, end in units:
        text = found.text[start:end]
        assert text == text.strip()
        assert text
        assert re.findall(r"\S", raw_text(found, data, start, end)) == re.findall(r"\S", text)
    for run in found.source_map.runs:
        copied = data[run.raw_start : run.raw_end].decode(found.source_map.encoding)
        assert copied == found.text[run.start : run.end]
    # Each letter of the body is in a sentence and in a passage, once; column heads in a sentence.
    body = [b for b in found.blocks if b.kind != "heading"]
    rows = [b for b in body if (b.kind, b.level) != ("table", 1)]
    for blocks, spans in (
        (body, [(s.start, s.end) for s in found.sentences]),
        (rows, [(p.start, p.end) for p in passages]),
    ):
        assert spans == sorted(spans)
        covered = {i for start, end in spans for i in range(start, end)}
        assert sum(end - start for start, end in spans) == len(covered)
        for block in blocks:
            inside = range(block.start, block.end)
            assert all(i in covered for i in inside if not found.text[i].isspace())


@IN_ONE_FOLDER
@given(text=files(), encoding=st.sampled_from(["utf-8", "utf-16-le"]))
def test_every_slice_of_a_made_file_leads_back(tmp_path: Path, text: str, encoding: str) -> None:
    mark = {"utf-8": b"", "utf-16-le": b"\xff\xfe"}[encoding]
    data = mark + text.encode(encoding)
    found = document(tmp_path, data)
    check_way_back(found, data)


@IN_ONE_FOLDER
@given(text=files())
def test_nothing_but_the_listed_edits_differs(tmp_path: Path, text: str) -> None:
    found = document(tmp_path, text.encode())
    before, after = LETTERS.findall(text), LETTERS.findall(found.text)
    hyphens = before.count("-") - after.count("-")
    assert hyphens >= 0
    assert [c for c in before if c != "-"] == [c for c in after if c != "-"]


@IN_ONE_FOLDER
@given(text=files())
def test_markdown_leads_back_too(tmp_path: Path, text: str) -> None:
    data = text.encode()
    try:
        found = document(tmp_path, data, "made.md")
    except LoadError:
        assume(False)
    check_way_back(found, data)


@IN_ONE_FOLDER
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("made.txt", "made.md"):
        try:
            found = document(tmp_path, data, name)
        except LoadError:
            continue
        check_way_back(found, data)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem[:9])
def test_the_corpus_leads_back(tmp_path: Path, file: Path) -> None:
    data = file.read_bytes()
    check_way_back(document(tmp_path, data), data)


def lines(*rows: str) -> bytes:
    """Rows cut from one paragraph; a second paragraph makes the wrapping plain to see."""
    filler = (
        "The board met again in the autumn of that year and looked at all of\nthe wells in turn."
    )
    return ("\n".join(rows) + f"\n\n{filler}\n{filler}\n").encode()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("the govern-", "ment of the government"), "the government of the government"),
        (("it is geo-", "economics rather than geo-politics"), "geo-economics rather"),
        (("they shall re-", "assess it; Re-assess it all"), "re-assess it;"),
        (("sympathy among non-", "Muslims in the valley"), "non-Muslims in"),
        (("the years 2014-", "2015 were dry and the"), "2014-2015 were"),
        (("both short-", "and long-term plans were"), "short- and long-term"),
        (("it was late -", "too late for the wells"), "late - too late"),
        (("the co\u00ad", "operation of the board"), "the cooperation of"),
        (("a  wide\t gap", "and a\xa0narrow one here"), "a wide gap and a narrow one"),
    ],
)
def test_lines_are_joined_as_a_reader_would(
    tmp_path: Path, rows: tuple[str, str], expected: str
) -> None:
    first = "The council decided at its meeting in the spring of that year that"
    found = document(tmp_path, lines(first, *rows))
    assert expected in found.text


def test_headings_lead_to_the_paragraphs_below_them(tmp_path: Path) -> None:
    text = "# Water\n\nIt rains.\n\n## Wells\n\n- One well.\n- Two wells.\n\n# Fire\n\nIt burns.\n"
    found = document(tmp_path, text.encode(), "made.md")
    paths = [(b.paragraph, b.heading_path) for b in found.blocks if b.kind != "heading"]
    assert paths == [
        (1, ("Water",)),
        (2, ("Water", "Wells")),
        (3, ("Water", "Wells")),
        (4, ("Fire",)),
    ]


def test_pages_cover_the_text_and_know_where_a_sentence_stands(tmp_path: Path) -> None:
    found = document(tmp_path, b"First page here.\n\fSecond page here.\n\fThird page.\n")
    pages = found.source_map.pages
    assert [(p.number, p.inferred) for p in pages] == [(1, False), (2, False), (3, False)]
    assert [found.text[p.start : p.end].strip() for p in pages] == [
        "First page here.",
        "Second page here.",
        "Third page.",
    ]
    second = found.page_at(found.text.index("Second"))
    assert second is not None
    assert second.number == 2


def test_a_stray_zero_byte_is_no_part_of_a_word(tmp_path: Path) -> None:
    data = b"The le\0vy is five \0rupees.\0\n\nIt falls due in May."
    found = document(tmp_path, data, "made.txt")
    assert found.text == "The levy is five rupees.\n\nIt falls due in May."
    check_way_back(found, data)
