"""What is asked of the last answer: its page, whether it still holds, more, the other document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answering.all_passages import everything
from rag.ask import ask
from rag.conversation.about_the_answer import NOTHING_BEFORE, ready_answer, wish_of
from rag.conversation.contextualize import in_full
from rag.conversation.history import Turn, turn_of
from rag.library import Library
from rag.types import Answer, Query

QUESTION = "How many militants have died?"


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("what page?", "place"),
        ("Which page is that on?", "place"),
        ("and where does it say that?", "place"),
        ("Who says so?", "place"),
        ("who said that", "place"),
        ("who wrote it?", None),
        ("Who said that the gate leaks?", None),
        ("WHICH DOCUMENT IS THIS FROM?", "place"),
        ("is that still true?", "still true"),
        ("Does it still apply, please?", "still true"),
        ("Tell me more.", "more"),
        ("anything else?", "more"),
        ("and in the other one?", "elsewhere"),
        ("What does the other document say about it?", "elsewhere"),
        ("which page is this on pls", "place"),
        ("page number?", "place"),
        ("where did you find that information?", "place"),
        ("is it still in force today?", "still true"),
        ("How current is this information?", "still true"),
        ("is that up-to-date?", "still true"),
        ("How current is the map of the harbour?", None),
        ("What is on page 4?", None),
        ("Is the levy still in force?", None),
        ("Who said that the levy is low?", None),
        ("Tell me more about the levy", None),
        ("What are the other fees?", None),
        ("", None),
        ("why? " * 500, None),
    ],
)
def test_what_a_question_wants_of_the_answer(typed: str, wish: str | None) -> None:
    assert wish_of(typed) == wish


@pytest.fixture(scope="module")
def last(library: Library) -> Answer:
    answer = ask(Query(QUESTION), library)
    assert answer.status == "answered"
    return answer


def test_the_place_of_the_answer_is_told_with_its_words(library: Library, last: Answer) -> None:
    told = ready_answer("what page?", [turn_of(last)], library)
    assert told is not None
    assert (told.statements, told.citations) == (last.statements, last.citations)
    assert told.notes[0].startswith("[1] stands on page ")
    assert told.notes[0].endswith(f"of “{last.citations[0].title}”.")
    assert told.query.question == "what page?"


def test_whether_it_still_holds_is_left_open_with_the_date(library: Library, last: Answer) -> None:
    told = ready_answer("Is that still true?", [turn_of(last)], library)
    assert told is not None
    assert last.citations[0].title in told.notes[0]
    assert "can’t be told" in told.notes[-1]


def test_words_that_no_longer_stand_there_are_not_told_again(
    library: Library, last: Answer
) -> None:
    moved = tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in last.citations)
    turn = turn_of(replace(last, citations=moved))
    assert ready_answer("what page?", [turn], library) is None


@pytest.mark.parametrize(
    "typed", ["what page?", "is that still true?", "tell me more", "and in the other one?"]
)
def test_without_an_answer_before_it_nothing_is_made_up(library: Library, typed: str) -> None:
    assert ready_answer(typed, [], library) is None
    nothing = turn_of(Answer(Query("Who heads Zorblax?"), "refused", missing=("Zorblax",)))
    ready = ready_answer(typed, [nothing], library)
    assert ready is None or (ready.reason, ready.citations) == (NOTHING_BEFORE, ())
    assert (ready is None) is (wish_of(typed) in ("more", "elsewhere"))
    made = in_full(typed, [nothing], library)
    assert (made.question, made.changed) == (typed, False)
    assert "no answer before it" in made.reason


def test_thanks_are_passed_over(library: Library, last: Answer) -> None:
    thanked = turn_of(ask(Query("ok thank you, that helped"), library))
    told = ready_answer("what page?", [turn_of(last), thanked], library)
    assert told is not None
    assert told.citations == last.citations


def test_the_places_of_listed_passages_are_told(library: Library) -> None:
    listed = everything(Query(QUESTION), library)
    told = ready_answer("on what pages are these?", [turn_of(listed)], library)
    assert told is not None
    assert len(told.facts) == len(listed.citations) > 0
    assert all("page" in one.value or "paragraph" in one.value for one in told.facts)


def test_the_place_of_what_came_closest_is_told_too(library: Library, last: Answer) -> None:
    near = replace(last, status="unsure", statements=(), citations=(), nearest=last.citations)
    told = ready_answer("what page is that on?", [turn_of(near)], library)
    assert told is not None
    assert (told.status, len(told.notes)) == ("unsure", len(last.citations))


def test_an_event_is_no_date_of_publication(library: Library) -> None:
    about = ask(Query("What is the date of the PIPS brief?"), library)
    told = ready_answer("how current is this?", [turn_of(about)], library)
    assert told is not None
    assert told.notes[0].endswith(
        "no date of publication in the catalogue; its event was on 2017-05-03."
    )


def test_more_lists_the_passages_on_the_last_question(library: Library, last: Answer) -> None:
    made = in_full("Tell me more.", [turn_of(last)], library)
    assert (made.question, made.listing, made.changed) == (QUESTION, True, True)


def test_the_other_document_is_asked_the_same(library: Library, last: Answer) -> None:
    made = in_full("And in the other one?", [turn_of(last)], library)
    assert made.question == QUESTION
    assert made.documents
    assert last.citations[0].document_id not in made.documents


def test_abuse_lends_nothing(library: Library) -> None:
    turns = [turn_of(ask(Query("you worthless heap of rust"), library))]
    assert not turns[0].lends
    assert not in_full("why?", turns, library).topic


def test_a_follow_up_in_capitals_is_read_in_small_letters(library: Library) -> None:
    made = in_full("WHEN WAS IT PASSED?", [Turn("What does the Water Act require?")], library)
    assert made.question == "When was the Water Act passed?"
    assert made.original == "WHEN WAS IT PASSED?"
