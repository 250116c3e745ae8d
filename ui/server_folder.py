"""The folder of a Sanad that serves a team: its collections, its accounts, what was done."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from rag.errors import AccessError

SERVER = "SANAD_SERVER"
"""The variable that names the folder for the command line."""


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
    def access(self) -> Path:
        """Settings of who may come in, and how often; all have defaults."""
        return self.path / "access.yaml"

    @property
    def audit(self) -> Path:
        """The database of who asked, read, added and removed what."""
        return self.path / "audit.db"

    @property
    def notebooks(self) -> Path:
        """Conversations and pins, one folder an account."""
        return self.path / "notebooks"

    @property
    def indexes(self) -> Path:
        """The indexes of those collections whose place isn't said, one folder each."""
        return self.path / "indexes"

    def notebooks_of(self, account: str) -> Path:
        """The conversations and pins of an account, one folder a collection.

        Names may differ in what a file system takes for the same, or may be no file's name.
        """
        digest = hashlib.sha256(account.encode()).hexdigest()[:16]
        readable = re.sub("[^a-z0-9]+", "-", account.lower())[:40].strip("-")
        return self.notebooks / f"{readable}-{digest}"


def forget_notebooks(folder: ServerFolder, account: str) -> None:
    """Delete an account's conversations and pins. Raises `AccessError`."""
    own = folder.notebooks_of(account)
    try:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(own)
    except OSError as error:
        raise AccessError(
            f"{own} can't be deleted ({error.strerror}); delete it, or whoever gets this name next "
            "reads what is in it"
        ) from error
