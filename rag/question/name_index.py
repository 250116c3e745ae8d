"""The names of many documents, by what a text may share with them: it has few of them at most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rag.question.catalogue_names import CatalogueName, name_of
from rag.store.catalogue_rows import Entry

REMEMBERED = 8
"""Lists of documents whose names are kept in order: each collection's, some scopes'."""
_RUN = re.compile(r"[\w-]+")

Named = Sequence[tuple[str, CatalogueName]]
"""Documents by their ids, in the catalogue's order."""


class NameIndex:
    """The names of some documents. Each way to look them up is made when it's first needed."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Name the documents, in the catalogue's order."""
        self.names: Mapping[str, CatalogueName] = {entry.id: name_of(entry) for entry in entries}
        self._rows: Named = tuple(self.names.items())

    def shares(self, stem: str) -> int:
        """Say how many documents have a stem in any of their names."""
        return len(self._by_stem.get(stem, ()))

    def sharing(self, stems: Iterable[str]) -> Named:
        """Give the documents that have any of some stems in their names, or go by it as a year."""
        return self._of([*self._by_stem.get(one, ()), *self._by_year.get(one, ())] for one in stems)

    def of_kind(self, nouns: Iterable[str]) -> Named:
        """Give the documents that may be called by any of some words for a document."""
        return self._of(self._by_kind.get(noun, ()) for noun in nouns)

    def written(self, title: str) -> Named:
        """Give the documents of a title, as `folded`."""
        return self._of([self._by_title.get(title, ())])

    def numbered(self, number: str) -> Named:
        """Give the documents with a number among the parts of their file's name, `squeezed`."""
        return self._of([self._by_number.get(number, ())])

    def in_files(self, text: str) -> Named:
        """Give the documents whose file's name may stand in a text in small letters.

        It does so only from where a stretch of letters, digits and hyphens begins.
        """
        return self._of(self._by_file.get(one, ()) for one in ("", *_RUN.findall(text)))

    @property
    def kinds(self) -> Iterable[str]:
        """The words that any of the documents may be called by."""
        return self._by_kind.keys()

    @property
    def years(self) -> Iterable[str]:
        """The years that any of the documents goes by."""
        return self._by_year.keys()

    def _of(self, rows: Iterable[Sequence[int]]) -> Named:
        return [self._rows[one] for one in sorted({one for some in rows for one in some})]

    @cached_property
    def _by_stem(self) -> Mapping[str, Sequence[int]]:
        return self._by(lambda name: name.all)

    @cached_property
    def _by_year(self) -> Mapping[str, Sequence[int]]:
        return self._by(lambda name: name.years)

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[int]]:
        return self._by(lambda name: name.kinds)

    @cached_property
    def _by_title(self) -> Mapping[str, Sequence[int]]:
        return self._by(lambda name: (name.written,))

    @cached_property
    def _by_number(self) -> Mapping[str, Sequence[int]]:
        return self._by(lambda name: map(squeezed, re.split(r"[-_\s.]", " ".join(name.files))))

    @cached_property
    def _by_file(self) -> Mapping[str, Sequence[int]]:
        """By what a file's name begins with; "" where that is neither letter, digit nor hyphen."""
        return self._by(lambda name: {_beginning(file) for file in name.files})

    def _by(self, keys: Callable[[CatalogueName], Iterable[str]]) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for number, (_, name) in enumerate(self._rows):
            for key in keys(name):
                found.setdefault(key, []).append(number)
        return found


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names of documents, and how many of those share each stem of a text."""

    index: NameIndex
    shares: Mapping[str, int]
    total: int

    def rare(self, stem: str) -> bool:
        """Say whether a word tells a document from most others."""
        return 0 < self.shares.get(stem, 0) <= max(1, self.total // 5)


def squeezed(text: str) -> str:
    """Give the letters and digits of a text, in small letters."""
    return re.sub(r"[\W_]+", "", text).lower()


def _beginning(file: str) -> str:
    match = _RUN.match(file)
    return match.group() if match else ""


class _Same:
    """A list of documents as a key: the very list, which nobody changes, and not its like."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.entries is other.entries


def names_in(entries: Sequence[Entry]) -> NameIndex:
    """Give the names of some documents, those of the last few lists remembered."""
    return _names_in(_Same(entries))


@lru_cache(maxsize=REMEMBERED)
def _names_in(same: _Same) -> NameIndex:
    return NameIndex(same.entries)
