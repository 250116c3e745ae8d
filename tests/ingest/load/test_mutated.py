"""Hundreds of damaged files of every format through the real reader: only our own errors."""

from __future__ import annotations

import io
import random
import re
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pptx
import pytest

from ingest.document import build_document
from ingest.load import load
from ingest.reader import Reader
from rag.errors import LoadError
from rag.types import Source
from tests.conftest import CORPUS
from tests.ingest.load.convert import to_docx, to_html, to_pdf
from tests.ingest.load.pandoc.made import PAPER, made

TOTAL = 500
LONG_TO_READ = (
    *("long.rtf", "deep.rtf", "one-line.txt", "breaks.txt", "dots.txt", "no-space.txt"),
    *("lists.md", "quotes.md", "laughs.xhtml", "bomb.odt", "bomb.epub", "deep.eml"),
)
BOUND_S = 20.0
OUT_OF_BOUNDS = re.compile("took too long|made the reader stop")
ENDINGS = (".pdf", ".docx", ".html", ".md", ".txt", ".mhtml")
CONVERTED = (".odt", ".rtf", ".epub", ".pptx", ".xlsx", ".eml")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One sound file of each format, as bytes."""
    folder = tmp_path_factory.mktemp("sound")
    path = min(CORPUS.glob("*.txt"), key=lambda p: p.stat().st_size)
    document = build_document(path.name, load(path), Source("made", {"title": "Made"}))
    to_pdf(document, folder / "made.pdf", labels=True)
    to_docx(document, folder / "made.docx")
    to_html(document, folder / "made.html")
    page = (folder / "made.html").read_bytes()
    boundary = b"--cut\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="cut"\r\n\r\n'
    return {
        ".pdf": (folder / "made.pdf").read_bytes(),
        ".docx": (folder / "made.docx").read_bytes(),
        ".html": page,
        ".mhtml": head + boundary + page + b"\r\n--cut--\r\n",
        ".txt": path.read_bytes(),
        ".md": b"# Made\n\n" + path.read_bytes()[:4000],
    }


@pytest.fixture(scope="module")
def converted() -> dict[str, bytes]:
    """One sound file of each of the other formats, as bytes."""
    show, book = io.BytesIO(), io.BytesIO()
    slides = pptx.Presentation()
    for title in ("Wells", "Canals"):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "The levy is six rupees."
        slide.notes_slide.notes_text_frame.text = "Speak slowly."
    slides.save(show)
    workbook = openpyxl.Workbook()
    for number in range(30):
        workbook.worksheets[0].append((f"Valley {number}", number / 7, "words"))
    workbook.save(book)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jane Doe <jane@example.org>", "Levy"
    mail.set_content(PAPER)
    mail.add_alternative("<p>The levy is <b>six</b>.</p>" * 20, subtype="html")
    made_by_pandoc = {f".{ending}": made(PAPER, ending) for ending in ("odt", "rtf", "epub")}
    office = {".pptx": show.getvalue(), ".xlsx": book.getvalue()}
    return made_by_pandoc | office | {".eml": mail.as_bytes()}


def mutated_inside(chance: random.Random, data: bytes) -> bytes:
    """Damage one part of a zip file, and pack it again without a flaw; another file as it is."""
    if not data.startswith(b"PK"):
        return mutated(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([one for one in sorted(parts) if parts[one]])
    parts[name] = mutated(chance, parts[name])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return written.getvalue()


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Damage a file in one of the ways in which files get damaged, or are made to be."""
    kind = chance.randrange(7)
    at = chance.randrange(len(data))
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[at:]
    changed = bytearray(data)
    if kind == 2:
        for _ in range(chance.choice((1, 8, 64, 512))):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == 3:
        size = chance.choice((1, 100, 5000))
        changed[at : at + size] = chance.randbytes(size)
    elif kind == 4:
        changed[at:at] = changed[: chance.randrange(len(changed))]
    elif kind == 5:
        changed[at:at] = bytes([chance.choice(b"<({[\0\xff>&")]) * chance.choice((10, 100_000))
    else:
        del changed[at : at + chance.choice((1, 50, 5000))]
    return bytes(changed)


def refusal(reader: Reader, path: Path) -> str:
    """Read a file; give the message of our own error, nothing if it could be read."""
    try:
        document = reader.read(path, path.name)
    except LoadError as error:
        return str(error)
    assert 0 < len(document.text) < 20_000_000
    return ""


def nested() -> dict[str, bytes]:
    """Files that are small and deep, or small and huge once unpacked."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 400_000_000)
    tight = io.BytesIO()
    with zipfile.ZipFile(tight, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("content.xml", "xl/workbook.xml", "ppt/presentation.xml"):
            archive.writestr(part, b"<a>" + b" " * 90_000_000)
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    laughs = f"<!DOCTYPE html [<!ENTITY e0 'ha'>{entities}]><html><p>&e11;</p></html>"
    return {
        "bomb.docx": bomb.getvalue(),
        **{f"bomb{ending}": tight.getvalue() for ending in (".odt", ".epub", ".pptx", ".xlsx")},
        "deep.rtf": b"{\\rtf1 " + b"{\\b " * 300_000 + b"words",
        "pictures.rtf": b"{\\rtf1 {\\pict " + b"00ff" * 3_000_000 + b"} words\\par}",
        "long.rtf": b"{\\rtf1 " + b"words and more words\\par\n" * 50_000 + b"}",
        "deep.eml": b"From: a@b.org\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)
        ),
        "deep.html": b"<div>" * 200_000 + b"words",
        "lists.md": b"".join(b" " * n + b"- a\n" for n in range(3000)),
        "quotes.md": b"> " * 20_000 + b"words",
        "brackets.md": b"[" * 100_000,
        "laughs.html": laughs.encode(),
        "laughs.xhtml": laughs.encode(),
        "dots.txt": b". " * 1_000_000,
        "one-line.txt": b"word " * 2_000_000,
        "no-space.txt": b"x" * 5_000_000,
        "breaks.txt": b"\f" * 1_000_000 + b"word",
    }


def test_damaged_files_raise_nothing_but_our_own_errors(
    tmp_path: Path, sound: dict[str, bytes]
) -> None:
    chance = random.Random(20261125)
    read = refused = 0
    with Reader(silence_s=BOUND_S, total_s=BOUND_S, ocr=False) as reader:
        for number in range(TOTAL):
            ending = ENDINGS[number % len(ENDINGS)]
            path = tmp_path / f"{number}{ending}"
            path.write_bytes(mutated(chance, sound[ending]))
            message = refusal(reader, path)
            assert not OUT_OF_BOUNDS.search(message), (path, message)
            refused += bool(message)
            read += not message
    assert read > TOTAL / 10
    assert refused > TOTAL / 10


@pytest.mark.slow
def test_damaged_files_of_other_formats_raise_nothing_but_our_own_errors(
    tmp_path: Path, converted: dict[str, bytes]
) -> None:
    chance = random.Random(20261129)
    read = 0
    with Reader(silence_s=BOUND_S, total_s=BOUND_S, ocr=False) as reader:
        for number in range(TOTAL):
            ending = CONVERTED[number % len(CONVERTED)]
            path = tmp_path / f"{number}{ending}"
            damage = mutated_inside if chance.random() < 0.7 else mutated
            path.write_bytes(damage(chance, converted[ending]))
            message = refusal(reader, path)
            assert not OUT_OF_BOUNDS.search(message), (path, message)
            read += not message
    assert TOTAL / 10 < read < TOTAL * 0.95


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in LONG_TO_READ else name
        for name in nested()
    ],
)
def test_deep_and_huge_files_stay_within_the_bounds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(nested()[name])
    with Reader(silence_s=60, total_s=60, ocr=False) as reader:
        message = refusal(reader, path)
    assert not OUT_OF_BOUNDS.search(message), message
