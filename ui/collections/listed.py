"""`collections.yaml` in a server's folder: which collections there are, and what each has its own.

    security:
      title: Internal security
      corpus: /srv/documents/security
      settings: {strict: true}

A folder that isn't absolute is taken from the server's folder. What is wrong with one collection
is told of that one; the others go on.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rag.errors import SettingsError
from rag.settings import load_settings
from rag.store.catalogue import Catalogue
from rag.types import DEFAULT_COLLECTION
from ui.server_folder import ServerFolder

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
NAMES = "small letters, digits and hyphens between them, 40 at most"
MAY_DIFFER = (
    "catalogue_url",
    "chroma_url",
    "dtype",
    "embedder",
    "llm",
    "llm_timeout",
    "notebook",
    "refuse",
    "reranker",
    "strict",
    "verifier",
)
"""Settings that a collection may have of its own."""
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as it's listed. ``settings`` are all that it has, as `load_settings` takes."""

    name: str
    title: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def corpus(self) -> Path:
        """The folder of its documents."""
        return Path(self.settings["corpus"])

    @property
    def store(self) -> Path:
        """The folder of its index."""
        return Path(self.settings["store"])


@dataclass(frozen=True, slots=True)
class Broken:
    """A collection that can't be used, and why."""

    name: str
    problem: str


Listed = dict[str, Collection | Broken]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=200)
    corpus: Path
    store: Path | None = None
    settings: dict[str, Any] = Field(default_factory=dict)


def read_collections(folder: ServerFolder) -> Listed | None:
    """Read the list; None where there is none. Raises `SettingsError` where all of it is wrong."""
    if not folder.collections.is_file():
        return None
    found = {str(name): _read(str(name), said, folder) for name, said in _parsed(folder).items()}
    owners: dict[Path | str, str] = {}
    for name, one in list(found.items()):
        if isinstance(one, Collection):
            other = owners.setdefault(one.store.resolve(), name)
            if other != name:
                found[name] = Broken(name, _shared(name, other, one.store))
            other = owners.setdefault(str(one.settings.get("catalogue_url") or name), name)
            if other != name:
                found[name] = Broken(name, _one_catalogue(name))
    return found


def documents_in(collection: Collection) -> int:
    """Count the documents of an index without opening the rest of it. Raises `StoreError`."""
    file, servers = (
        collection.store / "catalogue.sqlite3",
        load_settings(**collection.settings).servers,
    )
    if servers is None and not file.is_file():
        return 0
    catalogue = Catalogue(servers or file)
    try:
        return len(catalogue.entries(DEFAULT_COLLECTION))
    finally:
        catalogue.close()


def add(folder: ServerFolder, name: str, corpus: Path, title: str, store: Path | None) -> None:
    """Put a collection into the list. Raises `SettingsError` where it can't be used."""
    with _changed(folder) as listed:
        if name in listed:
            raise SettingsError(
                f"there is a collection {name!r} already; choose another name, or take it out "
                f"first with: sanad collections remove {name}"
            )
        if not corpus.is_dir():
            raise SettingsError(f"there is no folder {corpus}; make it, or name another")
        said: dict[str, Any] = {"title": title} if title else {}
        said["corpus"] = str(corpus.resolve())
        if store is not None:
            said["store"] = str(store.resolve())
        made = _read(name, said, folder)
        if isinstance(made, Broken):
            raise SettingsError(made.problem)
        for other, there in (read_collections(folder) or {}).items():
            same = isinstance(there, Collection) and there.store.resolve() == made.store.resolve()
            if same:
                raise SettingsError(_shared(name, other, made.store))
        listed[name] = said


def remove(folder: ServerFolder, name: str) -> None:
    """Take a collection out of the list; its files stay. Raises `SettingsError`."""
    with _changed(folder) as listed:
        if name not in listed:
            raise SettingsError(f"there is no collection {name!r}{_near(name, list(listed))}")
        del listed[name]


def find(folder: ServerFolder, name: str) -> Collection:
    """Give a collection by its name. Raises `SettingsError` where it isn't there or is broken."""
    listed = read_collections(folder)
    if listed is None:
        raise SettingsError(
            f"{folder.path} has no list of collections; begin one with: sanad collections add "
            f"{name} --corpus FOLDER --server {folder.path}"
        )
    if name not in listed:
        raise SettingsError(f"there is no collection {name!r}{_near(name, list(listed))}")
    found = listed[name]
    if isinstance(found, Broken):
        raise SettingsError(found.problem)
    return found


def _near(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, 1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {', '.join(names)}" if names else "; there is none yet"


def _shared(name: str, other: str, store: Path) -> str:
    return (
        f"collection {name!r}: its index's folder {store} is that of {other!r} as well; give each "
        "a `store` of its own"
    )


def _one_catalogue(name: str) -> str:
    return (
        f"collection {name!r}: its catalogue_url isn't its own; give each collection one, below "
        "`settings`, and to no two the same"
    )


def _read(name: str, said: object, folder: ServerFolder) -> Collection | Broken:
    if not NAME.fullmatch(name):
        return Broken(name, f"collection {name!r}: a name has {NAMES}; choose another")
    if not isinstance(said, Mapping):
        return Broken(name, f"collection {name!r}: write `corpus: FOLDER` below it, indented")
    try:
        entry = _Entry.model_validate(said)
        settings = _settings(name, entry, folder)
        load_settings(**settings)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        hint = _near(key, list(_Entry.model_fields)) if first["type"] == "extra_forbidden" else ""
        return Broken(name, f"collection {name!r}, {key!r}: {first['msg']}{hint}")
    except SettingsError as error:
        return Broken(name, f"collection {name!r}: {error}")
    return Collection(name, entry.title.strip() or name, settings)


def _settings(name: str, entry: _Entry, folder: ServerFolder) -> dict[str, Any]:
    for key in entry.settings:
        if key not in MAY_DIFFER:
            known = ", ".join(MAY_DIFFER)
            raise SettingsError(f"{key!r} is no setting of a collection; those are {known}")
    made = dict(entry.settings)
    made["corpus"] = folder.path.resolve() / entry.corpus.expanduser()
    own = entry.store.expanduser() if entry.store else folder.indexes.resolve() / name
    made["store"] = folder.path.resolve() / own
    usual = load_settings()
    if usual.servers and not made.get("catalogue_url"):  # all would share one index
        raise SettingsError(_one_catalogue(name).split(": ", 1)[1])
    replies = usual.llm_cache
    return made if replies is None else made | {"llm_cache": replies / name}


def _parsed(folder: ServerFolder) -> Mapping[object, object]:
    try:
        listed = YAML(typ="safe", pure=True).load(folder.collections.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"{folder.collections} can't be read as YAML: {reason}") from error
    if listed is None:
        return {}
    if not isinstance(listed, Mapping):
        raise SettingsError(
            f"{folder.collections} isn't a list of collections; write a line `NAME:` for each, and "
            "below it, indented, `corpus: FOLDER`"
        )
    return listed


@contextmanager
def _changed(folder: ServerFolder) -> Iterator[dict[str, Any]]:
    """Give the list to be changed, and write it in one step with its comments as they were."""
    file = folder.collections
    yaml = YAML()
    yaml.preserve_quotes = True
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=_PATIENCE_S):
            there = file.is_file() and bool(_parsed(folder))
            listed = yaml.load(file.read_text("utf-8")) if there else {}
            yield listed
            text = io.StringIO()
            yaml.dump(listed, text)
            half = file.with_name(f".{file.name}.{uuid4().hex}")
            half.write_text(text.getvalue() if listed else "", "utf-8")
            half.replace(file)
    except Timeout as error:
        raise SettingsError(f"{file} is being changed just now; try again") from error
    except OSError as error:
        raise SettingsError(
            f"{file} can't be written ({error.strerror}); make {folder.path} writable"
        ) from error
