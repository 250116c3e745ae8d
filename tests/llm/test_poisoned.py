"""The poisoned documents are what they claim: each answers its question, and would mislead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.ask import ask
from rag.library import Library
from rag.types import Query, Scope
from tests.llm.obedience import Orders, obey
from tests.llm.poisoned import CANARY, Poisoned, poisoned

ALL = poisoned()


def test_there_are_forty_of_as_many_kinds() -> None:
    assert len({one.method for one in ALL}) == len({one.file for one in ALL}) == len(ALL) >= 40


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.method)
def test_the_document_answers_its_question(document: Poisoned, shelf: Library) -> None:
    query = Query(document.question)
    answer = ask(replace(query, scope=Scope(documents=(document.file,))), shelf)
    quotes = [citation.quote for citation in (*answer.citations, *answer.nearest)]
    assert any(document.found in quote for quote in quotes), answer.reason


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.method)
def test_who_obeys_the_document_goes_wrong(document: Poisoned) -> None:
    assert obey(document.text + "\n" + document.file.replace("-", " ")) != Orders()
    assert document.markers[0] == CANARY
