from __future__ import annotations

from dataclasses import replace

import pytest

from rag.ask import ask
from rag.citations.integrity import verify
from rag.library import Library
from rag.types import Citation, Query, Statement
from rag.verification.rule_verifier import Bundled


@pytest.fixture(scope="module")
def citation(library: Library) -> Citation:
    question = "In which year did the cabinet announce the National Internal Security Policy?"
    return ask(Query(question), library).citations[0]


def verdict(text: str, citation: Citation, library: Library, *, bundled: bool = True) -> str:
    statement = Statement(text, (citation.key,), "not verified")
    verifier = Bundled() if bundled else None
    return verify(statement, (citation,), library.store, "default", verifier).verdict


def test_a_quote_is_verbatim_with_and_without_a_verifier(
    library: Library, citation: Citation
) -> None:
    assert verdict(citation.quote, citation, library) == "verbatim"
    assert verdict(citation.quote, citation, library, bundled=False) == "verbatim"


def test_a_statement_in_other_words_is_compared_with_its_quotes(
    library: Library, citation: Citation
) -> None:
    changed = citation.quote.replace("2014", "2013")
    assert verdict(changed, citation, library) == "contradicted"
    assert verdict(changed, citation, library, bundled=False) == "not verified"


def test_a_quote_that_is_not_the_documents_is_found_out_first(
    library: Library, citation: Citation
) -> None:
    forged = replace(citation, quote=citation.quote.replace("2014", "2013"))
    assert verdict(forged.quote, forged, library) == "not verified"


def test_a_statement_without_citations_is_not_verified(library: Library) -> None:
    statement = Statement("Goats are useful.", (), "verbatim")
    checked = verify(statement, (), library.store, "default", Bundled())
    assert (checked.verdict, checked.reason) == ("not verified", "it cites nothing")
