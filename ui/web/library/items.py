"""A file that is to be read, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.pipeline import Row

State = Literal["waiting", "reading", "done", "failed", "stopped"]
NOT_READ = ("skipped", "duplicate")


@dataclass(slots=True)
class Item:
    """One file to be read: added, put back from the trash (``back``), or read ``again``.

    ``file`` is its name in the folder, once it's there; ``told`` what became of it, in words.
    """

    name: str
    kind: Literal["add", "back", "again"]
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: State = "waiting"
    told: str = ""
    file: str = ""
    staged: Path | None = None
    size: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state not in ("waiting", "reading")


def is_read(item: Item, rows: Mapping[str, Row]) -> bool:
    """Say whether an item of a batch that is still being read is in the index by now."""
    row = rows.get(item.file)
    return item.state == "reading" and row is not None and row.outcome not in NOT_READ
