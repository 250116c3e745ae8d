"""What is known of a document as a publication."""

from __future__ import annotations

from rag.types import Source


def test_no_name_turns_the_line_that_it_stands_in() -> None:
    source = Source("a", {"title": "Wells \u202edna", "author": [{"literal": "\u2067The \u202eX"}]})
    assert source.title == "Wells dna"
    assert source.author_names == ("The X",)
    urdu = "تعلیمی\u200cسبق"
    assert Source("b", {"title": urdu}).title == urdu
