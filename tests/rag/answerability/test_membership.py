"""Whether something is in a numbered list: the line over its row tells, or nothing does."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.membership import membership_asked, settled_first
from rag.answerability.ranked_sentence import RankedSentence
from rag.question.question_type import parse
from rag.types import RetrievedSentence, Source, Span

LISTS = """# Goods

Class I goods pay no toll.

§ 4.1 Class I.

- Oats

- Barley

§ 4.2 Class II.

- Wine in barrels

- Salt of class III when wet
"""


def settled(question: str, *texts: str) -> tuple[list[str], bool]:
    document = build_document("g.md", load_markdown(LISTS.encode(), Reading()), Source("g"))
    found = []
    for at, text in enumerate(texts):
        start = document.text.index(text)
        sentence = RetrievedSentence(Span(start, start + len(text)), text, 0.5)
        found.append(RankedSentence(document, "p", sentence, 0.9 - at / 10))
    asked = membership_asked(parse(question))
    assert asked is not None
    ordered, known = settled_first(found, asked)
    return [one.found.text for one in ordered], known


@pytest.mark.parametrize(
    "question",
    [
        "Is the toll for class II goods high?",
        "Is barley kept in the barn?",
        "What is in class II?",
        "Which class pays no toll?",
        "Is there a class II?",
        "Is it wet?",
    ],
)
def test_other_questions_ask_for_no_list(question: str) -> None:
    assert membership_asked(parse(question)) is None


@pytest.mark.parametrize(
    ("question", "row", "line"),
    [
        ("Is barley in class I?", "Barley", "§ 4.1 Class I."),
        ("Are wine and barrels class I goods?", "Wine in barrels", "§ 4.2 Class II."),
        (
            "Is wine a class I good?",
            "Wine in barrels",
            "§ 4.2 Class II.",
        ),  # in another: that is shown
    ],
)
def test_the_line_over_a_row_tells_its_list(question: str, row: str, line: str) -> None:
    texts, known = settled(question, "Class I goods pay no toll.", row)
    assert texts[:2] == [line, row]
    assert known


def test_a_sentence_with_thing_and_list_needs_no_line() -> None:
    texts, known = settled("Is salt in class III?", "Wine in barrels", "Salt of class III when wet")
    assert texts[0] == "Salt of class III when wet"
    assert known


def test_what_only_speaks_of_the_list_settles_nothing() -> None:
    assert not settled("Is honey in class I?", "Class I goods pay no toll.", "Barley")[1]


@pytest.mark.parametrize(
    "question",
    [
        "In which class is salt?",
        "What class does salt belong to?",
        "Under which class is salt listed?",
    ],
)
def test_which_list_a_thing_is_in_is_told_by_the_line_over_its_row(question: str) -> None:
    texts, known = settled(question, "Class I goods pay no toll.", "Salt of class III when wet")
    assert texts[:2] == ["§ 4.2 Class II.", "Salt of class III when wet"]
    assert known


def test_only_a_row_that_opens_with_the_thing_tells_its_list() -> None:
    texts, known = settled(
        "Which class are barrels in?", "Class I goods pay no toll.", "Wine in barrels"
    )
    assert texts == ["Class I goods pay no toll.", "Wine in barrels"]
    assert not known


def test_another_name_in_brackets_is_the_thing() -> None:
    asked = membership_asked(parse("Which class is wine in?"))
    assert asked is not None
    assert asked.opens("3. Claret (also called port; wine; red)")
    assert asked.opens("Claret (wine)")
    assert not asked.opens("Barrels (except those for wine)")
    assert not asked.opens("The toll on barrels is due at noon. It was lowered (for wine)")
