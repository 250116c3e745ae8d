"""Placeholders for libraries that are imported and not needed; made-up libraries stand for them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from rag.models.deferred import deferred

LIBRARY = {
    "heavy/__init__.py": "import loaded; loaded.names.append('heavy')\nLEVEL = 3\n",
    "heavy/inner.py": (
        "import loaded; loaded.names.append('inner')\n"
        "class Thing:\n    size = 7\n    def __init__(self, n): self.n = n\n"
        "def twice(n): return 2 * n\n"
    ),
    "loaded.py": "names = []\n",
    "user.py": (
        "import heavy\nimport heavy.inner\nfrom heavy.inner import Thing, twice\n"
        "def work(): return twice(4)\n"
        "def known(one): return isinstance(one, Thing)\n"
        "def derived():\n    class Own(Thing): pass\n    return Own(1)\n"
    ),
    "broken.py": "import heavy\n1 / 0\n",
    "hasty.py": "from heavy.inner import twice\nEIGHT = twice(4)\nimport heavy\n",
}


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "heavy").mkdir()
    for name, text in LIBRARY.items():
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in ("heavy", "heavy.inner", "loaded", "user", "hasty", "broken"):
        sys.modules.pop(name, None)


def imported(name: str) -> ModuleType:
    return importlib.import_module(name)


def user() -> ModuleType:
    """Import what imports the library, deferred."""
    with deferred("heavy", "notinstalled"):
        module = imported("user")
        with pytest.raises(ModuleNotFoundError):
            imported("notinstalled")
    assert imported("loaded").names == []
    assert not any(name.partition(".")[0] == "heavy" for name in sys.modules)
    return module


def test_what_is_called_is_the_real_thing() -> None:
    assert user().work() == 8
    assert imported("loaded").names == ["heavy", "inner"]


def test_what_is_asked_of_a_name_or_a_module_is_the_real_thing_s() -> None:
    module = user()
    assert module.Thing.size == 7
    assert module.heavy.inner.twice(5) == 10
    with pytest.raises(AttributeError):
        module.Thing.colour  # noqa: B018


def test_classes_can_be_derived_from_and_asked_for() -> None:
    module = user()
    own = module.derived()
    assert own.n == 1
    assert module.known(own)
    assert not module.known(3)
    assert isinstance(own, imported("heavy.inner").Thing)


def test_afterwards_an_import_is_the_ordinary_one() -> None:
    user()
    assert imported("heavy").LEVEL == 3
    assert imported("heavy.inner").Thing(2).n == 2


def test_what_is_needed_at_once_is_imported_at_once() -> None:
    with deferred("heavy"):
        module = imported("hasty")
        assert module.EIGHT == 8
        assert module.heavy.LEVEL == 3
    assert sys.modules["heavy"] is module.heavy


def test_what_is_here_already_stays() -> None:
    before = imported("heavy")
    with deferred("heavy"):
        assert imported("heavy.inner").twice(1) == 2
    assert sys.modules["heavy"] is before


def test_an_error_leaves_no_placeholder() -> None:
    finders = list(sys.meta_path)
    with pytest.raises(ZeroDivisionError), deferred("heavy"):
        imported("broken")
    assert sys.meta_path == finders
    assert "heavy" not in sys.modules
