"""A Word or OpenDocument file as pandoc writes it, to one with a title, a date and right notes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

_TITLE = re.compile(r"<dc:title\s*/>|<dc:title>.*?</dc:title>", re.DOTALL)
_DAY = r"<(dcterms:created|dcterms:modified|meta:creation-date|dc:date)([^>]*)>[^<]*</\1>"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def finished(written: bytes, title: str, made: datetime | None) -> bytes:
    """Number the notes through, and say what the file is and when it was made.

    Pandoc asks for a new count in each section; there is but one, and LibreOffice takes each
    heading for a new one. In its sandbox it knows no time, and writes 1970.
    """
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as given, zipfile.ZipFile(done, "w") as file:
        for part in given.infolist():
            data = given.read(part)
            if part.filename == "word/document.xml":
                data = data.replace(
                    b'numRestart w:val="eachSect"', b'numRestart w:val="continuous"'
                )
            if part.filename in ("docProps/core.xml", "meta.xml"):
                data = _told(data.decode("utf-8"), title, made).encode("utf-8")
            file.writestr(part, data)
    return done.getvalue()


def _told(facts: str, title: str, made: datetime | None) -> str:
    named = f"<dc:title>{escape(_CONTROLS.sub('', title))}</dc:title>"
    facts = _TITLE.sub(lambda _: named, facts, count=1)
    if made is None:
        return facts
    day = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return re.sub(_DAY, lambda at: f"<{at[1]}{at[2]}>{day}</{at[1]}>", facts)
