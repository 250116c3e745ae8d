"""An answer into a file, for `sanad ask --export`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rag.citations.styles import Format, style_file
from rag.errors import CiteError
from rag.types import Answer, Everything

REFERENCES: dict[str, Format] = {".json": "csl-json", ".bib": "biblatex", ".ris": "ris"}


def check_export(
    path: Path, style: str, bibliography: Path | None = None, *, zotero: bool = False
) -> None:
    """Raise `CiteError` before anything is asked when a file or the style can't do."""
    from rag.citations.answer_export import ENDINGS

    style_file(style)
    if _ending(path) not in ENDINGS:
        raise CiteError(f"can't write {path}; take a name ending in .{', .'.join(ENDINGS)}")
    if zotero and _ending(path) != "docx":
        raise CiteError(f"{path} is no Word file; --zotero goes with a name ending in .docx")
    if bibliography and bibliography.suffix.lower() not in REFERENCES:
        raise CiteError(f"can't write {bibliography}; take a name ending in .json, .bib or .ris")


def write_export(
    answers: Sequence[Answer | Everything],
    path: Path,
    style: str,
    bibliography: Path | None = None,
    *,
    typed: Sequence[str] = (),
    zotero: bool = False,
) -> None:
    """Write answers, or lists of passages, to a file that is named by its format's ending.

    What they cite goes into ``bibliography``; for Markdown it always gets a file of its own,
    which the Markdown names: an author's text is then free of it. Raises `CiteError`.
    """
    from rag.citations.answer_export import export, references

    if _ending(path) == "md" and bibliography is None:
        bibliography = path.with_name(f"{path.stem}-references.json")
    named = os.path.relpath(bibliography, path.parent) if bibliography else None
    made = datetime.now(UTC)
    written = export(
        answers, _ending(path), style, bibliography=named, made=made, typed=typed, zotero=zotero
    )
    write_bytes(path, written)
    if bibliography:
        to = REFERENCES[bibliography.suffix.lower()]
        write_bytes(bibliography, references(answers, to, style).encode("utf-8"))


def write_bytes(path: Path, made: bytes) -> None:
    """Write a file. Raises `CiteError`."""
    try:
        path.write_bytes(made)
    except OSError as error:
        raise CiteError(f"{path} can't be written ({error.strerror})") from error


def _ending(path: Path) -> str:
    return path.suffix.lower().lstrip(".")
