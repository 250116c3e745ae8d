"""Metadata kept in step with Zotero's; what was written by hand wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.describe import Entries, edit_entries
from ingest.sources import composed

_MISSING = object()
Said = tuple[str, Mapping[str, object], Mapping[str, object]]
"""A file of the corpus, what Zotero said of it last, and what it says now."""


def keep_in_step(folder: Path, said: Sequence[Said]) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Write what Zotero says into a folder's `sources.yaml`.

    Gives for each file whether its entry changed, and the fields that say something else by
    hand, which stay. Raises `SettingsError` for a file that can't be read or written.
    """
    outcome: dict[str, tuple[bool, tuple[str, ...]]] = {}

    def edit(entries: Entries) -> bool:
        known = {composed(str(entry.get("file"))): entry for entry in entries}
        for file, before, now in said:
            entry = known.get(composed(file))
            if entry is None:
                entry = known[composed(file)] = {"file": file}
                entries.append(entry)
            outcome[file] = _merge(entry.setdefault("csl", {}), before, now)
        return any(changed for changed, _ in outcome.values())

    edit_entries(folder, edit)
    return outcome


def renamed(folder: Path, names: Mapping[str, str]) -> None:
    """Have entries of files that were renamed in the folder name them as they are called now."""

    def edit(entries: Entries) -> bool:
        there = {composed(str(entry.get("file"))) for entry in entries}
        changed = False
        for entry in entries:
            new = names.get(composed(str(entry.get("file"))))
            if new is not None and composed(new) not in there:
                entry["file"], changed = new, True
        return changed

    if names:
        edit_entries(folder, edit)


def _merge(
    ours: dict[str, Any], before: Mapping[str, object], now: Mapping[str, object]
) -> tuple[bool, tuple[str, ...]]:
    """Take over each field that is as Zotero said it last; name the others."""
    changed, by_hand = False, []
    for name in dict.fromkeys([*now, *before]):
        own, old, new = (part.get(name, _MISSING) for part in (ours, before, now))
        if own == new:
            continue
        if own != old:
            by_hand.append(name)
            continue
        changed = True
        if new is _MISSING:
            del ours[name]
        else:
            ours[name] = new
    return changed, tuple(sorted(by_hand))
