from __future__ import annotations

import gc
import io
import random
from datetime import date
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.document import build_document
from ingest.load import load
from ingest.load.pdf.reader import load_pdf
from ingest.load.raw import Reading
from rag.errors import LoadError
from rag.types import Document, Source
from tests.conftest import CORPUS
from tests.ingest.load.convert import page_of, to_pdf
from tests.ingest.load.pdf.made import (
    HEIGHT,
    LEVY,
    TEXTS,
    VALLEY,
    WIDTH,
    fitted,
    made,
    put,
    read,
    texts,
)


def plain(canvas: Canvas) -> None:
    for text in TEXTS:
        put(canvas, fitted(text, 450))
        canvas.showPage()


def rewritten(data: bytes, change: object) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    assert callable(change)
    for page in writer.pages:
        change(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sentences(document: Document) -> list[str]:
    return [document.text[span.start : span.end] for span in document.sentences]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem[:4])
def test_the_corpus_comes_back_from_pdf(
    tmp_path: Path, file: Path, columns: int, labels: bool
) -> None:
    document = build_document(file.name, load(file), Source("made"))
    path = tmp_path / "made.pdf"
    drawn = to_pdf(document, path, columns=columns, labels=labels)
    again = build_document(path.name, load(path), Source("made"))
    found: dict[str, list[int]] = {}
    for span in again.sentences:
        page, last = again.page_at(span.start), again.page_at(span.end - 1)
        assert page is not None
        assert last is not None
        found.setdefault(again.text[span.start : span.end], []).append(page.number)
    same = 0
    for span in document.sentences:
        page_drawn = page_of(document, drawn, span.start)
        same += page_drawn in found.get(document.text[span.start : span.end], [])
    assert same >= 0.995 * len(document.sentences)
    labels_found = [page.label for page in again.source_map.pages]
    assert labels_found[:4] == ["i", "ii", "1", "2"]


def test_a_word_s_box_is_where_it_was_drawn() -> None:
    raw = read(made(lambda c: put(c, ["Three wells ran dry."], x=100, y=500, size=12)))
    (line,) = raw.blocks[0].lines
    canvas = Canvas(io.BytesIO())
    x = 100.0
    for word in line.words:
        text = raw.text[word.start : word.end]
        width = canvas.stringWidth(text, "Times-Roman", 12)
        assert word.x0 == pytest.approx(x, abs=1.5)
        assert word.x1 == pytest.approx(x + width, abs=1.5)
        assert word.y0 < HEIGHT - 500 - 0.6 * 12
        assert word.y1 > HEIGHT - 500
        assert word.y1 - word.y0 < 1.3 * 12
        x += canvas.stringWidth(text + " ", "Times-Roman", 12)
    assert [raw.text[w.start : w.end] for w in line.words] == ["Three", "wells", "ran", "dry."]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_boxes_and_words_of_a_rotated_page(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[angle])
        canvas.rotate(angle)
        put(canvas, fitted(VALLEY, 420), x=50, y=400)

    raw = read(rewritten(made(draw), lambda page: page.rotate(angle)))
    assert texts(raw) == [VALLEY]
    first = raw.blocks[0].lines[0].words[0]
    height = WIDTH if angle % 180 else HEIGHT
    assert (first.x0, first.y1) == pytest.approx((50, height - 400 + 2.5), abs=1.5)


def test_boxes_count_from_the_crop_box() -> None:
    def crop(page: pypdf.PageObject) -> None:
        page.cropbox.lower_left = (20, 30)
        page.cropbox.upper_right = (WIDTH - 20, HEIGHT - 50)

    raw = read(rewritten(made(lambda c: put(c, fitted(VALLEY, 400), y=700)), crop))
    first = raw.blocks[0].lines[0].words[0]
    assert (first.x0, first.y1) == pytest.approx((52, HEIGHT - 50 - 700 + 2.7), abs=1.5)


def test_sideways_words_come_after_the_others() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Along the margin")
        canvas.restoreState()
        put(canvas, fitted(VALLEY, 450))

    raw = read(made(draw))
    assert texts(raw) == [VALLEY, "Along the margin"]
    words = raw.blocks[1].lines[0].words
    assert words[0].x0 == pytest.approx(31, abs=3)
    assert words[0].y1 == pytest.approx(HEIGHT - 300, abs=1.5)


def test_properties_and_the_junk_among_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Wells of the Valley")
        canvas.setAuthor("Amina Khan; Bilal Shah")
        canvas._doc.setTitle("Wells of the Valley")
        put(canvas, [VALLEY[:60]])

    properties = read(made(draw, lang="en-GB")).properties
    assert properties.csl == {
        "title": "Wells of the Valley",
        "author": [{"family": "Khan", "given": "Amina"}, {"family": "Shah", "given": "Bilal"}],
        "language": "en-GB",
    }
    assert set(properties.origins.values()) == {"PDF properties"}
    assert properties.made_on == date(2000, 1, 1)


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Microsoft Word - wells_final2.doc", "user"),
        ("untitled", "Admin"),
        ("wells_2019.pdf", "DELL"),
        ("", "HP"),
        ("Document1", "anonymous"),
    ],
)
def test_junk_properties_are_left_out(title: str, author: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        canvas.setAuthor(author)
        put(canvas, [VALLEY[:60]])

    assert read(made(draw)).properties.csl == {}


def test_a_file_with_a_password_is_refused() -> None:
    data = made(plain, encrypt=StandardEncryption("secret", ownerPassword="other"))
    with pytest.raises(LoadError, match="password"):
        read(data)


def test_a_file_that_only_restricts_printing_is_read() -> None:
    data = made(plain, encrypt=StandardEncryption("", ownerPassword="other", canPrint=0))
    assert texts(read(data)) == list(TEXTS)


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(LoadError, match="damaged"):
        read(b"%PDF-1.7\nnothing that follows is one")


def test_a_file_without_pages_is_refused() -> None:
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)
    with pytest.raises(LoadError, match=r"no pages|damaged"):
        read(out.getvalue())


def test_a_file_cut_short_says_so_or_is_refused() -> None:
    data = made(plain)
    assert [finding.kind for finding in read(data.replace(b"%%EOF", b"")).findings] == ["damage"]
    with pytest.raises(LoadError, match="damaged"):
        read(data[:600])


def test_progress_is_told_after_each_page() -> None:
    told: list[tuple[int, int]] = []
    load_pdf(made(plain), Reading(ocr=False, tell=lambda done, total: told.append((done, total))))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_page_larger_than_a_house_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(LEVY, 450))
        canvas.showPage()
        canvas.setPageSize((30_000, 30_000))
        put(canvas, fitted(VALLEY, 450))
        canvas.showPage()

    raw = read(made(draw))
    assert [page.reading for page in raw.pages] == ["text", "unread"]
    assert [finding.page for finding in raw.findings] == [2]


def test_mutations_raise_nothing_but_load_errors() -> None:
    whole = made(plain, pageCompression=0)
    chance = random.Random(20)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            sort = chance.randrange(4)
            if sort == 0:
                data[at] = chance.randrange(256)
            elif sort == 1:
                del data[at : at + chance.randint(1, 400)]
            elif sort == 2:
                data[at:at] = data[chance.randrange(len(data)) :][: chance.randint(1, 200)]
            else:
                data[at : at + 4] = b"%d" % chance.choice([0, -1, 99999999, 2**31, 7])
        try:
            raw = read(bytes(data))
            assert raw.pages[0].number == 1
            outcomes["read"] += 1
        except LoadError:
            outcomes["refused"] += 1
    gc.collect()
    assert min(outcomes.values()) > 0


def test_words_scattered_over_a_page_are_all_read() -> None:
    chance = random.Random(3)
    words = [f"w{number}" for number in range(3000)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 5)
        for word in words:
            canvas.drawString(chance.random() * 560, 10 + chance.random() * 800, word)

    found = {word for line in texts(read(made(draw))) for word in line.split() if word != "|"}
    # Words drawn over each other can't be told apart; nearly all can.
    assert len(found & set(words)) > 2000
