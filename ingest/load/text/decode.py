"""Bytes to text, without ever guessing silently.

A text is only taken if its codec gives back the file's very bytes, so that offsets
into the text lead to places in the file.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from rag.errors import LoadError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
GUESSED = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp874": "Windows-874",
    "iso8859_2": "ISO 8859-2",
    "iso8859_5": "ISO 8859-5",
    "iso8859_6": "ISO 8859-6",
    "iso8859_7": "ISO 8859-7",
    "iso8859_8": "ISO 8859-8",
    "iso8859_9": "ISO 8859-9",
    "iso8859_15": "ISO 8859-15",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "cp866": "code page 866",
    "cp850": "code page 850",
    "mac_roman": "Mac Roman",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "Korean (EUC-KR)",
}
"""Codecs that are tried, each without memory from one character to the next: a piece of the text
then gives the same bytes as within the whole."""
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
NOT_TEXT = "is not a text file (it holds binary data); export it as UTF-8 text"
UNKNOWN = "its encoding is not recognised; save it as UTF-8"
CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MAX_CONTROL_SHARE = 0.01
MAX_ACCENT_SHARE = 0.3
"""In Windows-1252 text of a Western language, well under a third of the letters are accented."""
MAX_ACCENT_SHARE_ENGLISH = 0.05
"""With so few of them, letters don't tell the encodings of Western and Eastern Europe apart."""
MAX_DAMAGE = 0.001
SAMPLE = 50_000
TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ")
TURKISH_ALONE = frozenset("ğışĞİŞ")
UNLIKELY = ("Cc", "Cn", "Co", "Cs")


def decode(data: bytes) -> tuple[str, str, int, tuple[str, ...]]:
    """Give the text, its codec, the number of bytes skipped before it, and notes for the user.

    Without a byte order mark, what isn't UTF-8 is a guess, and a note says so.
    Raises `LoadError` for binary data and for text that no codec gives back.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding, len(mark), ()
    if b"\0" in data:
        return _wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, encoding = _guess(data)
        return text, encoding, 0, (f"not UTF-8: read as {GUESSED[encoding]} (guessed)",)
    _refuse_controls(text)
    return text, "utf-8", 0, ()


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
        data, notes = data.replace(b"\0", b""), (f"{zeros:,} zero bytes in it were left out",)
    elif zeros:
        text, encoding, _, notes = decode(data)
        return text, encoding, notes
    if len(CONTROL_BYTES.findall(data)) > MAX_CONTROL_SHARE * len(data):
        raise LoadError(NOT_TEXT)
    named = codec_named(declared) or _declared(data[:1024])
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
    text, encoding = _guess(data)
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


def _guess(data: bytes) -> tuple[str, str]:
    """Give the text and the codec that reads it best and gives back its bytes."""
    from charset_normalizer import from_bytes

    sample = _sample(data)
    matches = from_bytes(sample, cp_isolation=list(GUESSED), preemptive_behaviour=False)
    found = [match.encoding for match in matches if match.encoding in GUESSED]
    for encoding in _preferred(sample, found):
        if (text := _returning(data, encoding)) is not None:
            _refuse_controls(text)
            return text, encoding
    text = _returning(data, "cp1252") or ""
    _refuse_controls(text)
    letters = [character for character in text if character.isalpha()]
    accented = sum(not character.isascii() for character in letters)
    if not letters or accented > MAX_ACCENT_SHARE * len(letters):
        raise LoadError(UNKNOWN)
    return text, "cp1252"


def _preferred(sample: bytes, found: list[str]) -> list[str]:
    """Put first what the letters used speak for, where several codecs read a text."""
    found = sorted(found, key=lambda codec: codec == "cp874")  # Thai can be made of anything
    turkish = [c for c in sample.decode("cp1254", "replace") if c.isalpha() and not c.isascii()]
    if TURKISH.issuperset(turkish) and not TURKISH_ALONE.isdisjoint(turkish):
        return ["cp1254", *found]
    letters = [c for c in sample.decode("cp1252", "replace") if c.isalpha()]
    accented = sum(not c.isascii() for c in letters)
    english = "cp1252" in found and accented <= MAX_ACCENT_SHARE_ENGLISH * len(letters)
    if english or (found and _same(sample, "cp1252", found[0])):
        return ["cp1252", *found]
    return found


def _sample(data: bytes) -> bytes:
    """Give the lines that aren't ASCII, up to some length, cut where no character is cut."""
    if len(data) <= SAMPLE:
        return data
    lines, length = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line[:SAMPLE])
            length += len(lines[-1])
            if length >= SAMPLE:
                break
    sample = b"\n".join(lines)[:SAMPLE]
    # Below 0x30, no byte is the second one of a character in any codec that is tried.
    return sample.rstrip(bytes(range(0x30, 0x100))) or sample


def _same(data: bytes, one: str, other: str) -> bool:
    try:
        return data.decode(one) == data.decode(other)
    except UnicodeDecodeError:
        return False


def _returning(data: bytes, encoding: str) -> str | None:
    """Give the text if the codec reads all bytes and gives them back."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _refuse_controls(text: str) -> None:
    controls = len(CONTROLS.findall(text))
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise LoadError(NOT_TEXT)
