"""What pandoc's reader of rich text passes over in silence: told in another way, or named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.types import Finding

STARRED_NOTE = re.compile(rb"\{\\\*\\footnote\b")
"""As some programs write a note: "skip what you don't know", which pandoc does."""
NUMBER = re.compile(
    rb"\{\\(?:listtext|pntext)\b((?:[^{}]|\{[^{}]*\}){0,500})\}"
    rb"((?:\\[a-z]+-?\d{0,9} ?|[\r\n]){0,60})"
)
"""An automatic number as the program wrote it, and the format of the paragraph behind it."""
FORMAT = re.compile(rb"\\(?:ls|ilvl|pard)-?\d{0,9}(?![a-z]) ?")
DIGITS = re.compile(rb"[0-9A-Fa-f\r\n]{64,}")
PICTURE = 1000
"""Digits from which on they are the bytes of a picture or an embedded file, which pandoc would
take in one by one."""
LEFT_OUT = (
    (re.compile(rb"\{\\(?:header|footer)[lrf]?\b"), "left out", "left out: running heads and feet"),
    (re.compile(rb"\{\\\*\\annotation\b"), "left out", "left out: comments"),
    (re.compile(rb"\\v(?![a-z0])"), "hidden text", "words that the file hides are left out"),
)


def told(data: bytes) -> bytes:
    """Give a rich text in which notes and automatic numbers are text that pandoc reads.

    A number is put into its paragraph, which is then no entry of a list any more: pandoc
    counts lists by itself, and otherwise than the program that printed the number.
    """
    bare = DIGITS.sub(lambda found: found[0] if len(found[0]) < PICTURE else b"", data)
    return NUMBER.sub(_numbered, STARRED_NOTE.sub(rb"{\\footnote", bare))


def _numbered(found: re.Match[bytes]) -> bytes:
    number = FORMAT.sub(b"", found[1])
    form = found[2].replace(rb"\ilvl", rb"\ls")
    ended = rb"\pard " if rb"\pard" in form else b""
    return ended + FORMAT.sub(b"", form.replace(rb"\pard", b"")) + b"{" + number + b"}"


def left_out(data: bytes) -> Iterator[Finding]:
    """Say what of a rich text isn't read, one finding for each sort."""
    for pattern, kind, message in LEFT_OUT:
        if pattern.search(data):
            yield Finding(kind, message)  # type: ignore[arg-type]
