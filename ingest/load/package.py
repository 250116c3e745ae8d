"""The zip file that a document is: opened with care, its parts read one by one.

Only parts that hold text are ever unpacked. Pictures, macros and embedded files stay
shut, so that nothing in them can run, grow or be followed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from ingest.load.xmlparts import elements
from rag.errors import LoadError

MAX_ENTRIES = 20_000
MAX_DECLARED = 500_000_000
"""Bytes that a file's entries may claim together, pictures included, which are never unpacked."""
MAX_UNPACKED = 300_000_000
MAX_PART = 100_000_000
"""Bytes. The text of a thousand pages is some 15,000,000."""
MAX_RATIO = 250
"""Times that a part may grow. Word's most repetitive tables stay under 100; a bomb has 1,000."""
FREE_OF_RATIO = 1_000_000
"""Bytes up to which a part may grow as it likes."""
CHUNK = 65_536

CENTRAL_HEADER = b"PK\x01\x02"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DAMAGED = "is damaged; open it and save it anew"
TEXT_PARTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,10000}\[|<!ENTITY")
"""A document type that declares something of its own; a bare one, as web pages have, is fine."""
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a newer zip version
    OSError,
    OverflowError,
    RuntimeError,  # an encrypted entry
    ValueError,  # offsets outside the file, names that aren't UTF-8
)

Changed = Callable[[str, bytes], bytes]
"""From a part's name, in small letters, and its content to the content that it is to have."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: ``kind`` is the last word of the relation's type."""

    id: str
    kind: str
    part: str


@dataclass(slots=True)
class Package:
    """An open file. ``parts`` finds an entry by its name in small letters."""

    file: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    unpacked: int = 0

    def chunks(self, part: str) -> Iterator[bytes]:
        """Unpack one part, piece by piece. Raises `LoadError` when it's missing or too large."""
        info = self.parts.get(part.lower())
        if info is None:
            raise LoadError(f"lacks its part {part[:80]}; open it and save it anew")
        _refuse_bomb(info)
        try:
            with self.file.open(info) as opened:
                while chunk := opened.read(CHUNK):
                    self.unpacked += len(chunk)
                    if self.unpacked > MAX_UNPACKED:
                        raise LoadError(
                            f"unpacks to more than {MAX_UNPACKED:,} bytes; split the file"
                        )
                    yield chunk
        except ZIP_ERRORS as error:
            raise LoadError(DAMAGED) from error

    def relations(self, part: str = "") -> tuple[Relation, ...]:
        """Give what a part, or the whole file, is related to within the file."""
        folder, name = dirname(part), part.rpartition("/")[2]
        rels = join(folder, "_rels", f"{name}.rels")
        if rels.lower() not in self.parts:
            return ()
        found = []
        for relation in elements(self.chunks(rels), depth=2, kept=True):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and target:
                path = normpath(join("/", folder, target)).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                found.append(Relation(relation.get("Id", ""), kind, path))
        return tuple(found)

    def text_parts(self, changed: Changed = lambda _name, content: content) -> bytes:
        """Give the same zip file with every part emptied that holds no text, for a library to read.

        What is in it is bounded as above, and declares no entities. ``changed`` gives the
        content that takes a part's place. Raises `LoadError`.
        """
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for info in self.file.infolist():
                is_text = info.filename.lower().endswith(TEXT_PARTS)
                content = b"".join(self.chunks(_name(info))) if is_text else b""
                if DOCTYPE.search(content.replace(b"\0", b"")):  # UTF-16 has them too
                    raise LoadError("declares XML entities, which no such file does; it isn't read")
                copy.writestr(info.filename, changed(_name(info), content))
        return made.getvalue()


def open_package(data: bytes, kind: str = "a Word document", ending: str = ".docx") -> Package:
    """Open the bytes of a file that should be of a kind, usually with an ending.

    Raises `LoadError` when they're no zip file, protected by a password, an old
    file of Microsoft's, or a zip bomb.
    """
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise LoadError("is protected by a password; remove it and save the file anew")
        old = "Word file (.doc)" if ending == ".docx" else "Office file"
        raise LoadError(f"is an old {old} under a new name; open it and save it as {ending}")
    if not data.startswith(b"PK"):
        raise LoadError(f"is not {kind}, whatever its ending says; save it as {ending}")
    if data.count(CENTRAL_HEADER) > MAX_ENTRIES:
        raise LoadError(f"holds more than {MAX_ENTRIES:,} parts; that is not {kind}")
    try:
        package = Package(zipfile.ZipFile(io.BytesIO(data)))
    except ZIP_ERRORS as error:
        raise LoadError(DAMAGED) from error
    for info in package.file.infolist():
        package.parts[_name(info)] = info
    if sum(info.file_size for info in package.file.infolist()) > MAX_DECLARED:
        raise LoadError(
            f"would unpack to more than {MAX_DECLARED:,} bytes; make its pictures smaller"
        )
    return package


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/").lower()


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise LoadError(DAMAGED)
    size, packed = info.file_size, max(info.compress_size, 1)
    if size > MAX_PART:
        raise LoadError(f"has a part of more than {MAX_PART:,} bytes; split the file")
    if size > FREE_OF_RATIO and size > MAX_RATIO * packed:
        raise LoadError("has a part packed more tightly than text can be; open it and save it anew")
