"""Branches for Windows, as far as they can be run elsewhere. Windows itself is untried.

Those of a module that is made for them are tested with it: `rag.files`, `ingest.child_process`,
`ui.cli.streams`, `ui.setup`.
"""

from __future__ import annotations

import json
import os
import socket
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ingest.incoming import safe_name
from rag.errors import StoreError
from rag.store import word_vector_cache
from rag.store.backup import ABOUT, SCHEMA, restore
from rag.store.word_vector_cache import WordVectors
from tests.conftest import ROOT
from ui.cli.running import alive_on_windows
from ui.web.listening import _sole_use


class Kernel:
    """What Windows tells of processes: one runs, one has ended, the others aren't there."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def OpenProcess(self, access: int, inherit: int, pid: int) -> int:  # noqa: N802
        handle = pid if (access, inherit) == (0x100000, 0) and pid in (7, 8) else 0
        self.open += [handle] if handle else []
        return handle

    def WaitForSingleObject(self, handle: int, wait_ms: int) -> int:  # noqa: N802
        return 0x102 if handle == 7 and wait_ms == 0 else 0

    def CloseHandle(self, handle: int) -> int:  # noqa: N802
        self.open.remove(handle)
        return 1


@pytest.mark.parametrize(("pid", "alive"), [(7, True), (8, False), (9, False), (0, False)])
def test_a_process_is_asked_for_without_ending_it(pid: int, alive: bool) -> None:
    kernel = Kernel()
    assert alive_on_windows(pid, kernel) is alive
    assert kernel.open == []


def test_a_port_is_not_shared() -> None:
    assert _sole_use("win32")[0] != socket.SO_REUSEADDR
    assert _sole_use("linux") == (socket.SO_REUSEADDR, 1)


@pytest.mark.parametrize(
    "given",
    ["con.pdf", "NUL.txt", "COM1.docx", "lpt³.pdf", "aux .html", "conout$.md", "Con.old.pdf"],
)
def test_no_file_gets_the_name_of_a_device(given: str) -> None:
    made = safe_name(given)
    assert made.startswith("document ")
    assert made.endswith(Path(given).suffix)


@pytest.mark.parametrize("given", ["report. .pdf", "a:b|c?.pdf", "..\\..\\x.pdf", "trailing...pdf"])
def test_no_name_ends_in_a_dot_or_holds_what_windows_forbids(given: str) -> None:
    stem, ending = os.path.splitext(safe_name(given))  # noqa: PTH122
    assert ending == ".pdf"
    assert stem == stem.rstrip(" .")
    assert not set(stem) & set('<>:"|?*/\\')


@pytest.mark.parametrize("name", ["..\\..\\evil.txt", "C:evil.txt", "a/../../evil", "/etc/evil"])
def test_no_backup_writes_outside_its_folder(tmp_path: Path, name: str) -> None:
    source = tmp_path / "backup.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(ABOUT, json.dumps({"schema": SCHEMA, "files": {name: "0" * 64}}))
        archive.writestr(name, b"evil")
    with pytest.raises(StoreError, match="no name of a file"):
        restore(source, tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]


def test_words_are_forgotten_though_a_reader_holds_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_vector_cache, "delete", lambda _: False)
    vectors = WordVectors(tmp_path / "words.sqlite3")
    vectors.add({"well": np.ones(384, np.float32)})
    assert "well" in vectors.get(["well"])
    vectors.clear()
    assert vectors.get(["well"]) == {}
    vectors.close()


def test_documents_are_checked_out_as_they_are() -> None:
    rules = (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    assert "* text=auto eol=lf" in rules
    assert "corpus/** -text" in rules
