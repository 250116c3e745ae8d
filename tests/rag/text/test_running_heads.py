from __future__ import annotations

import pytest

from rag.text.running_heads import says_the_title


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Harbour Dredging Plan", True),
        ("HAR BOUR DREDG ING PLAN", True),
        ("May 2031 HARBOUR DREDGING", True),
        ("Plan", False),
        ("Dredging", False),
        ("Harbour fees", False),
        ("12", False),
    ],
)
def test_a_heading_that_says_only_the_title(heading: str, says: bool) -> None:
    assert says_the_title(heading, "Harbour Dredging Plan") is says
