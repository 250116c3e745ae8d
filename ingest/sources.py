"""`sources.yaml`: what the corpus's owner says about its documents."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import SettingsError
from rag.types import Properties, Source

FILE = "sources.yaml"
FILE_NAME = "file name"
MAX_ID = 100

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


class SourceEntry(BaseModel):
    """One document's entry. Everything but ``file`` may be left out."""

    model_config = ConfigDict(extra="forbid")

    file: str
    id: Id | None = None
    csl: dict[str, object] = Field(default_factory=dict)
    rights: str | None = None
    caution: str | None = None
    supersedes: list[Id] = Field(default_factory=list)
    valid_until: date | None = None

    @model_validator(mode="after")
    def _plain(self) -> SourceEntry:
        for name in ("title", "publisher", "container-title"):
            if not isinstance(self.csl.get(name, ""), str):
                raise ValueError(f"csl.{name} must be text")
        for name in ("issued", "event-date", "accessed"):
            _check_date(name, self.csl.get(name))
        return self


class SourcesFile(BaseModel):
    """The whole file: entries under ``sources``, and questions to start with under ``examples``."""

    model_config = ConfigDict(extra="forbid")

    sources: list[SourceEntry] = Field(default_factory=list)
    examples: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=list, max_length=8
    )

    @model_validator(mode="after")
    def _distinct(self) -> SourcesFile:
        for values in (
            [composed(s.file) for s in self.sources],
            [s.id for s in self.sources if s.id],
        ):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{twice[0]!r} stands there twice")
        return self


def read_sources(folder: Path) -> dict[str, Source]:
    """Read ``sources.yaml`` of a corpus folder: file name to source. Empty without the file.

    Names are as `composed` makes them. Raises `SettingsError` naming the entry and the
    field that is wrong.
    """
    return {composed(entry.file): _source(entry) for entry in _parse(folder).sources}


def read_examples(folder: Path) -> tuple[str, ...]:
    """Read the example questions of a corpus folder; none without the file."""
    return tuple(_parse(folder).examples)


def _parse(folder: Path) -> SourcesFile:
    path = folder / FILE
    if not path.exists():
        return SourcesFile()
    try:
        content = yaml.safe_load(path.read_text("utf-8")) or {}
        return SourcesFile.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"{path} can't be read as YAML: {reason}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise SettingsError(f"{path}, {place}: {first['msg']}; correct it there") from error


def source_for(file: str, known: Mapping[str, Source]) -> Source:
    """Give the source of a file: from ``sources.yaml``, else from the file's name alone."""
    file = composed(file)
    if file in known:
        return known[file]
    title = re.sub(r"[_\W]+", " ", Path(file).stem).strip() or file
    return Source(id_from(file), {"title": title}, {"title": FILE_NAME})


def composed(file: str) -> str:
    """Give a file's name with its accents composed (NFC): some systems take é apart."""
    return unicodedata.normalize("NFC", file)


def described(source: Source, said: Properties) -> Source:
    """Add what the file says about itself where ``sources.yaml`` says nothing.

    Only the title that was made of the file's name gives way.
    """
    own = {
        name: value
        for name, value in source.csl.items()
        if not (source.origins.get(name) == FILE_NAME and name in said.csl)
    }
    csl = {**own, **{name: value for name, value in said.csl.items() if name not in own}}
    origins = {
        name: (source.origins if name in own else said.origins).get(name, "") for name in csl
    }
    return replace(source, csl=csl, origins=origins)


def id_from(file: str) -> str:
    """Make a document id of a file's name, ending included so that a.txt and a.md differ.

    A name that can't be an id as it is gets a few digits of its hash, so that no
    two files get the same one.
    """
    file = composed(file)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", file).strip("-._")
    if plain == file and len(file) <= MAX_ID:
        return file
    digest = hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{plain[: MAX_ID - 9].strip('-._') or 'document'}-{digest}"


def _source(entry: SourceEntry) -> Source:
    identifier = entry.id or id_from(entry.file)
    csl = {"id": identifier, **entry.csl}
    return Source(
        id=identifier,
        csl=csl,
        origins=dict.fromkeys(csl, FILE),
        rights=entry.rights,
        caution=entry.caution,
        supersedes=tuple(entry.supersedes),
        valid_until=entry.valid_until,
    )


def _check_date(name: str, value: object) -> None:
    if value is None:
        return
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    first = parts[0] if isinstance(parts, Sequence) and parts else None
    if not isinstance(first, Sequence) or not 1 <= len(first) <= 3:
        raise ValueError(f"csl.{name} must be like {{date-parts: [[2017, 5, 3]]}}")
    if not all(isinstance(part, int) for part in first):
        raise ValueError(f"csl.{name} must hold whole numbers")
    try:
        date(*[*first, 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"csl.{name}: {error}") from error
