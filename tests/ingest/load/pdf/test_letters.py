"""Letters of symbol fonts and codes for private use: what can be told by a table is text."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from ingest.load.pdf.letters import UNKNOWN, letter, symbol_font
from tests.ingest.load.pdf.made import VALLEY, made, put, read, texts, wrapped


def with_font(name: str, codes: dict[str, int], *parts: tuple[str, bool]) -> str:
    """Give how a line is read whose parts are in a plain font, or in one of this name.

    ``codes`` are what the font's letters stand for, as its own table in the file says.
    """

    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        text = canvas.beginText(72, 500)
        for part, special in parts:
            text.setFont("Courier" if special else "Times-Roman", 11)
            text.textOut(part)
        canvas.drawText(text)

    writer = PdfWriter(PdfReader(io.BytesIO(made(draw))))
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"].get_object()
    assert isinstance(fonts, DictionaryObject)
    for entry in fonts.values():
        font = entry.get_object()
        if font["/BaseFont"] == "/Courier":
            change(writer, font, name, codes)
    buffer = io.BytesIO()
    writer.write(buffer)
    return texts(read(buffer.getvalue()))[-1]


def change(writer: PdfWriter, font: DictionaryObject, name: str, codes: dict[str, int]) -> None:
    rows = "\n".join(f"<{ord(key):02x}> <{code:04x}>" for key, code in codes.items())
    table = StreamObject()
    table.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end".encode()
    )
    font[NameObject("/BaseFont")] = NameObject(f"/{name}")
    font[NameObject("/Subtype")] = NameObject("/TrueType")
    font[NameObject("/ToUnicode")] = writer._add_object(table)


@pytest.mark.parametrize(
    ("name", "code", "sign"),
    [
        ("QWERTY+Wingdings-Regular", 0xF0FE, "☑"),
        ("QWERTY+Wingdings-Regular", 0xF0A8, "☐"),
        ("Wingdings", 0xFC, "✓"),
        ("Wingdings2", 0xF052, "☑"),
        ("ASDFGH+SymbolMT", 0xF0B3, "≥"),
        ("ASDFGH+SymbolMT", 0xF0A3, "≤"),
        ("ASDFGH+SymbolMT", 0xF0B0, "°"),
        ("Symbol,Italic", 0xF061, "α"),
        ("Symbol", 0xD7, "×"),
        ("Lucida", 0xF0B7, "•"),
        ("Lucida", 0xF732, "2"),
        ("Lucida", 0xF763, "C"),
        ("Lucida", 0xE123, UNKNOWN),
    ],
)
def test_a_sign_is_read_as_it_looks(name: str, code: int, sign: str) -> None:
    line = with_font(name, {"A": code}, ("the wells ", False), ("A", True), (" of all", False))
    assert line == f"the wells {sign} of all"


def test_a_symbol_fonts_space_is_a_space() -> None:
    for name in ("Symbol", "Lucida"):
        parts = ("the wells", False), ("A", True), ("of all", False)
        assert with_font(name, {"A": 0xF020}, *parts) == "the wells of all"


def test_fonts_are_known_by_what_the_file_calls_them() -> None:
    assert symbol_font("ABCDEF+Wingdings-Regular") == "wingdings"
    assert symbol_font("Wingdings3,Bold") == "wingdings 3"
    assert symbol_font("SymbolMT") == "symbol"
    assert symbol_font("OpenSymbol") == symbol_font("Helvetica") == ""


def test_every_code_says_something_or_is_a_space() -> None:
    for font in ("", "symbol", "wingdings"):
        for code in (
            *range(33, 0x7F),
            *range(0xA1, 0x300),
            *range(0xD7F0, 0x11000),
            0x1F600,
            0x110000,
        ):
            said = letter(code, font)
            assert said == said.strip()
            assert not any(0xE000 <= ord(sign) < 0xF900 for sign in said)
