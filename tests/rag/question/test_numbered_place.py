"""Tests for questions that name a place by its number."""

from __future__ import annotations

import pytest

from rag.question.numbered_place import NumberedPlace, numbered_place


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does article 2 say?", NumberedPlace("article", "2", whole=True)),
        ("What does clause 1.2 of the Wells Act say?", NumberedPlace("clause", "1.2", whole=True)),
        ("what is section 14A about", NumberedPlace("section", "14a", whole=True)),
        ("What is the fee under rule 7?", NumberedPlace("rule", "7", whole=False)),
        ("What does part IV provide?", NumberedPlace("part", "iv", whole=True)),
        ("Is there a rule civil servants must obey?", None),
        ("What is aim 5.3 of the plan?", None),
        ("What is objective 5.3 of the plan?", NumberedPlace("objective", "5.3", whole=True)),
        ("Did it grow by 2.5 percent?", None),
        ("Should wardens keep a leading part in the count?", None),
        ("Do articles 2 and 3 differ?", None),
        ("Does rule 2 beat rule 3?", None),
        ("How many wells are there?", None),
    ],
)
def test_the_place_that_a_question_names(question: str, expected: NumberedPlace | None) -> None:
    assert numbered_place(question) == expected


def test_a_sentence_that_begins_with_the_number() -> None:
    place = NumberedPlace("article", "2", whole=True)
    for text in ("Article 2 The owner", "Art. 2. The owner", "2. The owner", "(2) The owner"):
        assert place.heads(text)
    for text in ("Section 2 The owner", "2.1 The owner", "20 owners", "Article 12 The", "2nd of"):
        assert not place.heads(text)
    assert NumberedPlace("clause", "1.2", whole=True).heads("1.2 It names the depth.")


def test_a_passage_with_a_line_that_begins_with_the_number() -> None:
    place = NumberedPlace("objective", "5.3", whole=True)
    assert place.within("5.2: Count the wells\n5.3: Count the pumps")
    assert not place.within("5.2: Count the wells, as 5.3 says")
