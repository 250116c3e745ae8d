"""Which codec a text has that doesn't say: charset-normalizer's word, weighed by the letters."""

from __future__ import annotations

import re

from rag.errors import LoadError

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
UNKNOWN = "its encoding is not recognised; save it as UTF-8"
MAX_ACCENT_SHARE = 0.3
"""In Windows-1252 text of a Western language, well under a third of the letters are accented."""
MAX_ACCENT_SHARE_ENGLISH = 0.05
"""With so few of them, letters don't tell the encodings of Western and Eastern Europe apart."""
SAMPLE = 50_000
TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ")
TURKISH_ALONE = frozenset("ğışĞİŞ")
ODD = re.compile(
    r"(?<=[^\W\d_])[\xa1-\xa9\xab\xac\xae-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7](?=[^\W\d_])"
    r"|(?<!\S)[\xa4\xaf\xb2\xb3\xb8\xb9\xd7\xf7](?=[^\W\d_])|[\uff61-\uff9f]"
)
"""Signs inside of words or glued to their head, and the half-width kana that any byte can be."""


def guess(data: bytes) -> tuple[str, str]:
    """Give the text and the codec that reads it best and gives back its bytes."""
    from charset_normalizer import from_bytes

    sample = _sample(data)
    matches = from_bytes(sample, cp_isolation=list(GUESSED), preemptive_behaviour=False)
    found = [match.encoding for match in matches if match.encoding in GUESSED]
    for encoding in _preferred(sample, found):
        if (text := _returning(data, encoding)) is not None:
            return text, encoding
    text = _returning(data, "cp1252") or ""
    letters = [character for character in text if character.isalpha()]
    accented = sum(not character.isascii() for character in letters)
    if not letters or accented > MAX_ACCENT_SHARE * len(letters):
        raise LoadError(UNKNOWN)
    return text, "cp1252"


def _preferred(sample: bytes, found: list[str]) -> list[str]:
    """Put first what the letters used speak for, where several codecs read a text."""
    found.sort(key=lambda codec: (codec == "cp874", _oddities(sample, codec)))  # Thai is anything
    turkish = [c for c in sample.decode("cp1254", "replace") if c.isalpha() and not c.isascii()]
    if TURKISH.issuperset(turkish) and not TURKISH_ALONE.isdisjoint(turkish):
        return ["cp1254", *found]
    letters = [c for c in sample.decode("cp1252", "replace") if c.isalpha()]
    accented = sum(not c.isascii() for c in letters)
    odd = _oddities(sample, "cp1252")
    english = "cp1252" in found and not odd and accented <= MAX_ACCENT_SHARE_ENGLISH * len(letters)
    if english or (found and _same(sample, "cp1252", found[0])):
        return ["cp1252", *found]
    return found


def _oddities(sample: bytes, codec: str) -> int:
    """Count the signs that stand where only a letter can."""
    return len(ODD.findall(sample.decode(codec, "replace")))


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
