from __future__ import annotations

from pathlib import Path

import pytest

from rag.checking.check_claim import check_claim
from rag.errors import QueryError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query, Scope
from tests.conftest import fill

SENTENCE = "Terrorism by Islamist militants is the most serious one."


def test_a_sentence_of_the_documents_is_verbatim(library: Library) -> None:
    found = check_claim(Query(SENTENCE), library)
    assert found.check.verdict == "verbatim"
    assert found.supporting[0].quote == SENTENCE
    assert found.nearest == ()


def test_what_speaks_against_is_shown(library: Library) -> None:
    found = check_claim(Query("As of now, there are 8,400 people in Schedule 4."), library)
    assert found.check.verdict == "contradicted"
    assert "8,300 people" in found.opposing[0].quote
    (difference,) = found.check.differences
    assert difference.found is not None
    document = library.store.document(difference.found.document_id)
    assert document is not None
    assert document.text[difference.found.start : difference.found.end] == "8,300"


def test_the_closest_is_shown_where_nothing_is_sure(library: Library) -> None:
    found = check_claim(Query("The working group met in a hotel in Islamabad."), library)
    assert found.check.verdict == "not verified"
    assert found.nearest


def test_a_scope_holds(library: Library) -> None:
    scope = Scope(documents=("rumi-2015",))
    found = check_claim(Query(SENTENCE, scope), library)
    assert found.check.verdict != "verbatim"
    assert {c.document_id for c in (*found.opposing, *found.nearest)} <= {"rumi-2015"}


@pytest.mark.parametrize("statement", ["", "  ", "x" * 2001])
def test_what_is_no_statement_is_refused(statement: str, library: Library) -> None:
    with pytest.raises(QueryError, match="statement"):
        check_claim(Query(statement), library)


ACTS = """\
# The reply on wells

## Foreword

I thank the Chair of the Wells Inquiry for the recommendations of the report on wells.

## Reply

As such, the council broadly agrees with the Chair's recommendations and sets out what it will do.
"""


def test_what_decides_speaks_against_however_much_else_is_like_it(
    tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "reply.md").write_text(ACTS)
    settings = load_settings(corpus=tmp_path, store=tmp_path / "store", dtype="float32")
    claim = "The council broadly disagrees with the recommendations of the Chair of the Inquiry."
    found = check_claim(Query(claim), fill(settings, embedder))
    assert found.check.verdict == "contradicted"
    assert "broadly agrees" in found.opposing[0].quote
