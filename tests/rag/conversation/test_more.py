"""More of the last answer, from where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.conversation.about_the_answer import last_shown, more_about, ready_answer
from rag.conversation.contextualize import in_full
from rag.conversation.more import _closest_first, _Shown
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Place, Query, Span
from tests.conftest import fill
from ui.web.kept import Kept

PIERS = """# Report on the piers of Lanport

## Tolls

The toll of the northern pier is 4 crowns a boat.

It is paid to the warden in the hut beside the gate, before the boat is made fast.

Boats of the pilots pay nothing for the berth that they are given by the warden.

## Lamps

A lamp burns at the end of each pier from dusk until the last boat is in.
"""
GOATS = """# Goats on the common

A goat on the common costs its owner a toll of 2 crowns, which the warden of the common counts.

The warden and the owner mark the goat, and the warden writes the boat that brought it in a book.
"""
QUESTION = "What is the toll of the northern pier?"


@pytest.fixture(scope="module")
def piers(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder: Path = tmp_path_factory.mktemp("piers")
    (folder / "piers.md").write_text(PIERS, "utf-8")
    (folder / "goats.md").write_text(GOATS, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def asked(question: str, library: Library) -> Kept:
    kept = Kept()
    kept.add(ask(Query(question), library))
    return kept


def more(kept: Kept, library: Library) -> Answer:
    told = ready_answer("tell me more", kept.turns, library)
    assert told is not None
    kept.add_aside(told)
    return told


def test_the_rest_of_its_section_is_told_once(piers: Library) -> None:
    kept = asked(QUESTION, piers)
    told = more(kept, piers)
    said = [one.quote for one in told.citations]
    assert any("Boats of the pilots" in one for one in said)
    assert not any("4 crowns a boat" in one for one in said)
    assert {one.document_id for one in told.citations} == {"piers.md"}
    again = more(kept, piers)
    assert not {one.quote for one in again.citations} & set(said)
    assert again.citations or "No other passage" in again.reason
    last = more(kept, piers)
    assert last.status == "refused"
    assert "No other passage of “Report on the piers of Lanport”" in last.reason


def test_the_place_that_is_asked_for_next_is_that_of_what_was_told(piers: Library) -> None:
    kept = asked(QUESTION, piers)
    told = more(kept, piers)
    assert last_shown(kept.turns) is told
    place = ready_answer("what page is that on?", kept.turns, piers)
    assert place is not None
    assert place.citations == told.citations
    assert all("no page numbers" in note for note in place.notes)
    assert "under “Tolls”" in place.notes[0]


def test_of_what_was_not_answered_the_surroundings_are_told(piers: Library) -> None:
    kept = asked("Who painted the northern pier in 1888?", piers)
    answer = kept.turns[-1].answer
    assert isinstance(answer, Answer)
    assert answer.status != "answered"
    told = more(kept, piers)
    if answer.status == "refused":
        assert (told.status, told.citations) == ("refused", ())
    else:
        assert "wasn’t answered" in " ".join((*told.notes, told.reason))
        assert {one.document_id for one in told.citations} <= {answer.nearest[0].document_id}


def test_nothing_is_told_of_a_refusal(piers: Library) -> None:
    told = more(asked("Which zebras won the chess cup of Peru?", piers), piers)
    assert (told.status, told.citations) == ("refused", ())
    assert "Nothing came close" in told.reason


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("tell me more about the lamps", "What is said about the lamps?"),
        ("more, in particular about lamps", "What is said about lamps?"),
        ("Can you give me more details on the pilots?", "What is said about the pilots?"),
        ("tell me more about it", None),
        ("tell me more", None),
        ("What more is there about lamps?", None),
    ],
)
def test_more_about_a_thing_is_asked_of_the_same_document(
    piers: Library, typed: str, asks: str | None
) -> None:
    assert more_about(typed) == asks
    made = in_full(typed, asked(QUESTION, piers).turns, piers)
    assert not asks or (made.question, made.first) == (asks, ("piers.md",))


def test_what_goes_on_looks_into_the_same_document_first(piers: Library) -> None:
    turns = asked(QUESTION, piers).turns
    document, place = in_full("and who counts it?", turns, piers).first
    assert document == "piers.md"
    assert place.startswith("piers.md@")  # what stands behind it may be shown
    assert in_full("Who marks the goats?", turns, piers).first == ()
    query = Query("Who is paid by the warden?", first=("goats.md",))
    shown = ask(query, piers)
    assert {one.document_id for one in (*shown.citations, *shown.nearest)} == {"goats.md"}


@pytest.mark.parametrize(
    ("first", "typed", "asks"),
    [
        ("Is the lamp mentioned anywhere?", "and polio?", "Is polio mentioned anywhere?"),
        ("Does the report mention pilots?", "what about the geese?", None),
        ("Is the word lamp in any of the documents?", "and zebra?", "zebra"),
    ],
)
def test_another_word_is_looked_for_as_the_last_one(
    piers: Library, first: str, typed: str, asks: str | None
) -> None:
    kept = asked(first, piers)
    assert kept.turns[-1].answer is not None
    made = in_full(typed, kept.turns, piers)
    assert (asks or "Does the report mention the geese?").lower() in made.question.lower()
    answer = ask(Query(made.question), piers)
    assert (answer.kind, answer.status, answer.nearest) == ("mention", "refused", ())
    assert answer.searched is not None
    assert answer.searched.documents == 2 or "nowhere has" in answer.reason


def test_what_points_to_the_answer_is_shown_what_stands_behind_it(piers: Library) -> None:
    kept = asked(QUESTION, piers)
    made = in_full("So has that ruined the harbour of the king?", kept.turns, piers)
    assert not made.reason
    answer = ask(Query(made.question, topic=made.topic, first=made.first), piers)
    assert answer.status == "unsure"
    assert answer.nearest[0].quote.startswith("Boats of the pilots")
    assert "right behind the last answer" in answer.reason


def test_a_topic_names_no_other_document_than_the_question(piers: Library) -> None:
    kept = asked("What does the report on the piers say of the toll of a boat?", piers)
    made = in_full("Which of those does “Goats on the common” also name?", kept.turns, piers)
    assert "report" not in made.topic


def test_what_is_asked_of_a_list_one_by_one_is_unsure(piers: Library) -> None:
    topic = "the toll of the northern pier"
    answer = ask(Query("Which of those is paid to the warden?", topic=topic), piers)
    assert answer.status == "unsure"
    assert "one by one" in answer.reason
    assert "one by one" not in ask(Query("Whom is it paid to?", topic=topic), piers).reason


def test_all_documents_were_searched_where_one_is_looked_into_first(piers: Library) -> None:
    answer = ask(Query("Who feeds the walrus of the queen?", first=("goats.md",)), piers)
    assert answer.status != "answered"
    assert answer.searched is not None
    assert answer.searched.documents == 2


def test_what_says_most_comes_first_and_what_was_quoted_last(
    tmp_path: Path, embedder: Embedder
) -> None:
    told = "Gulls are fed by the anglers."
    text = (
        "The Pier Trust met on the weather of the pier in May.",
        f"The pier is old. {told} It is painted in spring.",
        "Gulls that nobody feeds take the bait of the anglers.",
    )
    (tmp_path / "p.md").write_text("# Notes of the Pier Trust\n\n" + "\n\n".join(text), "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    (document,) = library.store.entries()
    found = library.store.document(document.id)
    assert found is not None
    spans = [Span(at := found.text.index(one), at + len(one)) for one in text]
    start = found.text.index(told)
    place = Place(document.id, start, start + len(told))
    answer = ask(Query("What does the Pier Trust say about gulls and anglers?"), library)
    shown = _Shown((), (place,), answer.citations[0], answer.query, False, True)
    assert _closest_first(spans, shown, found) == [spans[2], spans[1]]
