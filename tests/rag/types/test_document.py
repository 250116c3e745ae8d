from __future__ import annotations

import pytest

from rag.types import Document, Page, Source, SourceMap, Span


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (Span(0, 5), Span(4, 9), True),
        (Span(0, 5), Span(1, 2), True),
        (Span(0, 5), Span(5, 9), False),
        (Span(5, 9), Span(0, 5), False),
    ],
)
def test_ranges_that_only_touch_share_nothing(one: Span, other: Span, share: bool) -> None:
    assert one.overlaps(other) is share


def test_an_inferred_number_that_two_pages_have_is_not_told() -> None:
    pages = (
        Page(1, 0, 4, "1", inferred=True),
        Page(2, 4, 8, "2", inferred=True),
        Page(3, 8, 12, "1", inferred=True),
        Page(4, 12, 16, "2"),
    )
    source_map = SourceMap("utf-8", (), pages)
    document = Document("a", "a.docx", "x" * 16, "0", Source("a"), source_map)
    told = [document.told_page_at(at) for at in (0, 5, 9, 13)]
    assert [(one.number, one.label) for one in told if one] == [
        (1, None), (2, None), (3, None), (4, "2"),
    ]  # fmt: skip
