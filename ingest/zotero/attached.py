r"""Names of attached files: out of BibTeX's ``file`` field, and to their place in an export.

The field is as Zotero's BibTeX translator writes and reads it: ``title:path:type`` or a path
alone, several set apart by ``;``, with a backslash before each ``\``, ``:``, ``;`` and ``$``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

from ingest.zotero.item import Attached

_MENDELEY = re.compile(r"([^\\](?:\\\\)*)\\(.)\{\}")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9.])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:", re.ASCII)
"""Of an address: two letters at least, since one is a disk of Windows."""
OUTSIDE = "lies outside of the export, where no file is taken from; put it into a folder beside it"


def paths_in(field: str) -> Iterator[str]:
    """Give the paths that the ``file`` field of a BibTeX entry names."""
    value = _MENDELEY.sub(r"\1\2", field.replace(r"$\backslash$", "\\"))
    for record in _cut(value, ";"):
        parts = [_ESCAPED.sub(r"\1", part) for part in _cut(record, ":")]
        path = parts[1] if len(parts) == 3 else parts[0] if len(parts) == 1 else record
        if path.strip():
            yield path.strip()


def _cut(value: str, mark: str) -> Iterator[str]:
    """Cut a text at each mark that has no backslash before it."""
    start = at = 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == mark:
            yield value[start:at]
            start = at + 1
        at += 1
    yield value[start:]


def resolved(path: str, root: Path) -> Attached:
    """Find an attached file below the export's folder; say why not if it isn't there.

    Whatever leads out of the folder is refused, and so is an address.
    """
    if _SCHEME.match(path):
        what = "file:// address" if path.lower().startswith("file:") else "web address"
        return Attached(path, None, f"is a {what}, not a file of the export")
    if "\0" in path:
        return Attached(path.replace("\0", ""), None, "is no file's name")
    whole = PurePosixPath(path).is_absolute() or bool(PureWindowsPath(path).anchor)
    pieces = {*PurePosixPath(path).parts, *PureWindowsPath(path).parts}
    if whole or ".." in pieces or path.startswith("~"):
        return Attached(path, None, OUTSIDE)
    try:
        found = next((one for one in _spelt(path, root) if one.is_file()), None)
        if found is None and (plain := unquote(path)) != path:
            return replace(resolved(plain, root), name=path)
        if found is None:
            return Attached(path, None, "isn't in the export")
        if not found.resolve().is_relative_to(root.resolve()):
            return Attached(path, None, OUTSIDE)
    except OSError as error:  # a name that is too long, a folder that may not be read
        return Attached(path, None, f"can't be opened ({error.strerror})")
    return Attached(path, found)


def _spelt(path: str, root: Path) -> Iterator[Path]:
    r"""Give a path as it is, and as Windows would have written it: ``files\12\report.pdf``."""
    yield root / path
    if "\\" in path:
        yield root.joinpath(*PureWindowsPath(path).parts)
