"""The files of a corpus folder, known by their bytes, and new ones put among them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.incoming import put_in, room_for, safe_name
from ingest.plan import corpus_files
from ingest.sources import composed
from rag.errors import CorpusError, LoadError
from rag.files import replace


class Corpus:
    """A corpus folder, made where it isn't there."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(f"the folder {folder} can't be made ({error.strerror})") from error
        self.folder = folder
        self._files = {composed(file): file for file in corpus_files(folder)}
        self._sizes: dict[int, list[str]] = {}
        for name in self._files:
            self._sizes.setdefault(self.path(name).stat().st_size, []).append(name)
        self._digests: dict[str, str] = {}

    def path(self, name: str) -> Path:
        """Where a file of the corpus lies."""
        return self.folder / self._files[name]

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""
        return name in self._files

    def digest(self, name: str) -> str:
        """Give the SHA-256 of a file of the corpus."""
        if name not in self._digests:
            self._digests[name] = digest_of(self.path(name))
        return self._digests[name]

    def holding(self, digest: str, size: int) -> str | None:
        """Name the first file with these bytes, None if there is none."""
        return next((n for n in self._sizes.get(size, ()) if self.digest(n) == digest), None)

    def put(self, file: Path, digest: str) -> str:
        """Copy a file into the folder, under a name that harms nobody; give that name.

        Raises `LoadError` for a kind that isn't read, or where there is no room.
        """
        name, size = safe_name(file.name), file.stat().st_size
        if not room_for(size, self.folder):
            raise LoadError("there is no room for it on the disk")
        with TemporaryDirectory(prefix=".sanad-", dir=self.folder) as made:
            staged = Path(made) / "file"
            shutil.copyfile(file, staged)
            there = put_in(staged, name, self.folder)
        self._files[composed(there)] = there
        self._sizes.setdefault(size, []).append(composed(there))
        self._digests[composed(there)] = digest
        return composed(there)

    def change(self, name: str, file: Path, digest: str) -> None:
        """Put another file's bytes in a file's place."""
        if not room_for(file.stat().st_size, self.folder):
            raise LoadError("there is no room for it on the disk")
        with TemporaryDirectory(prefix=".sanad-", dir=self.folder) as made:
            staged = Path(made) / "file"
            shutil.copyfile(file, staged)
            replace(staged, self.path(name))
        self._sizes.setdefault(file.stat().st_size, []).append(name)
        self._digests[name] = digest


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
