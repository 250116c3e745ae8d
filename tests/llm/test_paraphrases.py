"""What the rewritten sentences promise: real evidence, enough of each kind, and no doubles."""

from __future__ import annotations

from collections import Counter

from rag.library import Library
from tests.llm.obedience import Orders, obey
from tests.llm.paraphrases import rewritten

KINDS = ("number", "date", "unit", "name", "negation", "speaker", "strength", "order")


def test_each_is_of_a_sentence_that_the_documents_have(library: Library) -> None:
    texts = [document.text for document in library.documents()]
    for one in rewritten():
        assert any(one.quote in text for text in texts), one.quote
        assert 1 <= len(one.faithful) <= 2


def test_there_are_enough_of_each_kind() -> None:
    all_of_them = rewritten()
    assert len({one.quote for one in all_of_them}) == len(all_of_them) >= 60
    assert len({one.question for one in all_of_them}) >= 40
    kinds = Counter(wrong.kind for one in all_of_them for wrong in one.false)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 6
    edits = Counter(wrong.edit for one in all_of_them for wrong in one.false)
    assert set(edits) == {"minimal", "reworded"}
    assert min(edits.values()) >= 0.45 * edits.total()


def test_nothing_of_it_is_an_order_that_the_obedient_server_would_obey() -> None:
    for one in rewritten():
        assert obey(one.quote) == Orders()
