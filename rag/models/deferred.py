"""Libraries that another one imports at its start, and that nothing we do needs.

sentence-transformers imports scikit-learn and SciPy for measures of its own, and they import
pandas: 950 modules, 0.8 s of processor time and 100 MB. While it is imported, each of their
modules is a placeholder, and so is each name that is taken from one. A placeholder stands for
the real thing: whoever calls it, derives from it or takes anything of it has the library
imported then. Afterwards no placeholder is left among Python's modules: an ``import sklearn``
that comes later is the ordinary one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


@contextmanager
def deferred(*libraries: str) -> Iterator[None]:
    """Import these top-level packages as placeholders: those that are installed and not yet here.

    As soon as one of them is needed all the same, that is over.
    """
    finder = _Finder(name for name in libraries if name not in sys.modules)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        finder.end()


class _Finder(MetaPathFinder, Loader):
    def __init__(self, libraries: Iterator[str]) -> None:
        self._libraries = frozenset(name for name in libraries if PathFinder.find_spec(name))

    def find_spec(
        self,
        fullname: str,
        _path: Sequence[str] | None = None,
        _target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find what is to be a placeholder."""
        if fullname.partition(".")[0] not in self._libraries:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make a placeholder."""
        return _Module(spec.name, self)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing."""

    def end(self) -> None:
        """Make no more placeholders, and take those that were made out of Python's modules."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name, module in list(sys.modules.items()):
            if isinstance(module, _Module):
                del sys.modules[name]


class _Module(ModuleType):
    def __init__(self, name: str, finder: _Finder) -> None:
        super().__init__(name)
        self._finder = finder

    def __getattr__(self, name: str) -> _Name:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(self._finder, self.__name__, name)


class _Name:
    """What ``from module import name`` gives."""

    def __init__(self, finder: _Finder, module: str, name: str) -> None:
        self._finder = finder
        self._module = module
        self._name = name

    def _real(self) -> type[Any]:
        self._finder.end()
        found: type[Any] = getattr(import_module(self._module), self._name)
        return found

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._real()(*args, **kwargs)

    def __mro_entries__(self, _bases: tuple[object, ...]) -> tuple[type[Any], ...]:
        return (self._real(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._real())
