"""Adding to `sources.yaml` what a person knows about a document; their comments stay."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ingest.sources import FILE, read_sources
from rag.errors import SettingsError
from rag.files import replace

DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
OF_THE_DOCUMENT = ("id", "rights", "caution", "supersedes", "valid_until")
"""Fields of an entry; all others are CSL's."""
Entries = list[dict[str, Any]]
"""What stands under ``sources``, as ruamel.yaml holds it, comments and all."""


def add_source(folder: Path, file: Path, fields: Mapping[str, object]) -> bool:
    """Write an entry for a file of a corpus folder, or change the one that's there.

    ``fields`` are the names of `sources.yaml` to their values: CSL's names, or those
    of the entry itself. Fields that aren't named stay; those that are None go. Says whether
    the entry is new.
    Raises `SettingsError` when the file isn't in the folder, or what would be written
    can't be read; then nothing is written.
    """
    name, new = _below(folder, file), False

    def edit(entries: Entries) -> bool:
        nonlocal new
        found = next((entry for entry in entries if entry.get("file") == name), None)
        entry: dict[str, Any] = found if found is not None else {"file": name}
        if new := found is None:
            entries.append(entry)
        for key, value in fields.items():
            part = entry if key in OF_THE_DOCUMENT else entry.setdefault("csl", {})
            if value is None:
                part.pop(key, None)
            else:
                part[key] = value
        return True

    edit_entries(folder, edit)
    return new


def edit_entries(folder: Path, edit: Callable[[Entries], bool]) -> None:
    """Have the entries of a folder's `sources.yaml` changed; ``edit`` says whether it did.

    Comments and the order of what is there stay; where nothing was changed nothing is written.
    Raises `SettingsError` when what is there, or what would be written, can't be read.
    """
    read_sources(folder)  # one that is wrong already is for its owner to mend
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100
    content = _read(folder / FILE, yaml)
    entries = content.setdefault("sources", [])
    if entries is None:
        entries = content["sources"] = []
    if edit(entries):
        _write(folder, content, yaml)


def parse_date(text: str) -> dict[str, list[list[int]]]:
    """Turn ``2019``, ``2019-05`` or ``2019-05-03`` into a CSL date. Raises `SettingsError`."""
    match = DATE.fullmatch(text.strip())
    parts = [int(part) for part in match.groups() if part] if match else []
    try:
        year, month, day = (*parts, 1, 1)[:3]
        date(year, month, day)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{text!r} is no date; write it like 2019, 2019-05 or 2019-05-03"
        ) from error
    return {"date-parts": [parts]}


def parse_author(text: str) -> dict[str, str]:
    """Turn ``Doe, Jane`` into a person's name, and a name without a comma into an institution's."""
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": text.strip()}


def _below(folder: Path, file: Path) -> str:
    """Give a file's name below the corpus folder, with ``/``."""
    for path in (folder / file, file):
        inside = path.resolve().is_relative_to(folder.resolve())
        if inside and path.is_file():
            return path.resolve().relative_to(folder.resolve()).as_posix()
    raise SettingsError(f"there is no file {file} in {folder}; copy it there first")


def _read(path: Path, yaml: YAML) -> dict[str, Any]:
    try:
        content: dict[str, Any] | None = yaml.load(path.read_text("utf-8"))
        return content or {}
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"{path} can't be read as YAML: {reason}") from error


def _write(folder: Path, content: dict[str, Any], yaml: YAML) -> None:
    """Write the file in one step, once it's clear that it can be read again."""
    stream = io.StringIO()
    yaml.dump(content, stream)
    text = stream.getvalue()
    with tempfile.TemporaryDirectory(prefix=".sanad-", dir=folder) as made:
        new = Path(made) / FILE
        new.write_text(text, "utf-8")
        try:
            read_sources(Path(made))
        except SettingsError as error:
            reason = str(error).removeprefix(f"{new}, ").removesuffix("; correct it there")
            raise SettingsError(f"nothing was written to {FILE}: {reason}") from error
        replace(new, folder / FILE)
