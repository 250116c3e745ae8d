"""What came from Zotero, so that it's known when it comes again: ``.zotero.json`` of a corpus.

It lies beside `sources.yaml`, and says of each item what Zotero said of it last: what differs from
that in `sources.yaml` was written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.zotero.item import Item
from rag.errors import ZoteroError
from rag.files import replace

FILE = ".zotero.json"


class File(BaseModel):
    """A file that came: how Zotero called it, and its bytes then, their hash and number."""

    model_config = ConfigDict(extra="forbid")

    attached: str
    sha256: str
    size: int


class Record(BaseModel):
    """An item that came: ``files`` by their names in the corpus, ``csl`` as Zotero said it last."""

    model_config = ConfigDict(extra="forbid")

    origin: str
    names: list[str] = Field(default_factory=list)
    likeness: str = ""
    csl: dict[str, object] = Field(default_factory=dict)
    files: dict[str, File] = Field(default_factory=dict)


class Kept(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    items: list[Record] = Field(default_factory=list)


def read_kept(folder: Path) -> Kept:
    """Read what came to a corpus folder; nothing where there is no such file. `ZoteroError`."""
    path = folder / FILE
    if not path.exists():
        return Kept()
    try:
        return Kept.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ZoteroError(
            f"{path} can't be read; put it back from a backup, or delete it: then all that "
            "sources.yaml says counts as written by hand"
        ) from error


def write_kept(kept: Kept, folder: Path) -> None:
    """Write it in one step."""
    with TemporaryDirectory(prefix=".sanad-", dir=folder) as made:
        new = Path(made) / FILE
        new.write_text(kept.model_dump_json(indent=1), "utf-8")
        replace(new, folder / FILE)


def records_of(items: Sequence[Item], hashes: Sequence[set[str]], kept: Kept) -> list[Record]:
    """Find what came of each item before; a new record, put in with the others, for a new one.

    An item is known by its address in Zotero, its key or DOI; else by a file of the same bytes;
    else by author, title and year, as long as its address isn't another.
    """
    found: dict[int, Record] = {}
    free = {id(record) for record in kept.items}

    def look(at: int, like: Iterable[Record]) -> None:
        record = next((one for one in like if id(one) in free), None)
        if at not in found and record is not None:
            found[at] = record
            free.discard(id(record))

    by_name = _indexed(kept, lambda record: record.names)
    for at, item in enumerate(items):
        look(at, (one for name in item.names for one in by_name.get(name, ())))
    by_hash = _indexed(kept, lambda record: [file.sha256 for file in record.files.values()])
    for at, own in enumerate(hashes):
        look(at, (one for digest in sorted(own) for one in by_hash.get(digest, ())))
    by_likeness = _indexed(kept, lambda record: [record.likeness])
    for at, item in enumerate(items):
        alike = by_likeness.get(item.likeness, ())
        look(at, (one for one in alike if not _other(one, item)))
    for at in range(len(items)):
        if at not in found:
            found[at] = Record(origin="")
            kept.items.append(found[at])
    return [found[at] for at in range(len(items))]


def _indexed(kept: Kept, keys: Callable[[Record], Iterable[str]]) -> dict[str, list[Record]]:
    index: dict[str, list[Record]] = {}
    for record in kept.items:
        for key in keys(record):
            index.setdefault(key, []).append(record)
    return index


def _other(record: Record, item: Item) -> bool:
    """Say whether both have addresses in Zotero, and not the same."""
    ours, theirs = (
        {n for n in names if n.startswith("uri ")} for names in (record.names, item.names)
    )
    return bool(ours and theirs and not ours & theirs)
