"""What a headline says of a review."""

from __future__ import annotations

import pytest

from rag.checking.draft_text import Draft, Part
from rag.checking.findings import Reported, Review, Sort
from rag.types import Searched, Span
from ui.draft.report import review_html
from ui.draft.words import change_text

TEXT = "The levy was doubled."


def review(*sorts: Sort) -> Review:
    draft = Draft(TEXT, (Part("paragraph", 0, len(TEXT), 1),))
    found = tuple(Reported(sort, Span(0, len(TEXT)), 0, TEXT, "a reason") for sort in sorts)
    return Review(draft, found, Searched("main", 1, 1, 1))


@pytest.mark.parametrize(
    ("sorts", "said"),
    [
        (("compare", "compare"), "2 sentences to compare yourself"),
        (("contradicted", "compare"), "1 thing to change, 1 sentence to compare yourself"),
        (("nothing found", "supported"), "1 thing to look at"),
        (("supported", "verbatim"), "Nothing to change"),
    ],
)
def test_nothing_is_to_be_done_only_where_that_is_so(sorts: tuple[Sort, ...], said: str) -> None:
    assert change_text(review(*sorts)) == said
    assert f"<strong>{said}.</strong>" in review_html(review(*sorts), "memo.md")
