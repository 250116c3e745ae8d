"""Texts, books and rich texts as pandoc itself writes them."""

from __future__ import annotations

import io
import zipfile

from ingest.document import build_document
from ingest.load import Raw
from rag.citations.pandoc_process import convert
from rag.types import Document, Source

PAPER = """---
title: On the levy
author: [Jane Doe, Ministry of Wells]
date: 2019-05-02
lang: en
---

# Scope

The levy is due in May.[^n] The *council* collects it from every well in the valley.

[^n]: A note on the levy.

1. First the owners
2. Then the tenants

| Year | Rate |
|------|------|
| 2020 | 7.5  |
| 2021 | 8.25 |

## Duties

The council pays for the repair of the canals.
"""
MINUTES = "# Minutes\n\nThe board met on Monday.\n\nIt agreed on the wells.\n"
LETTER = "Dear colleagues,\n\nthe canal opens in *June*.\n\n> The valley needs water.\n"
MADE = (PAPER, MINUTES, LETTER)


def made(markdown: str, ending: str) -> bytes:
    """A file of a format of pandoc's, with the text of some Markdown."""
    return convert(markdown.encode(), ["--from=markdown", f"--to={ending}", "--standalone"])


def changed(data: bytes, part: str, before: str, after: str) -> bytes:
    """A zip file with the words of one part replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return written.getvalue()


def document(raw: Raw) -> Document:
    """The document that a file becomes."""
    return build_document("made", raw, Source("made"))


def texts(raw: Raw) -> list[str]:
    """The text of each block."""
    return [" ".join(line.text for line in block.lines) for block in raw.blocks]


def kinds(raw: Raw) -> list[str]:
    """The kind of each block."""
    return [block.kind for block in raw.blocks]
