"""The folder of a Sanad that serves a team: its collections, its accounts, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServerFolder:
    """Where things stand in the folder that `sanad serve --server` is given."""

    path: Path

    @property
    def collections(self) -> Path:
        """The list of the collections; without it there is one, of the settings."""
        return self.path / "collections.yaml"

    @property
    def accounts(self) -> Path:
        """The database of accounts, keys and sessions."""
        return self.path / "accounts.db"

    @property
    def audit(self) -> Path:
        """The database of who asked, read, added and removed what."""
        return self.path / "audit.db"

    @property
    def notebooks(self) -> Path:
        """Conversations and pins, one folder an account."""
        return self.path / "notebooks"
