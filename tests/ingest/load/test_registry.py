from __future__ import annotations

from pathlib import Path

import pytest

from ingest.load import load
from ingest.load.text.decode import decode
from rag.errors import LoadError
from tests.ingest.load.word.made import ROOT_RELATIONS, package, part


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_utf8_is_read_without_a_note(tmp_path: Path) -> None:
    raw = load(write(tmp_path, "a.txt", "Die Straße ist lang.\n".encode()))
    assert (raw.encoding, raw.skip, raw.notes) == ("utf-8", 0, ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_a_byte_order_mark_is_skipped_and_counted(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    raw = load(write(tmp_path, "a.txt", mark + "Über uns.".encode(encoding)))
    assert (raw.text, raw.skip, raw.encoding) == ("Über uns.", len(mark), encoding)


def test_windows_1252_is_read_and_said() -> None:
    text, encoding, _, notes = decode("The “state’s” naïve policy – revised.".encode("cp1252"))
    assert text == "The “state’s” naïve policy – revised."
    assert encoding == "cp1252"
    assert "Windows-1252" in notes[0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, "binary"),
        ("controls.txt", b"\x01\x02\x03\x04 text", "binary"),
        ("cut.txt", b"\xff\xfeA\0B", "damaged"),
        ("paper.wps", b"\xd0\xcf", ".wps"),
        ("noending", b"words", "without ending"),
        ("rules.md", b"---\n\n---\n", "no text"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    with pytest.raises(LoadError, match=words):
        load(write(tmp_path, name, data))


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="can't be opened"):
        load(tmp_path / "gone.txt")


def test_a_large_file_with_hardly_any_text_is_warned_of(tmp_path: Path) -> None:
    page = f"<p>Annex.</p><!-- {'x' * 200_000} -->".encode()
    assert load(write(tmp_path, "a.html", page)).notes == (
        "next to no text for its size: 6 letters of 200 kB; look at it",
    )
    body = "<w:p><w:r><w:t>Annex.</w:t></w:r></w:p>"
    files = {
        "_rels/.rels": ROOT_RELATIONS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    photos = {f"word/media/image{n}.png": b"\x89PNG" * 9 for n in range(2)}
    assert load(write(tmp_path, "a.docx", package(files | photos))).notes == (
        "next to no text, but 2 pictures, whose words aren't read; save it as PDF",
    )
    assert load(write(tmp_path, "b.docx", package(dict(files)))).notes == ()
