"""Files that somebody has open: on Windows, waited for or left; elsewhere that doesn't matter."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rag import files


class Held(Path(__file__).__class__):  # type: ignore[misc] # a path that is "open"
    """A path that can't be replaced or deleted until it's let go of."""

    free = threading.Event()

    def replace(self, target: Path) -> Path:
        """Refuse as Windows does."""
        if not self.free.is_set():
            raise PermissionError(13, "it is being used by another process")
        return Path(self).replace(target)

    def unlink(self, missing_ok: bool = False) -> None:
        """Refuse as Windows does."""
        if not self.free.is_set():
            raise PermissionError(13, "it is being used by another process")
        Path(self).unlink(missing_ok)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    Held.free.clear()
    (tmp_path / "made").write_text("new", "utf-8")
    return Held(tmp_path / "made")


def test_a_file_that_is_read_is_replaced_once_it_is_let_go_of(held: Held, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old", "utf-8")
    threading.Timer(2 * files.PAUSE_S, held.free.set).start()
    files.replace(held, tmp_path / "target", platform="win32")
    assert (tmp_path / "target").read_text("utf-8") == "new"


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_one_that_stays_open_is_an_error(held: Held, tmp_path: Path, platform: str) -> None:
    with pytest.raises(PermissionError):
        files.replace(held, tmp_path / "target", platform=platform)


def test_one_that_is_open_stays_on_windows(held: Held) -> None:
    assert not files.delete(held, platform="win32")
    with pytest.raises(PermissionError):
        files.delete(held, platform="linux")
    held.free.set()
    assert files.delete(held, platform="win32")
    assert files.delete(held, platform="linux")


@pytest.mark.parametrize(
    ("name", "odd"),
    [("parts/a.npz", False), ("..\\x", True), ("C:x", True), ("a/b:stream", True), ("ü.db", False)],
)
def test_names_that_lead_elsewhere_on_windows(name: str, odd: bool) -> None:
    assert files.odd_name(name) is odd
