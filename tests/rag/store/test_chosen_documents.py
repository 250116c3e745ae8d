"""Documents chosen by name, author, type and date."""

from __future__ import annotations

from datetime import date

import pytest

from rag.errors import QueryError
from rag.store.catalogue_rows import Entry
from rag.store.chosen_documents import (
    asked_of_text,
    by_name,
    first_day,
    in_scope,
    last_day,
    narrowed,
    resolved,
)
from rag.types import NO_PROPERTIES, Scope, Source

DOE = {"family": "Doe", "given": "Jane"}
BOARD = {"literal": "Board of Water"}


def entry(name: str, issued: list[int] | None = None, *authors: object, **csl: object) -> Entry:
    fields = {"title": f"On {name}", "author": list(authors), **csl}
    if issued:
        fields["issued"] = {"date-parts": [issued]}
    source = Source(name, fields)
    return Entry("default", name, f"{name}.pdf", "", "", "", 1, 1, 0, "", NO_PROPERTIES, (), source)


ENTRIES = (
    entry("wells", [2015], DOE, type="report"),
    entry("levy", [2019, 6], BOARD, type="legislation"),
    entry("roads", None, DOE, BOARD),
    entry("rivers", [2021, 2, 3], {"literal": "Board of Water and Roads"}, type="report"),
)


def chosen(scope: Scope) -> list[str]:
    scope = resolved(scope, ENTRIES)
    return [one.id for one in ENTRIES if in_scope(one, scope)]


def test_nothing_chosen_is_everything() -> None:
    assert not Scope().chosen
    assert resolved(Scope(), ENTRIES) == Scope()
    assert len(chosen(Scope())) == 4


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ("Jane Doe", ["wells", "roads"]),
        ("doe, jane", ["wells", "roads"]),
        ("DOE", ["wells", "roads"]),
        ("Board of Water", ["levy", "roads"]),
        ("board", ["levy", "roads", "rivers"]),
    ],
)
def test_an_author_is_named_whole_or_in_part(author: str, found: list[str]) -> None:
    assert chosen(Scope(authors=(author,))) == found


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2015", None, ["wells", "levy", "rivers"]),
        ("2015-07", "2019-06-15", ["wells", "levy"]),
        (None, "2019", ["wells", "levy"]),
        ("2019-07", "2021-02", ["rivers"]),
    ],
)
def test_a_date_that_is_half_known_may_lie_within(
    since: str | None, until: str | None, found: list[str]
) -> None:
    scope = Scope(
        since=first_day(since) if since else None, until=last_day(until) if until else None
    )
    assert chosen(scope) == found


def test_a_type_is_one_of_publication_or_a_format() -> None:
    assert chosen(Scope(kinds=("Report",))) == ["wells", "rivers"]
    assert len(chosen(Scope(kinds=(".PDF",)))) == 4


def test_choices_of_one_kind_widen_and_of_several_narrow() -> None:
    assert chosen(Scope(authors=("doe", "Board of Water"))) == ["wells", "levy", "roads"]
    scope = Scope(authors=("doe",), kinds=("report",), documents=("wells.pdf", "levy"))
    assert chosen(scope) == ["wells"]


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope(documents=("gone",)), "no document 'gone'"),
        (Scope(authors=("Jane Dow",)), "did you mean 'Jane Doe'"),
        (Scope(kinds=("speech",)), "there are legislation, pdf, report"),
        (Scope(kinds=("legislation",), since=date(2020, 1, 1)), "legislation, since 2020"),
    ],
)
def test_what_leaves_no_document_is_told(scope: Scope, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        resolved(scope, ENTRIES)


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "May 2019"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(QueryError, match="write it like 2019"):
        first_day(text)


def test_it_is_said_of_which_documents_it_was_asked() -> None:
    assert asked_of_text(resolved(Scope(), ENTRIES)) == ""
    scope = resolved(Scope(authors=("doe",), until=last_day("2015")), ENTRIES)
    assert asked_of_text(scope) == "1 document (by Jane Doe, until 2015): “On wells”"
    scope = resolved(Scope(kinds=("pdf",)), ENTRIES)
    assert asked_of_text(scope).endswith("“On wells”, “On levy”, “On roads” and 1 more")


def test_a_follow_up_keeps_to_what_is_chosen() -> None:
    doe = resolved(Scope(authors=("doe",)), ENTRIES)
    assert narrowed(doe, (), ENTRIES) == doe
    assert narrowed(Scope(), ("levy",), ENTRIES).documents == ("levy",)
    assert narrowed(doe, ("levy", "roads"), ENTRIES).documents == ("roads",)
    with pytest.raises(QueryError, match="“On levy” isn't among them"):
        narrowed(doe, ("levy",), ENTRIES)
    assert by_name(doe, ENTRIES).documents == ("wells", "roads")
