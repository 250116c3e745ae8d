from __future__ import annotations

import pytest

from rag.types import Span


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
