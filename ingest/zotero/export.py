"""A folder that Zotero exported: its items, with the files that it says are theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.load.registry import FORMATS
from ingest.zotero.attached import resolved
from ingest.zotero.formats import Read, read_bibtex, read_csl_json, read_ris
from ingest.zotero.item import Attached, Item, fields_of
from rag.citations.zotero_items import KEY
from rag.errors import ZoteroError

READERS: Mapping[str, Callable[[str], Read]] = {
    ".json": read_csl_json,
    ".bib": read_bibtex,
    ".bibtex": read_bibtex,
    ".ris": read_ris,
}
LARGEST = 100_000_000
"""Bytes of the file itself: some hundred thousand items."""
TITLE_IN_NAME = 20
"""Letters and digits of a title that a file's name must hold to be taken for the item's."""
REMEDY = "in Zotero (File, Export Library…) as Better BibTeX, BibTeX, CSL JSON or RIS"


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds; ``unread`` is said of entries that can't be read."""

    name: str
    items: tuple[Item, ...]
    unread: tuple[str, ...] = ()


def read_export(path: Path) -> Export:
    """Read an export: its file, or the folder that holds the file and those attached.

    CSL-JSON names no files: there a file is an item's if its name is the item's key, or holds
    its title, and is nobody else's. Raises `ZoteroError`.
    """
    file = _file_of(path)
    try:
        if file.stat().st_size > LARGEST:
            raise ZoteroError(f"{file} is over {LARGEST:,} bytes; export a collection at a time")
        read = READERS[file.suffix.lower()](file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8"
        raise ZoteroError(f"{file} can't be read ({reason}); export it again") from error
    except ZoteroError as error:
        raise ZoteroError(f"{file} can't be read: {error}") from error
    root = file.parent
    items = [
        Item(fields_of(csl), tuple(resolved(path, root) for path in paths))
        for csl, paths in read.items
    ]
    if file.suffix.lower() == ".json":
        items = _by_name(items, root)
    return Export(path.resolve().stem, tuple(items), read.unread)


def _file_of(path: Path) -> Path:
    if path.is_file():
        if path.suffix.lower() in READERS:
            return path
        raise ZoteroError(f"{path} is no export that is read; make one {REMEDY}")
    if not path.is_dir():
        raise ZoteroError(f"there is no {path}; make an export {REMEDY}")
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in READERS)
    if len(found) == 1 and found[0].is_file():
        return found[0]
    if found:
        named = ", ".join(one.name for one in found)
        raise ZoteroError(f"{path} holds more than one export ({named}); name one of them")
    raise ZoteroError(f"{path} holds no export; make one {REMEDY}")


def _by_name(items: Sequence[Item], root: Path) -> list[Item]:
    """Give each item the files whose names say that they are its, and no other's."""
    files = {
        path: _letters(path.stem)
        for path in sorted(root.rglob("*"))
        if path.suffix.lower() in FORMATS and path.is_file()
    }
    owners: dict[Path, list[list[int]]] = {path: [[], []] for path in files}
    for number, item in enumerate(items):
        key, title = _letters(item.csl.get(KEY)), _letters(item.csl.get("title"))
        for path, stem in files.items():
            if (key and stem == key) or _named_for(stem, title):
                owners[path][0].append(number)
            elif len(title) >= TITLE_IN_NAME and title in stem:
                owners[path][1].append(number)
    mine: dict[int, list[Attached]] = {}
    for path, (surely, perhaps) in owners.items():
        if len(owning := surely or perhaps) == 1:
            found = resolved(path.relative_to(root).as_posix(), root)
            mine.setdefault(owning[0], []).append(found)
    return [replace(item, attached=tuple(mine.get(at, ()))) for at, item in enumerate(items)]


def _named_for(stem: str, title: str) -> bool:
    """Say whether a name ends in a title, or in the beginning of one that was cut short."""
    if len(title) < TITLE_IN_NAME:
        return False
    at = stem.rfind(title[:TITLE_IN_NAME])
    rest = stem[at:] if at >= 0 else ""
    return rest == title or (len(rest) >= 2 * TITLE_IN_NAME and title.startswith(rest))


def _letters(text: object) -> str:
    return re.sub(r"[\W_]+", "", str(text or "")).casefold()
