"""Rows of documents: streamed, filtered, sorted, and never shown where they aren't verbatim."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.citations.integrity import problem_with
from rag.errors import QueryError
from rag.library import Library
from rag.tables.lines import Line, cited
from rag.tables.listing import Listing, choice_of, compared, gathered, in_order, listed
from rag.tables.row import Mark, Row, Table
from rag.types import DEFAULT_COLLECTION, Document, Scope, Span
from tests.rag.tables.shelf import DUTIES, WATER, duties, put, shelf


def lines(
    library: Library,
    where: Sequence[str] = (),
    sort: str = "",
    documents: tuple[str, ...] = (),
    table: Table = DUTIES,
) -> Listing:
    choice = choice_of(table, Scope(documents=documents), where, sort)
    return gathered(table, listed(table, choice, library))


def actors(found: Listing) -> list[str]:
    return [line.cells[0] for line in found.lines]


def test_each_row_is_cut_from_its_document_and_cited(duties: Listing, small: Library) -> None:
    rows = list(duties.cited(small))
    assert len(rows) == len(duties.lines) == 9
    for one in rows:
        assert one.citation.quote == one.line.words
        assert problem_with(one.citation, small.store, DEFAULT_COLLECTION) is None
    assert [one.citation.key for one in rows] == [str(n) for n in range(1, 10)]
    (third,) = duties.cited(small, 2, 1)
    assert third == rows[2]


def test_the_first_row_comes_before_the_last_document_is_read(small: Library) -> None:
    begun = []

    def watched(document: Document) -> Iterator[Row]:
        for row in duties(document):
            begun.append((document.id, row.span.start))
            yield row

    table = replace(DUTIES, name="watched", rows=watched)
    found = listed(table, choice_of(table, Scope()), small)
    first = next(one for one in found if isinstance(one, Line))
    assert begun == [(first.document.id, first.row.span.start)]
    assert len(gathered(table, found).lines) == 8


def test_a_document_that_cannot_be_read_is_named_and_stops_nothing(duties: Listing) -> None:
    (left,) = duties.skipped
    assert left.file == "agua.md"
    assert "Spanish" in left.reason
    assert {one.file: one.rows for one in duties.read} == {
        "bells.md": 2,
        "quays.md": 3,
        "wells.md": 4,
    }


def test_another_script(tmp_path: Path) -> None:
    text = "# پانی\n\n" + "کونسل ہر کنویں کی جانچ کرے گی، " * 20
    library = shelf(tmp_path, {"a.md": text, "wells.md": WATER})
    found = lines(library)
    assert "Arabic script" in found.skipped[0].reason
    assert len(found.lines) == 4
    library.close()


def test_a_text_that_was_tampered_with_is_named_and_stops_nothing(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    store = library.settings.store_folder
    library.close()
    with sqlite3.connect(store / "catalogue.sqlite3") as database:
        database.execute(
            "UPDATE documents SET text = replace(text, 'must', 'might') WHERE id = 'wells.md'"
        )
    database.close()
    again = Library(library.settings)
    found = lines(again)
    assert {one.file for one in found.skipped} == {"agua.md", "wells.md"}
    assert len(found.lines) == 5
    again.close()


def test_a_row_whose_words_are_not_there_is_not_shown(small: Library) -> None:
    def wrong(document: Document) -> Iterator[Row]:
        size = len(document.text)
        good = next(duties(document))
        yield good
        yield replace(good, document_id="another")
        yield replace(good, span=Span(size - 1, size + 1), marks=())
        yield replace(good, span=Span(5, 5), marks=())
        yield replace(good, span=Span(-9, 5), marks=())
        yield replace(good, marks=(Mark("actor", Span(size, size + 3), "heading"),))
        yield replace(good, marks=(Mark("actor", Span(0, 3)),))
        yield replace(good, marks=(Mark("action", Span(0, 3), "heading"),))

    found = lines(small, documents=("wells.md",), table=replace(DUTIES, name="wrong", rows=wrong))
    assert actors(found) == ["The village council", ""]
    assert found.lines[1].cells[1] == "The"


def test_a_fault_in_one_document_stops_nothing(
    small: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(document: Document) -> Iterator[Row]:
        yield next(duties(document))
        if document.id == "quays.md":
            raise IndexError

    found = lines(small, table=replace(DUTIES, name="faulty", rows=faulty))
    assert len(found.lines) == 3
    assert {one.file for one in found.skipped} == {"agua.md", "quays.md"}
    assert "quays.md could not be made" in caplog.text


def test_a_document_that_changed_meanwhile(tmp_path: Path) -> None:
    library = shelf(tmp_path, {"wells.md": WATER})
    found = lines(library)
    put(library, tmp_path, {"wells.md": WATER.replace("30", "31")})
    assert [cited(line, library) for line in found.lines] == [None] * 4
    assert "within 31 days" in lines(library).lines[0].words
    library.close()


def test_rows_are_found_once_for_the_same_text(small: Library) -> None:
    looked = []

    def counted(document: Document) -> Iterator[Row]:
        looked.append(document.id)
        yield from duties(document)

    table = replace(DUTIES, name="counted", rows=counted)
    assert actors(lines(small, table=table)) == actors(lines(small, table=table))
    assert len(looked) == len(set(looked)) == 3
    found = listed(table, choice_of(table, Scope()), small)
    next(found)
    assert len(looked) == 3


def test_who_looks_again_goes_on_where_the_first_stopped(small: Library) -> None:
    found = []

    def counted(document: Document) -> Iterator[Row]:
        for row in duties(document):
            found.append(row)
            yield row

    table = replace(DUTIES, name="broken off", rows=counted)
    broken_off = iter(listed(table, choice_of(table, Scope()), small))
    next(broken_off)
    assert isinstance(broken_off, Generator)
    broken_off.close()
    with ThreadPoolExecutor(4) as several:
        looked = [several.submit(lines, small, table=table) for _ in range(4)]
    assert {tuple(actors(one.result())) for one in looked} == {tuple(actors(lines(small)))}
    assert len(found) == 9


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (["actor=council"], ["The village council"]),
        (["actor=COUN village"], ["The village council"]),
        (["actor=ouncil"], []),
        (["harbour"], ["The harbour board"]),
        (["goats"], ["Owners"]),
        (["strength=must", "document=well"], ["The village council", "It"]),
        (["strength=mu"], []),
        (["How many=", "strength=must"], ["=1+1", "The harbour board", "An owner", "It"]),
        (["strength!=must", "document!=quay"], ["A well", "Owners"]),
        (["@sum("], ["@SUM(A1)"]),
        ([" "], 9),
    ],
)
def test_rows_are_chosen_by_words(small: Library, where: list[str], found: list[str] | int) -> None:
    chosen = actors(lines(small, where))
    assert (len(chosen) if isinstance(found, int) else chosen) == found


def test_documents_are_chosen_and_ordered_as_they_are_named(small: Library) -> None:
    found = lines(small, documents=("wells.md", "bells.md"))
    assert [one.file for one in found.read] == ["wells.md", "bells.md"]
    with pytest.raises(QueryError, match=r"nowhere\.md"):
        lines(small, documents=("nowhere.md",))


def test_rows_are_sorted_by_what_a_column_comes_to(small: Library) -> None:
    assert [line.cells[2] for line in lines(small, sort="days").lines][:4] == [
        "5 goats",
        "12 hours",
        "30 days",
        "100 days",
    ]
    down = [line.cells[2] for line in lines(small, sort="-How many").lines]
    assert down == ["100 days", "30 days", "12 hours", "5 goats", *[""] * 5]
    by_name = actors(lines(small, ["document!=hyper"], sort="actor"))
    assert by_name == [
        "The harbour board",
        "It",
        "An owner",
        "Owners",
        "Ships",
        "The village council",
        "A well",
    ]


def test_a_column_that_is_not_there(small: Library) -> None:
    for where, sort in ((["nobody=x"], ""), ([], "nobody")):
        with pytest.raises(QueryError, match="actor, action, days, strength, document"):
            lines(small, where, sort)
    with pytest.raises(QueryError, match="20"):
        lines(small, ["x"] * 21)
    with pytest.raises(QueryError, match="300"):
        lines(small, ["x" * 301])


def test_what_belongs_side_by_side(small: Library) -> None:
    (group,) = compared(DUTIES, lines(small, sort="-actor").lines)
    assert (group.label, group.remark) == ("What may be", "4 things")
    assert {line.cells[0] for line in group.lines} == {"@SUM(A1)", "Ships", "A well", "Owners"}
    assert list(compared(DUTIES, lines(small, ["strength=must"]).lines)) == []
    assert list(compared(replace(DUTIES, compare=None), lines(small).lines)) == []


def test_sorting_leaves_equals_as_they_are(duties: Listing) -> None:
    assert in_order(duties.lines, "strength", DUTIES)[:4] == [
        one for one in duties.lines if one.cells[3] == "may"
    ]
