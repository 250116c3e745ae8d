"""Changes to a Word file that pandoc wrote, in what pandoc has no word for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

MAIN, STYLES = "word/document.xml", "word/styles.xml"


def with_parts(docx: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Give a Word file with some of its parts changed; the others stay byte by byte."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(made, "w") as file:
        for part in given.infolist():
            data = given.read(part)
            change = changes.get(part.filename)
            file.writestr(part, change(data) if change else data)
    return made.getvalue()
