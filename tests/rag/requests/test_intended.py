"""What a text comes to whose kind is told by its meaning."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.requests.intended import intended, topic_of
from tests.rag.requests.conftest import answer_to
from tests.rag.requests.shelf import quotes, request


def test_a_hasty_summary_is_a_look(shelf: Library) -> None:
    answer = answer_to("nutshell version of the ferries report, im off in ten", shelf)
    assert (answer.kind, answer.status) == ("overview", "answered")
    assert answer.parts[0].title == "The ferries of Lanport: Summary"


def test_what_all_are_about(shelf: Library) -> None:
    answer = answer_to("in a few words, what do all these papers deal with", shelf)
    assert answer.kind == "overview"
    assert {part.document_id for part in answer.parts} == {"ferries.md", "allotments.md", "bees.md"}


def test_a_summary_of_something_in_a_document_is_no_look_at_it(shelf: Library) -> None:
    assert intended(request("nutshell version of the fares in the ferries report", shelf)) is None


def test_recommendations_in_other_words(shelf: Library) -> None:
    answer = answer_to("what changes would the ferries report like", shelf)
    assert answer.kind == "section"
    assert "The Trust should open a second gate at the northern pier." in quotes(answer)


def test_a_numbered_part_in_other_words(shelf: Library) -> None:
    answer = answer_to("quick rundown of article 3 of the allotment rules", shelf)
    assert answer.kind == "section"
    assert quotes(answer) == ["A hedge may be as high as the person who planted it."]


def test_who_gave_a_document(shelf: Library) -> None:
    answer = answer_to("who was behind the ferries report, i have to cite it", shelf)
    assert answer.kind == "document fact"
    assert [fact.name for fact in answer.facts][:1] == ["author"]


def test_a_mention_in_other_words(shelf: Library) -> None:
    answer = answer_to("do lorries get a mention anywhere", shelf)
    assert answer.kind == "mention"
    assert answer.notes[0].startswith("“lorries” is found once")


def test_what_is_nowhere_is_no_mention(shelf: Library) -> None:
    assert intended(request("do zebras get a mention anywhere", shelf)) is None


def test_two_terms_are_both_defined(town: Library) -> None:
    answer = answer_to("what do spoil and nucleus hive mean in these documents", town)
    assert answer.kind == "definition"
    assert {part.document_id for part in answer.parts} == {"harbour", "bees"}


def test_what_a_request_is_about(shelf: Library) -> None:
    assert topic_of(request("do night ferries get a mention anywhere", shelf), "mention") == (
        "night ferries"
    )
    assert topic_of(request("do they get a mention", shelf), "mention") == ""
    assert topic_of(request("fares, and who wants gates, mentioned?", shelf), "mention") is None


@pytest.mark.parametrize(
    "text",
    [
        "What documents do I need to rent a plot?",
        "Could you tell me what the ferries report says about the storm of 1953?",
        "What does the warden do about sheds?",
        "In what month is hive 7 weighed?",
    ],
)
def test_plain_questions_stay_questions(text: str, shelf: Library) -> None:
    assert intended(request(text, shelf)) is None
