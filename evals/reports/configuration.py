"""What was measured with what: cases, documents, index and code, by name and hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import evals
import ingest
import rag
from rag.errors import SettingsError
from rag.library import Library
from rag.types import Document


def library_configuration(cases: Path, library: Library, **more: object) -> dict[str, object]:
    """Say what was measured with what, for cases that were put to a library."""
    return configuration_of(
        cases=cases,
        documents=library.documents(),
        identity=library.store.fact("identity") or "",
        dtype=library.settings.dtype,
        **more,
    )


def configuration_of(
    *,
    cases: Path | None,
    documents: Iterable[Document],
    identity: str,
    dtype: str,
    **more: object,
) -> dict[str, object]:
    """Say what was measured with what: files by name and hash, the index's identity, the code."""
    return {
        "cases": None if cases is None else file_facts(cases),
        "corpus": [
            {"file": document.file, "content_hash": document.content_hash}
            for document in sorted(documents, key=lambda document: document.file)
        ],
        "identity": identity,
        "dtype": dtype,
        "code": code_facts(),
        **more,
    }


def file_facts(path: Path) -> dict[str, str]:
    """Give a file's name, without its folder, and its SHA-256. Raises `SettingsError`."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror}") from error
    return {"file": path.name, "sha256": digest}


def code_facts() -> dict[str, str]:
    """Give the package's version and one SHA-256 over the source files of rag, ingest and evals."""
    try:
        number = version("sanad")
    except PackageNotFoundError:
        number = "not installed"
    digest = hashlib.sha256()
    for room in (evals, ingest, rag):
        folder = Path(str(room.__file__)).parent
        for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).parts):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            # git may change line ends on the way; the code is the same.
            source = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            digest.update(f"{name} {source}\n".encode())
    return {"version": number, "source_sha256": digest.hexdigest()}
