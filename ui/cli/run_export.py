"""An answer into a file, for `sanad ask --export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.cite import style_file
from rag.errors import CiteError
from rag.types import Answer


def check_export(path: Path, style: str) -> None:
    """Raise `CiteError` before anything is asked when the file or the style can't do."""
    from rag.export import WRITERS

    style_file(style)
    if _ending(path) not in WRITERS:
        raise CiteError(f"can't write {path}; take a name ending in .{', .'.join(WRITERS)}")


def write_export(answers: Sequence[Answer], path: Path, style: str) -> None:
    """Write answers to a file, whose name says the format. Raises `CiteError`."""
    from rag.export import export

    made = export(answers, _ending(path), style)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise CiteError(f"{path} can't be written ({error.strerror})") from error


def _ending(path: Path) -> str:
    return path.suffix.lower().lstrip(".")
