"""Two parts of documents side by side."""

from __future__ import annotations

import pytest

from rag.ask import ask
from rag.library import Library
from rag.requests.compared_parts import compared_parts
from rag.types import Query
from tests.rag.requests.shelf import request


@pytest.mark.parametrize(
    "text",
    [
        "Compare article 2 with article 4 of the allotment rules",
        "article 2 vs article 4",
        "What is the difference between article 2 and article 4 of the rules?",
        "how does article 2 differ from article 4",
    ],
)
def test_each_part_is_given(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert answer.kind == "comparison"
    assert [part.title.partition(": ")[2] for part in answer.parts] == [
        "Article 2. Water",
        "Article 4. Sheds",
    ]


def test_a_side_that_is_no_part_is_searched_for_in_its_document(shelf: Library) -> None:
    draft = compared_parts(
        request(
            "compare article 4 of the rules and the flight in spring in the bees handbook", shelf
        )
    )
    assert draft is not None
    assert [part.document_id for part in draft.parts] == ["allotments.md", "bees.md"]
    assert "spring" in draft.parts[1].evidence[0].text


@pytest.mark.parametrize(
    "text",
    [
        "compare article 2 with article 40",  # there is no such part, and no document is named
        "compare the ferries and the bees",
        "What does article 4 say and to whom?",
    ],
)
def test_nothing_else_is_compared_as_parts(text: str, shelf: Library) -> None:
    assert compared_parts(request(text, shelf)) is None
