"""Bytes to text, without ever guessing silently."""

from __future__ import annotations

import codecs

from rag.errors import LoadError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = "is not a text file (it holds binary data); export it as UTF-8 text"
MAX_CONTROL_SHARE = 0.01
MAX_ACCENT_SHARE = 0.3
"""In Windows-1252 text of a Western language, well under a third of the letters are accented."""


def decode(data: bytes) -> tuple[str, str, int, tuple[str, ...]]:
    """Give the text, its codec, the number of bytes skipped before it, and notes for the user.

    UTF-8, UTF-16 with a byte order mark, and Windows-1252 are read; the last is
    a guess, and the note says so. Raises `LoadError` for anything else.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding, len(mark), ()
    if b"\0" in data:
        raise LoadError(NOT_TEXT)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data), "cp1252", 0, ("not UTF-8: read as Windows-1252",)
    _refuse_controls(text)
    return text, "utf-8", 0, ()


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            f"is damaged: not valid {encoding.upper()} at byte {error.start}"
        ) from error
    _refuse_controls(text)
    return text


def _windows(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise LoadError("its encoding is not recognised; save it as UTF-8") from error
    _refuse_controls(text)
    letters = [character for character in text if character.isalpha()]
    accented = sum(not character.isascii() for character in letters)
    if accented > MAX_ACCENT_SHARE * max(len(letters), 1):
        raise LoadError("its encoding is not recognised; save it as UTF-8")
    return text


def _refuse_controls(text: str) -> None:
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise LoadError(NOT_TEXT)
