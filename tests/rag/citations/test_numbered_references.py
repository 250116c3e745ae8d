"""References for a copy: one a quote, in the style's own way."""

from __future__ import annotations

from rag.citations.numbered_references import references_of
from rag.types import Source
from tests.rag.citations.test_styles import MADE, citation


def test_notes_stand_below_and_one_is_made_for_each_quote() -> None:
    cited = [citation(Source("report", MADE["report"])), citation(Source("report", MADE["report"]))]
    made = references_of(cited, "chicago")
    assert made.noted
    assert made.entries == {}
    assert len(made.html) == len(made.text) == len(made.markdown) == 2
    assert "Doe" in made.text[0]
    assert "<em>" in made.html[0]
    assert "*" in made.markdown[0]


def test_a_style_without_notes_refers_in_the_text_and_lists_its_sources() -> None:
    made = references_of([citation(Source("report", MADE["report"]))], "apa")
    assert not made.noted
    assert made.text[0].startswith("(Doe, 2019")
    assert made.entries["text"][0].startswith("Doe, J. A. (2019)")
