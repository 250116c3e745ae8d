"""The zip file that a Word document is: opened with care, its parts read one by one.

Only parts that hold text are ever unpacked. Pictures, macros and embedded files stay
shut, so that nothing in them can run, grow or be followed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from ingest.load.word.xmlparts import elements
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
DAMAGED = "is damaged; open it in Word and save it anew"
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
            raise LoadError(f"lacks its part {part[:80]}; open it in Word and save it anew")
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


def open_package(data: bytes) -> Package:
    """Open a Word file's bytes.

    Raises `LoadError` when they're no zip file, protected by a password, an old
    Word file, or a zip bomb.
    """
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise LoadError("is protected by a password; remove it in Word and save the file anew")
        raise LoadError("is an old Word file (.doc) under a new name; open it and save it as .docx")
    if not data.startswith(b"PK"):
        raise LoadError("is not a Word document, whatever its ending says; save it as .docx")
    if data.count(CENTRAL_HEADER) > MAX_ENTRIES:
        raise LoadError(f"holds more than {MAX_ENTRIES:,} parts; that is no Word document")
    try:
        package = Package(zipfile.ZipFile(io.BytesIO(data)))
    except ZIP_ERRORS as error:
        raise LoadError(DAMAGED) from error
    for info in package.file.infolist():
        package.parts[info.filename.replace("\\", "/").lstrip("/").lower()] = info
    if sum(info.file_size for info in package.file.infolist()) > MAX_DECLARED:
        raise LoadError(
            f"would unpack to more than {MAX_DECLARED:,} bytes; make its pictures smaller"
        )
    return package


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise LoadError(DAMAGED)
    size, packed = info.file_size, max(info.compress_size, 1)
    if size > MAX_PART:
        raise LoadError(f"has a part of more than {MAX_PART:,} bytes; split the file")
    if size > FREE_OF_RATIO and size > MAX_RATIO * packed:
        raise LoadError("has a part packed more tightly than text can be; save it anew in Word")
