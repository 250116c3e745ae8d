"""Our text against a second reader's: what is lost is named, what only looks otherwise isn't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pptx
import pytest

from ingest.crosscheck import MIN_WORDS, crosscheck
from ingest.document import build_document
from ingest.health import health_report
from ingest.load import Reading, load
from ingest.pipeline import Row
from ingest.reader import Reader
from ingest.second_reader import second_texts
from rag.errors import LoadError
from rag.types import Document, Finding, Page, Source, SourceMap
from tests.conftest import CORPUS
from tests.ingest.load.convert import to_docx, to_html, to_pdf
from tests.ingest.load.pandoc.made import PAPER, made

FIRST = "The levy of the upper valley is due in May and is collected by the council. " * 3
SECOND = "Owners of wells report what they draw from the ground before the canals open. " * 3
LOST = "Nobody ever asked tenants whether pumping stations should close during harvest weeks."


def document(*texts: str, findings: tuple[Finding, ...] = ()) -> Document:
    """A document with a page for each text."""
    text, pages = "", []
    for number, one in enumerate(texts, 1):
        pages.append(Page(number, len(text), len(text) + len(one) + 1))
        text += f"{one}\n"
    source_map = SourceMap("utf-8", (), tuple(pages))
    return Document("made", "made.pdf", text, "0", Source("made"), source_map, findings=findings)


def written(document: Document, path: Path) -> None:
    writers: dict[str, Callable[[], object]] = {
        ".pdf": lambda: to_pdf(document, path, columns=1 + ("two" in path.name), labels=True),
        ".docx": lambda: to_docx(document, path),
        ".html": lambda: to_html(document, path),
    }
    writers[path.suffix]()


@pytest.mark.parametrize("name", ["one.pdf", "two.pdf", "a.docx", "a.html"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_clean_file_is_not_listed(tmp_path: Path, name: str, number: int) -> None:
    original = sorted(CORPUS.glob("*.txt"))[number]
    path = tmp_path / name
    written(build_document(original.name, load(original), Source("a", {"title": "A"})), path)
    read = build_document(name, load(path), Source("a"))
    assert list(crosscheck(read, second_texts(path, Reading()))) == []


@pytest.mark.parametrize("ending", ["odt", "rtf", "epub"])
def test_a_clean_file_of_pandoc_is_not_listed(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(made(PAPER + SECOND, ending))
    read = build_document(path.name, load(path), Source("a"))
    assert list(crosscheck(read, second_texts(path, Reading()))) == []


def test_what_is_lost_is_named_with_its_page() -> None:
    read = document(FIRST, SECOND)
    (found,) = crosscheck(read, [FIRST, f"{SECOND} {LOST}"])
    assert (found.kind, found.page) == ("damage", 2)
    assert "second reader finds" in found.message
    assert found.text.startswith("nobody ever asked tenants")


def test_what_nobody_else_finds_is_named() -> None:
    (found,) = crosscheck(document(FIRST, f"{SECOND} {LOST}"), [FIRST, SECOND])
    assert (found.page, found.text.split()[0]) == (2, "nobody")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("international trade", "inter-\nnational trade"),
        ("price-determining firms", "price-\ndetermining firms"),
        ("the figures of 2020", "the ﬁgures of 2020"),
        ("10⁶ m² of CO₂", "10 6 m 2 of CO 2"),
        ("the hazards of floods", "the hazards6 of floods"),
        ("the report is due", "there port is due"),
        ("Straße und CAFÉ", "STRASSE und cafe\u0301"),
    ],
)
def test_hyphens_ligatures_marks_and_gaps_are_no_differences(ours: str, theirs: str) -> None:
    many = MIN_WORDS * 3
    assert (
        list(crosscheck(document(f"{ours}. " * many, SECOND), [f"{theirs}. " * many, SECOND])) == []
    )


def test_a_line_that_goes_over_the_page_is_there() -> None:
    assert list(crosscheck(document(f"{FIRST} {LOST}", SECOND), [FIRST, f"{LOST} {SECOND}"])) == []


def test_words_left_out_on_purpose_do_not_count() -> None:
    findings = (
        Finding("left out", "running heads", text=LOST),
        Finding("left out", "x", 2, SECOND),
    )
    read = document(FIRST, FIRST, findings=findings)
    assert list(crosscheck(read, [f"{FIRST} {LOST}", f"{FIRST} {SECOND}"])) == []
    cut = replace(read, findings=(Finding("hidden text", "white words", 1, "x" * 200),))
    assert [one.page for one in crosscheck(cut, [f"{FIRST} {LOST}", f"{FIRST} {LOST}"])] == [2]


def test_a_page_that_one_of_them_could_not_read_is_not_compared() -> None:
    read = document(FIRST, SECOND)
    assert list(crosscheck(read, [None, SECOND])) == []
    pages = (replace(read.source_map.pages[0], reading="unread"), read.source_map.pages[1])
    unread = replace(read, source_map=replace(read.source_map, pages=pages))
    assert list(crosscheck(unread, [LOST * 9, SECOND])) == []


def test_text_that_a_loader_passes_over_is_found_in_other_formats(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    word = docx.Document()
    for text in (FIRST, SECOND, LOST):
        word.add_paragraph(text)
    word.save(str(path))
    show = pptx.Presentation()
    for text in (FIRST, LOST):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = text
    show.save(str(tmp_path / "a.pptx"))
    for file in (path, tmp_path / "a.pptx"):
        read = build_document(file.name, load(file), Source("a"))
        assert list(crosscheck(read, second_texts(file, Reading()))) == []
        less = replace(read, text=read.text.replace(LOST, ""))
        (found,) = crosscheck(less, second_texts(file, Reading()))
        assert "nobody" in found.text


def test_the_worker_reads_again_within_its_bounds(tmp_path: Path) -> None:
    sound, bad = tmp_path / "a.txt", tmp_path / "bad.pdf"
    sound.write_text(FIRST)
    bad.write_bytes(b"%PDF-1.4\n" + b"\x00\xff" * 999)
    with Reader() as reader:
        assert reader.read_again(sound) == [FIRST]
        with pytest.raises(LoadError, match="second reader"):
            reader.read_again(bad)
        with pytest.raises(LoadError, match="no second reader"):
            reader.read_again(tmp_path / "a.xlsx")


def test_the_health_report_lists_the_page_or_says_why_it_could_not_look() -> None:
    row, read = Row("made.pdf", "new", 2, 4), document(FIRST, SECOND)
    (part,) = health_report([row], [read], lambda _one: [FIRST, f"{SECOND} {LOST}"])
    assert [one.page for one in part.findings if "second reader" in one.message] == [2]

    def fails(_one: Document) -> list[str | None]:
        raise LoadError("it stopped")

    (part,) = health_report([row], [read], fails)
    assert part.notes == ("not compared with a second reading: it stopped",)
