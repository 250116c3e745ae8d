"""Bytes to text, without ever guessing silently.

A text is only taken if its codec gives back the file's very bytes, so that offsets
into the text lead to places in the file.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.load.text.guess import GUESSED, SAMPLE, guess
from rag.errors import LoadError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
    "utf-8-sig": "utf-8",
}
"""What browsers take these for. A page whose ASCII ``<meta>`` can be read isn't UTF-16."""
ZEROS = "{:,} zero bytes in it were left out"
MIN_WITH_STRAY = 16
MAX_STRAY_SHARE = 1 / 16
"""With more, or in fewer bytes, a zero is as likely the half of a letter of UTF-16."""
NOT_TEXT = "is not a text file (it holds binary data); export it as UTF-8 text"
CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MAX_CONTROL_SHARE = 0.01
HEAD = 200_000
"""Bytes in which a page may say its encoding. Browsers look that far too, if it comes late."""
MAX_DAMAGE = 0.001
UNLIKELY = ("Cc", "Cn", "Co", "Cs")


def decode(data: bytes) -> tuple[str, str, int, tuple[str, ...]]:
    """Give the text, its codec, the number of bytes skipped before it, and notes for the user.

    Without a byte order mark, what isn't UTF-8 is a guess, and a note says so. A few
    zero bytes in UTF-8 stay in the text, where they are no part of a word.
    Raises `LoadError` for binary data and for text that no codec gives back.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding, len(mark), ()
    stray = 0
    if b"\0" in data:
        stray = data.count(b"\0")
        if len(data) < MIN_WITH_STRAY or stray > MAX_STRAY_SHARE * len(data):
            return _wide(data)
    notes = (ZEROS.format(stray),) if stray else ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if stray:
            return _wide(data)
        text, encoding = _guessed(data)
        return text, encoding, 0, (f"not UTF-8: read as {GUESSED[encoding]} (guessed)",)
    _refuse_controls(text.replace("\0", ""))
    return text, "utf-8", 0, notes


def decode_page(data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Give the text of a web page, its codec, and notes for the user.

    A byte order mark comes first, then ``declared`` and what the page's head says of
    its encoding, then what `decode` does. A few damaged bytes are read as U+FFFD,
    and zero bytes in an ASCII page are dropped, both with a note.
    """
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        text, encoding, _, notes = decode(data)
        return text, encoding, notes
    notes = ()
    zeros = data.count(b"\0")
    if 0 < zeros <= MAX_CONTROL_SHARE * len(data):
        data, notes = data.replace(b"\0", b""), (ZEROS.format(zeros),)
    elif zeros:
        text, encoding, _, notes = decode(data)
        return text, encoding, notes
    if len(CONTROL_BYTES.findall(data)) > MAX_CONTROL_SHARE * len(data):
        raise LoadError(NOT_TEXT)
    named = codec_named(declared) or _declared(data[:HEAD])
    text, encoding, more = _page(data, named)
    _refuse_controls(text)
    return text, encoding, (*notes, *more)


def _page(data: bytes, named: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text or not data:  # hardly ever by accident, whatever the page says of itself
        says = named not in ("", "utf-8") and not data.isascii()
        return text, "utf-8", ((f"says that it's {named}, but is UTF-8",) if says else ())
    if named and named != "utf-8":
        text = data.decode(named, "replace")
        if text.count("\ufffd") <= MAX_DAMAGE * len(text):
            return text, named, _damage(text)
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= MAX_DAMAGE * len(text):
        return text, "utf-8", _damage(text)
    text, encoding = _guessed(data)
    return text, encoding, (f"not UTF-8: read as {GUESSED[encoding]} (guessed)",)


def _damage(text: str) -> tuple[str, ...]:
    damaged = text.count("\ufffd")
    return (f"damaged: {damaged:,} characters can't be read",) if damaged else ()


def codec_named(label: str) -> str:
    """Give the codec that a web page means by a label, or nothing if it's no codec of text."""
    try:
        name = codecs.lookup(label.strip()).name if label.strip().isascii() else ""
    except (LookupError, ValueError):
        return ""
    name = WEB_NAMES.get(name, name)
    known = {codecs.lookup(codec).name for codec in (*GUESSED, "utf-8")}
    return name if name in known else ""


def _declared(head: bytes) -> str:
    for pattern in (CHARSET, XML_ENCODING):
        match = pattern.search(head)
        if match and (codec := codec_named(match[1].decode("ascii", "ignore"))):
            return codec
    return ""


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            f"is damaged: not valid {encoding.upper()} at byte {error.start}"
        ) from error
    _refuse_controls(text)
    return text


def _wide(data: bytes) -> tuple[str, str, int, tuple[str, ...]]:
    """Read UTF-32 or UTF-16 without a byte order mark: whichever looks most like text."""
    best, best_score = "", 0.0
    for encoding in WIDE:
        score = _likeness(data, encoding)
        if score > best_score:
            best, best_score = encoding, score
    if not best:
        raise LoadError(NOT_TEXT)
    note = f"no byte order mark: read as {best.upper()} (guessed)"
    return _strict(data, best), best, 0, (note,)


def _likeness(data: bytes, encoding: str) -> float:
    """Give the share of ASCII letters, spaces and common signs, or 0 for what can't be text."""
    width = 4 if encoding.startswith("utf-32") else 2
    if len(data) % width:
        return 0.0
    try:
        sample = data[: width * SAMPLE].decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < width * (SAMPLE - 1):
            return 0.0
        sample = data[: error.start].decode(encoding)
    if any(unicodedata.category(c) in UNLIKELY and c not in "\t\n\r\f\v" for c in sample):
        return 0.0
    return sum(c in " \n\r\t.," or (c.isascii() and c.isalnum()) for c in sample) / len(sample)


def _refuse_controls(text: str) -> None:
    controls = len(CONTROLS.findall(text))
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise LoadError(NOT_TEXT)


def _guessed(data: bytes) -> tuple[str, str]:
    text, encoding = guess(data)
    _refuse_controls(text)
    return text, encoding
