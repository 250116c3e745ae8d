"""The count of a question's stays and returns."""

from __future__ import annotations

from evals.benchmarks.way import Way, way_of
from rag.library import Library


def test_a_return_is_a_stay_in_a_module_that_was_left() -> None:
    way = Way(("ask", "store", "ask", "reading", "store"))
    assert (way.modules, way.returns) == (3, 2)


def test_a_question_is_followed_until_its_answer_is_written(library: Library) -> None:
    way = way_of("Who convened the tenth working group?", library)
    assert way.stays[0] == "ask"
    assert way.modules > 10
    assert all(one != other for one, other in zip(way.stays, way.stays[1:], strict=False))
