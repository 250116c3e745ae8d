"""The names of many documents are looked up as if all of them were gone through."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question.catalogue_names import CatalogueName
from rag.question.document_names import read_names
from rag.question.name_index import NameIndex, names_in, squeezed
from rag.store.catalogue_rows import Entry
from rag.types import NO_PROPERTIES, Source

WORDS = st.sampled_from(("water", "levy", "strategy", "brief", "Ulm", "2010", "act", "Doe", "9-12"))
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
FILES = st.sampled_from(("water-9-12.pdf", "(old) levy.txt", "hr1904.html", "a b.docx", "act.txt"))


def entry(number: int, title: str, body: str, file: str) -> Entry:
    csl = {"title": title, "author": [{"literal": body}], "issued": {"date-parts": [[2010]]}}
    return Entry(
        "default", f"d{number}", file, "", "", "", 1, 0, 0, "", NO_PROPERTIES, (),
        Source(f"d{number}", csl),
    )  # fmt: skip


ENTRIES = st.lists(st.tuples(NAMES, NAMES, FILES), max_size=8).map(
    lambda rows: tuple(entry(number, *row) for number, row in enumerate(rows))
)


@given(ENTRIES, st.lists(WORDS, max_size=3), FILES)
@settings(deadline=None, max_examples=60)
def test_it_finds_what_going_through_all_finds(
    entries: tuple[Entry, ...], words: list[str], file: str
) -> None:
    index = NameIndex(entries)
    stems = [word.lower() for word in words]

    def those(suits: Callable[[CatalogueName], bool]) -> list[tuple[str, CatalogueName]]:
        return [(one, name) for one, name in index.names.items() if suits(name)]

    wanted = set(stems)
    assert index.sharing(stems) == those(lambda n: bool(wanted & (n.all | n.years)))
    assert index.of_kind(stems) == those(lambda n: bool(wanted & n.kinds))
    assert index.written("water levy") == those(lambda n: n.written == "water levy")
    number = squeezed(" ".join(words))
    assert index.numbered(number) == those(
        lambda n: any(number in map(squeezed, re.split(r"[-_\s.]", one)) for one in n.files)
    )
    text = f"what does {file} say of {' '.join(stems)}"
    assert set(those(lambda n: any(f" {one} " in text for one in n.files))) <= set(
        index.in_files(text)
    )
    assert [index.shares(stem) for stem in stems] == [
        sum(stem in name.all for name in index.names.values()) for stem in stems
    ]


def test_the_names_of_the_same_list_are_made_once() -> None:
    entries = (entry(0, "Water strategy", "Doe", "a.txt"),)
    assert names_in(entries) is names_in(entries)
    assert names_in((*entries, entry(1, "Levy act", "Roe", "b.txt"))) is not names_in(entries)


def test_of_thousands_those_are_named_that_suit_best() -> None:
    many = tuple(entry(n, f"Report {n} on levies", "Office", f"r-{n}.txt") for n in range(3000))
    entries = (*many, entry(3000, "Water strategy", "Roe", "water.txt"))
    assert read_names("What does the water strategy demand?", entries).documents == ("d3000",)
    assert read_names("What does the report say of wells?", entries).documents == ()
