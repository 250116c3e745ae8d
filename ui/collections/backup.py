"""A team's server in one file, made while it runs, and put into an empty folder again.

While it's made nothing of any index changes; accounts, audit and notebooks are databases, which
SQLite copies each as of one moment. An index that stands elsewhere comes back in the server's
folder.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rag.settings import load_settings
from rag.store.backup import (
    CATALOGUE,
    PATIENCE_S,
    SERVER,
    check_empty,
    copy_database,
    copy_store,
    copy_tree,
    held,
    put,
    reading_from,
    writing_to,
)
from rag.store.store import Store
from ui.collections.listed import Broken, read_collections
from ui.server_folder import ServerFolder

ONE = "index"
"""Holds the index of a server's one collection, which stands where the settings say."""


def back_up_server(
    folder: ServerFolder,
    target: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    patience_s: float = PATIENCE_S,
) -> tuple[str, ...]:
    """Write a server to a file that isn't there yet; name the collections that aren't in it.

    Those can't be read, or are on servers of their own.
    ``overrides`` are settings for the one collection of a server without a list. Raises
    `StoreLocked` and `StoreError` as `rag.store.backup.back_up` does.
    """
    listed = read_collections(folder)
    broken = tuple(name for name, one in (listed or {}).items() if isinstance(one, Broken))
    if listed is None:
        places = {ONE: load_settings(**overrides or {}).store_folder}
    else:
        usable = {n: one for n, one in listed.items() if not isinstance(one, Broken)}
        served = tuple(n for n, one in usable.items() if one.settings.get("catalogue_url"))
        broken += served
        places = {f"indexes/{name}": one.store for name, one in usable.items()}
    with writing_to(target, SERVER) as copy, _all_held(places, patience_s) as stores:
        for place, store in stores.items():
            copy_store(store.path, copy / place)
        _copy_rest(folder, copy)
    return broken


def restore_server(
    source: Path, folder: ServerFolder, overrides: Mapping[str, Any] | None = None
) -> None:
    """Put a backup into a folder that is empty or missing. Raises `StoreError`."""
    check_empty(folder.path, "--server")
    with reading_from(source, folder.path.resolve().parent, SERVER) as copy:
        if (copy / ONE).is_dir():
            store = load_settings(**overrides or {}).store_folder
            check_empty(store, "--store")
            store.parent.mkdir(parents=True, exist_ok=True)
            put(copy / ONE, store)
        copy.mkdir(exist_ok=True)
        copy.chmod(0o700)
        put(copy, folder.path)


@contextmanager
def _all_held(places: Mapping[str, Path], patience_s: float) -> Iterator[dict[str, Store]]:
    """Hold the writers' locks of those indexes that there are."""
    with contextlib.ExitStack() as stack:
        stores = {}
        for place, path in places.items():
            if (path / CATALOGUE).is_file():
                store = Store(path)
                stack.callback(store.close)
                stack.enter_context(held(store, patience_s))
                stores[place] = store
        yield stores


def _copy_rest(folder: ServerFolder, copy: Path) -> None:
    """Copy what a server's folder has beside indexes."""
    for database in (folder.accounts, folder.audit):
        if database.is_file():
            copy_database(database, copy / database.name)
    if folder.access.is_file():
        shutil.copyfile(folder.access, copy / folder.access.name)
    if folder.collections.is_file():
        _copy_list(folder.collections, copy / folder.collections.name)
    if folder.notebooks.is_dir():
        copy_tree(folder.notebooks, copy / folder.notebooks.name)


def _copy_list(file: Path, target: Path) -> None:
    """Copy the list of the collections, without where the indexes stood."""
    yaml = YAML()
    yaml.preserve_quotes = True
    listed = yaml.load(file.read_text("utf-8")) or {}
    moved = [one for one in listed.values() if isinstance(one, dict) and "store" in one]
    for one in moved:
        del one["store"]
    if not moved:
        shutil.copyfile(file, target)
        return
    with target.open("w", encoding="utf-8") as stream:
        yaml.dump(listed, stream)
