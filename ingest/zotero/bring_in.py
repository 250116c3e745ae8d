"""Zotero's items into a corpus folder: their files, and what is known of them.

What comes again isn't doubled. A file that changed in Zotero takes the place of the one that came
of it, one that was changed or taken out of the folder by hand stays so, and in `sources.yaml`
what was written by hand wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from ingest.load.registry import FORMATS, MAX_BYTES, unread_format
from ingest.sources import read_sources
from ingest.zotero.corpus import Corpus, digest_of
from ingest.zotero.in_step import keep_in_step, renamed
from ingest.zotero.item import Attached, Item
from ingest.zotero.kept import File, Kept, Record, read_kept, records_of, write_kept
from rag.citations.zotero_items import CUSTOM, KEY
from rag.errors import LoadError

Outcome = Literal["new", "changed", "described anew", "unchanged", "left out", "no file", "gone"]
"""``left out``: a file that isn't brought in; ``no file``: an item that has none that can be read;
``gone``: one that came from there before and isn't there now, whose files stay."""
PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
UNLIKE = 3
SNAPSHOT = "a saved page beside a file that is read"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one file of an item, or of an item without one."""

    item: str
    file: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Offered:
    """A file that can be read, and the hash of its bytes."""

    name: str
    file: Path
    digest: str
    size: int


def bring_in(
    items: Sequence[Item],
    folder: Path,
    origin: str,
    *,
    again: bool = False,
    progress: Callable[[str, int, int], None] = lambda _item, _done, _total: None,
) -> tuple[Brought, ...]:
    """Bring items into a corpus folder, and give a row for each file and each item without one.

    ``origin`` is what they came from: items of it that aren't there any more are told. With
    ``again`` files come, too, that were taken out of the folder. Raises `SettingsError` for a
    wrong `sources.yaml`, `ZoteroError` for a damaged record of what came before, and
    `CorpusError` for a folder that can't be written. Only under the store's writer lock.
    """
    read_sources(folder)
    corpus, kept = Corpus(folder), read_kept(folder)
    offered = []
    for number, item in enumerate(items):
        progress(item.label, number, len(items))
        offered.append(_readable(item))
    hashes = [{one.digest for one in found} for found, _ in offered]
    records = records_of(items, hashes, kept)
    items = [_tied(item, record) for item, record in zip(items, records, strict=True)]
    place, rows = _Placing(corpus, kept, again), list[Brought]()
    for item, record, (found, refused) in zip(items, records, offered, strict=True):
        rows += refused if found else _still_there(item, record, refused, corpus)
        surest = sorted(found, key=lambda one: _sureness(record, one))
        rows += [place(item, record, one) for one in surest]
    renamed(folder, place.renamed)
    rows = _described(rows, items, records, corpus)
    rows += _gone(kept, records, origin)
    for item, record in zip(items, records, strict=True):
        record.origin, record.likeness, record.csl = origin, item.likeness, dict(item.csl)
        record.names = list(dict.fromkeys([*item.names, *record.names]))
    kept.items = [record for record in kept.items if record.files]
    write_kept(kept, folder)
    return tuple(sorted(rows, key=lambda row: (row.outcome == "gone", row.item, row.file)))


def _tied(item: Item, record: Record) -> Item:
    """Keep an item's key and address where what it comes from now can't tell them, as RIS can't."""
    known = {name: record.csl[name] for name in (KEY, CUSTOM) if name in record.csl}
    return replace(item, csl={**known, **item.csl})


def _readable(item: Item) -> tuple[list[_Offered], list[Brought]]:
    """Tell an item's files that can be read from the others; one of the latter at least is told."""
    found, refused = [], []
    for one in item.attached:
        try:
            found.append(_opened(one))
        except LoadError as error:
            refused.append(Brought(item.label, one.name, "left out", str(error)))
    found = list({one.digest: one for one in reversed(found)}.values())[::-1]  # each file once
    texts = [one for one in found if one.file.suffix.lower() not in PAGES]
    if texts:
        beside = [one for one in found if one not in texts]
        refused += [Brought(item.label, one.name, "left out", SNAPSHOT) for one in beside]
        found = texts
    if not item.attached:
        refused.append(Brought(item.label, "", "no file", "nothing is attached to it"))
    elif not found:
        refused = [replace(row, outcome="no file") for row in refused]
    return found, refused


def _still_there(
    item: Item, record: Record, refused: list[Brought], corpus: Corpus
) -> list[Brought]:
    """Give the files that came of an item before, where it has none that can be read now."""
    there = [file for file in record.files if corpus.has(file)]
    why = "; ".join(row.note for row in refused) if item.attached else ""
    return [Brought(item.label, file, "unchanged", why) for file in there] or refused


def _opened(one: Attached) -> _Offered:
    if one.file is None:
        raise LoadError(one.why)
    if one.file.suffix.lower() not in FORMATS:
        raise unread_format(one.file)
    try:
        if (size := one.file.stat().st_size) > MAX_BYTES:
            raise LoadError(f"{size:,} bytes are over the limit of {MAX_BYTES:,}")
        return _Offered(one.name, one.file, digest_of(one.file), size)
    except OSError as error:
        raise LoadError(f"can't be opened ({error.strerror})") from error


class _Placing:
    """Finds each file its place in the corpus, and keeps what became of it in its item's record."""

    def __init__(self, corpus: Corpus, kept: Kept, again: bool) -> None:
        self._corpus, self._again = corpus, again
        self._owners = {file: id(record) for record in kept.items for file in record.files}
        self._done: set[str] = set()
        self.renamed: dict[str, str] = {}

    def __call__(self, item: Item, record: Record, one: _Offered) -> Brought:
        try:
            file, outcome, note = self._placed(record, one)
        except LoadError as error:
            return Brought(item.label, one.name, "left out", str(error))
        if outcome != "left out":
            record.files[file] = File(attached=one.name, sha256=one.digest, size=one.size)
            self._owners[file] = id(record)
            self._done.add(file)
        return Brought(item.label, file, outcome, note)

    def _placed(self, record: Record, one: _Offered) -> tuple[str, Outcome, str]:
        came = (file for file in _came_as(record, one) if file not in self._done)
        old = next(came, None)
        if old is not None and self._corpus.has(old):
            return self._renewed(old, record.files[old], one)
        was = record.files[old] if old else None
        twin = self._corpus.holding(one.digest, one.size) or (
            was and self._corpus.holding(was.sha256, was.size)
        )
        if twin:
            return self._adopted(record, old, twin, one)
        if old is not None and not self._again:
            return old, "left out", "was taken out of the folder; --again brings it back"
        if old is not None:
            del record.files[old]
        return self._corpus.put(one.file, one.digest), "new", ""

    def _renewed(self, old: str, came: File, one: _Offered) -> tuple[str, Outcome, str]:
        there = self._corpus.digest(old)
        if there == one.digest:
            return old, "unchanged", ""
        if there != came.sha256:
            return old, "unchanged", "was changed in the folder, and stays as it is there"
        self._corpus.change(old, one.file, one.digest)
        return old, "changed", ""

    def _adopted(
        self, record: Record, old: str | None, twin: str, one: _Offered
    ) -> tuple[str, Outcome, str]:
        """Take a file that is in the folder already for the one that came."""
        if self._owners.get(twin, id(record)) != id(record):
            return twin, "left out", f"the same bytes as {twin}, which is another item’s"
        if old is not None:
            del record.files[old]
            self.renamed[old] = twin
        if self._corpus.digest(twin) != one.digest:
            self._corpus.change(twin, one.file, one.digest)
            return twin, "changed", f"was {old}"
        return twin, "unchanged", f"was {old}" if old else "was in the folder already"


def _came_as(record: Record, one: _Offered) -> list[str]:
    """Name the files of the corpus that may have come of a file before, the surest first."""
    return sorted(
        (name for name in record.files if _alike(record.files[name], one) < UNLIKE),
        key=lambda name: _alike(record.files[name], one),
    )


def _sureness(record: Record, one: _Offered) -> int:
    return min((_alike(file, one) for file in record.files.values()), default=UNLIKE)


def _alike(came: File, one: _Offered) -> int:
    """Tell files of the same bytes from those of the same path, and of the same name alone."""
    same = (came.sha256 == one.digest, came.attached == one.name)
    return [*same, _last(came.attached) == _last(one.name), True].index(True)


def _last(name: str) -> str:
    return PurePosixPath(PureWindowsPath(name).as_posix()).name


def _described(
    rows: Sequence[Brought], items: Sequence[Item], records: Sequence[Record], corpus: Corpus
) -> list[Brought]:
    """Keep what `sources.yaml` says of the files in step, and say so in their rows."""
    said = [
        (file, record.csl, item.csl)
        for item, record in zip(items, records, strict=True)
        for file in record.files
        if corpus.has(file)
    ]
    outcomes = keep_in_step(corpus.folder, said)
    made = []
    for row in rows:
        changed, by_hand = outcomes.get(row.file, (False, ()))
        if row.outcome not in ("new", "changed", "unchanged"):
            made.append(row)
            continue
        outcome = "described anew" if changed and row.outcome == "unchanged" else row.outcome
        kept = f"sources.yaml says otherwise, and stays: {', '.join(by_hand)}" if by_hand else ""
        note = "; ".join(filter(None, (row.note, kept)))
        made.append(replace(row, outcome=outcome, note=note))
    return made


def _gone(kept: Kept, records: Sequence[Record], origin: str) -> list[Brought]:
    there = {id(record) for record in records}
    return [
        Brought(Item(record.csl).label, file, "gone", "`sanad sources remove` takes it out")
        for record in kept.items
        if record.origin == origin and id(record) not in there
        for file in record.files
    ]
