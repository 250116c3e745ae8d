"""What the page changes about documents: what is known of them, and that they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from ingest.chosen_files import describe_now, on_disk
from ingest.chosen_files import take_out as remove_file
from ingest.describe import add_source, parse_author, parse_date
from ingest.incoming import writable
from ingest.trash import Removed
from rag.citations.publication import iso_date
from rag.errors import QueryError, SanadError, SettingsError
from rag.library import Library
from rag.store.catalogue_rows import Entry
from ui.display import proposed_text
from ui.web.library.items import Item
from ui.web.library.rows import TYPE_NAMES, Json, row
from ui.web.library.work import Work

TEXTS = ("title", "publisher", "collection-title", "number", "URL", "language")
"""Fields of CSL that are plain text, as they are asked for."""
LONGEST = 2_000
"""Characters of what is typed into one field."""


def known_of(identifier: str, library: Library) -> Json:
    """Give what is known about a document, as its form shows it, and where from."""
    entry = _entry(identifier, library)
    source = entry.source
    values: dict[str, str] = {name: str(source.csl.get(name) or "") for name in TEXTS}
    values["author"] = "\n".join(_author_line(one) for one in source.authors)
    values["issued"] = iso_date(source.csl.get("issued")) or ""
    values["type"] = str(source.csl.get("type") or "")
    values["caution"] = source.caution or ""
    values["supersedes"] = source.supersedes[0] if source.supersedes else ""
    values["valid_until"] = source.valid_until.isoformat() if source.valid_until else ""
    return {
        "id": entry.id,
        "file": entry.file,
        "values": values,
        "origins": {name: said for name, said in source.origins.items() if said},
        "proposed": proposed_text(source),
        "notes": list(entry.notes),
        "problem": writable(library.settings.corpus.expanduser()),
        "types": TYPE_NAMES,
        "row": row(entry),
    }


def describe(
    identifier: str, given: Mapping[str, object], library: Library, work: Work, *, confirm: bool
) -> Json:
    """Write what was changed in a document's form to `sources.yaml`, and have it used at once.

    An empty field is forgotten. With ``confirm`` what was read from the title page is written as
    it is, but for what was changed. Raises `SettingsError` for what can't be written.
    """
    entry = _entry(identifier, library)
    fields = _fields(given, entry)
    if confirm:
        fields = {**entry.source.proposed, **fields}
    if not fields:
        return known_of(identifier, library)
    folder = library.settings.corpus.expanduser()
    with work.writing(), library.store.writing():
        if entry.source.supersedes[1:] and "supersedes" in fields:
            first = fields["supersedes"] or []
            assert isinstance(first, list)
            fields["supersedes"] = [*first, *entry.source.supersedes[1:]]
        add_source(folder, Path(on_disk(folder, entry.file)), fields)
        describe_now(folder, entry.file, library.store)
    return known_of(identifier, library)


def take_out(
    identifiers: Sequence[str], library: Library, work: Work
) -> tuple[list[Removed], list[str]]:
    """Remove documents from the folder and the index; give what can be put back, and problems."""
    folder, gone, problems = library.settings.corpus.expanduser(), [], []
    with work.writing(), library.store.writing():
        for identifier in identifiers:
            try:
                entry = _entry(identifier, library)
                file = on_disk(folder, entry.file)
                gone.append(remove_file(folder, file, library.store, library.settings.store_folder))
            except SanadError as error:
                problems.append(str(error))
    return gone, problems


def read_again(identifiers: Sequence[str], library: Library, work: Work) -> None:
    """Have documents read again from their files. Raises `QueryError` for one that isn't there."""
    folder = library.settings.corpus.expanduser()
    for entry in [_entry(identifier, library) for identifier in identifiers]:
        work.add(Item(entry.source.title, "again", file=on_disk(folder, entry.file)))


def bring_back(token: str, title: str, work: Work) -> None:
    """Have a removed document put back and read."""
    work.add(Item(title, "back", file=token))


def removed_json(removed: Sequence[Removed]) -> list[Json]:
    """Give what was removed as JSON values."""
    return [dict(asdict(one)) for one in removed]


def _entry(identifier: str, library: Library) -> Entry:
    for entry in library.store.entries():
        if entry.id == identifier:
            return entry
    raise QueryError("this document is no longer there; the list is being loaded again")


def _fields(given: Mapping[str, object], entry: Entry) -> dict[str, object]:
    """Turn what was typed into fields of `sources.yaml`; None for one that was emptied."""
    fields: dict[str, object] = {}
    for name, value in given.items():
        text = str(value).strip()
        if len(text) > LONGEST:
            raise SettingsError(f"{name} is longer than {LONGEST:,} characters; shorten it")
        if name == "author":
            fields[name] = _authors(text, entry) or None
        elif name == "issued":
            fields[name] = parse_date(text) if text else None
        elif name == "valid_until":
            fields[name] = _day(text) if text else None
        elif name == "supersedes":
            fields[name] = [text] if text else None
        elif name == "type" and text and text not in TYPE_NAMES:
            raise SettingsError(f"{text!r} is no type; choose one of the list")
        elif name in (*TEXTS, "type", "caution"):
            fields[name] = " ".join(text.split()) or None
    return fields


def _authors(text: str, entry: Entry) -> list[object]:
    """Read authors, one a line; one that was there before stays as it was written."""
    before = {_author_line(one): dict(one) for one in entry.source.authors}
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [before.get(line) or parse_author(line) for line in lines if line]


def _author_line(author: Mapping[str, object]) -> str:
    if literal := author.get("literal"):
        return " ".join(str(literal).split())
    return ", ".join(str(author[part]) for part in ("family", "given") if author.get(part))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is no day; write it like 2025-12-31") from error
