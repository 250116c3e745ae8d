"""What the chat shows for each question, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from rag.library import Library
from rag.settings import load_settings
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Answer
from tests.ui.web.pages import cite_words, make_document, read
from ui.web.events import Message, answer_question, give_up
from ui.web.jobs import Update
from ui.web.kept import Kept
from ui.web.markers import marker_of
from ui.web.replies import question_html, question_of, working_html
from ui.web.showing import list_documents, show_source

CHECKS = "What do people think of the security checks?"
YEAR = "In which year did the cabinet announce the National Internal Security Policy?"


class BrokenLibrary:
    """A library in which everything fails in a way that nobody foresaw."""

    def check(self, collection: str = DEFAULT_COLLECTION) -> None:
        raise ZeroDivisionError("secret")

    @property
    def store(self) -> Store:
        raise ZeroDivisionError("secret")


BROKEN = cast(Library, BrokenLibrary())


def ask(question: str, library: Library, chat: list[Message] | None = None) -> list[Update]:
    return list(answer_question(question, chat or [], library))


def chats(updates: list[Update]) -> list[list[Message]]:
    """The states that the chat goes through; other updates leave it as it is."""
    return [update[1] for update in updates if isinstance(update[1], list)]


def last_words(updates: list[Update]) -> str:
    return read(chats(updates)[-1][-1]["content"]).text


def test_an_answer_streams_in_and_ends_with_its_first_source(library: Library) -> None:
    updates = ask(CHECKS, library)
    states = chats(updates)
    assert updates[0][0] == ""
    assert "working" in states[0][-1]["content"]
    assert "working" not in states[-1][-1]["content"]
    assert len(states) >= 3
    assert all(state[0]["content"] == question_html(CHECKS) for state in states)
    assert len(read(updates[-1][2]).marked) == 1


def test_two_sessions_at_once_keep_to_themselves(library: Library) -> None:
    one, two = answer_question(CHECKS, [], library), answer_question(YEAR, [], library)
    states: dict[str, Any] = {}
    for first, second in zip(one, two, strict=False):
        states["one"], states["two"] = first[1], second[1]
    for rest in one:
        states["one"] = rest[1]
    for rest in two:
        states["two"] = rest[1]
    assert "fed up" in str(states["one"])
    assert "2014" not in str(states["one"])
    assert "2014" in str(states["two"])
    assert "fed up" not in str(states["two"])


def test_the_next_turn_is_added_to_the_chat(library: Library) -> None:
    first = chats(ask(CHECKS, library))[-1]
    second = chats(ask(YEAR, library, first))[-1]
    assert [message["role"] for message in second] == ["user", "assistant"] * 2
    assert second[:2] == first
    assert "c-1-s1" in second[1]["content"]
    assert "c-2-s1" in second[3]["content"]


def test_an_empty_store_is_told_with_its_remedy(tmp_path: Path) -> None:
    library = Library(load_settings(corpus=tmp_path, store=tmp_path / "store"))
    words = last_words(ask(CHECKS, library))
    assert "sanad ingest" in words
    library.close()


def test_what_nobody_foresaw_ends_in_words_without_its_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    words = last_words(ask(CHECKS, BROKEN))
    assert "went wrong" in words
    assert "secret" not in words
    assert "secret" in caplog.text


def test_a_marker_that_cannot_be_followed_is_told(library: Library) -> None:
    assert "leads nowhere" in read(show_source("c-nonsense", library)).text
    marker = marker_of(cite_words(make_document("Gone."), "Gone."), turn=1, number=1)
    assert "no longer among those" in read(show_source(marker.id, library)).text
    assert "went wrong" in read(show_source(marker.id, BROKEN)).text


def test_an_overlong_question_is_not_asked() -> None:
    updates = ask("x" * 2001, BROKEN)
    assert len(updates) == 1
    assert updates[0][0] != ""
    assert "2,001 characters" in last_words(updates)


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_changes_nothing(question: str) -> None:
    assert chats(ask(question, BROKEN)) == []


def test_an_answer_that_broke_off_earlier_does_not_go_on_working(library: Library) -> None:
    broken_off = [
        {"role": "user", "content": [{"type": "text", "text": question_html("Before?")}]},
        {"role": "assistant", "content": [{"type": "text", "text": working_html("Searching")}]},
    ]
    last = chats(ask(CHECKS, library, broken_off))[-1]
    assert "working" not in str(last)
    assert "broken off" in read(last[1]["content"]).text


def test_too_many_at_once_are_told() -> None:
    assert "too many" in read(give_up([])[-1]["content"]).text


def test_the_documents_are_listed_or_it_is_said_why_not(library: Library) -> None:
    assert "2 documents" in read(list_documents(library)).text
    assert "went wrong" in read(list_documents(BROKEN)).text


def test_everything_on_the_last_question_is_listed_with_markers(library: Library) -> None:
    asked = chats(ask(CHECKS, library))[-1]
    updates = list(answer_question("", asked, library, everything=True))
    states = chats(updates)
    assert states[-1][-2]["content"] == question_html(CHECKS)
    seen = read(states[-1][-1]["content"])
    assert "passages on this" in seen.text
    assert "security checks" in seen.text
    panel = next(update[2] for update in reversed(updates) if isinstance(update[2], str))
    assert "Source 1" in read(panel).text


def test_everything_on_nothing_is_not_asked(library: Library) -> None:
    assert chats(list(answer_question(" ", [], library, everything=True))) == []


def test_a_question_that_cannot_be_read_is_told_as_that(library: Library) -> None:
    words = last_words(ask("پہلے گروپ نے کیا کہا؟", library))
    assert "This question can’t be read" in words
    assert "sanad ingest --rebuild" in words
    assert "Searched" not in words


def test_what_was_read_otherwise_is_told(library: Library) -> None:
    assert "Read “secruity” as “security”." in last_words(
        ask("What do people think of the secruity checks?", library)
    )


PLAN = "When was the National Action Plan announced?"
POINTS = "And who announced it?"


def test_a_follow_up_is_asked_in_full_and_shown_so(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    states = chats(list(answer_question(POINTS, first, library, kept=kept)))
    for state in states[1:]:
        seen = read(state[-1]["content"])
        assert "Read as Who announced the National Action Plan?" in seen.text
        assert state[-2]["content"] == question_html(POINTS)
    assert kept.shown[-1].query.question == "Who announced the National Action Plan?"
    assert kept.turns[-1].followed


def test_a_follow_up_is_shown_with_the_topic_that_it_is_joined_to(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    second = chats(list(answer_question("Who decides that?", first, library, kept=kept)))[-1]
    asked = "Read as Who decides that? about the National Action Plan"
    assert asked in read(second[-1]["content"]).text
    query = kept.shown[-1].query
    assert (query.question, query.topic) == ("Who decides that?", "the National Action Plan")
    assert query.first[0] == "pips-2017"
    assert kept.turns[-1].topic == "the National Action Plan"


def test_a_question_about_the_answer_shows_it_again_and_is_no_turn(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    again = chats(list(answer_question("What page?", first, library, kept=kept)))[-1]
    assert "stands on page" in read(again[-1]["content"]).text
    assert (len(kept.shown), len(kept.turns)) == (2, 1)
    list(answer_question("Tell me more", again, library, kept=kept))
    before, more = kept.shown[0], kept.shown[-1]
    assert isinstance(before, Answer)
    assert isinstance(more, Answer)
    told = {statement.text for statement in before.statements}
    assert more.statements
    assert told.isdisjoint(statement.text for statement in more.statements)
    assert len(kept.turns) == 1


def test_the_other_document_is_asked_the_last_question(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(CHECKS, [], library, kept=kept)))[-1]
    list(answer_question("And in the other one?", first, library, kept=kept))
    assert kept.shown[-1].query.question == CHECKS
    assert kept.shown[-1].query.scope.documents


def test_a_follow_up_can_be_asked_as_typed(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    updates = list(answer_question(POINTS, first, library, as_typed=True, kept=kept))
    assert "Read as" not in last_words(updates)
    assert kept.shown[-1].query.question == POINTS


def test_a_question_that_stands_alone_is_left_as_it_is(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    updates = list(answer_question(CHECKS, first, library, kept=kept))
    assert "Read as" not in last_words(updates)
    assert [answer.query.question for answer in kept.shown] == [PLAN, CHECKS]


def test_everything_on_a_follow_up_is_everything_on_what_it_was_asked_as(
    library: Library,
) -> None:
    kept = Kept()
    first = chats(list(answer_question(PLAN, [], library, kept=kept)))[-1]
    second = chats(list(answer_question(POINTS, first, library, kept=kept)))[-1]
    updates = list(answer_question("", second, library, everything=True, kept=kept))
    shown = question_of(chats(updates)[-1][-2]["content"])
    assert shown == "Who announced the National Action Plan?"
    assert len(kept.turns) == len(kept.shown) == 3


def test_a_follow_up_that_points_to_nothing_says_so(library: Library) -> None:
    kept = Kept()
    first = chats(list(answer_question("پالیسی کب بنی؟", [], library, kept=kept)))[-1]
    updates = list(answer_question("Who funds them?", first, library, kept=kept))
    assert "Nothing before it says what “them” means. It was asked as you typed it." in last_words(
        updates
    )
