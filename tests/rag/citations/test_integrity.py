from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.ask import ask
from rag.citations.integrity import problem_with, verify
from rag.library import Library
from rag.types import Citation, Query, Statement
from rag.verification.rule_verifier import Bundled


@pytest.fixture(scope="module")
def citation(library: Library) -> Citation:
    question = "In which year did the cabinet announce the National Internal Security Policy?"
    return ask(Query(question), library).citations[0]


def verdict(text: str, citation: Citation, library: Library) -> str:
    statement = Statement(text, (citation.key,), "not verified")
    return verify(statement, (citation,), library.store, "default", Bundled()).verdict


def test_a_quote_is_verbatim(library: Library, citation: Citation) -> None:
    assert verdict(citation.quote, citation, library) == "verbatim"


def test_a_statement_in_other_words_is_compared_with_its_quotes(
    library: Library, citation: Citation
) -> None:
    changed = citation.quote.replace("2014", "2013")
    assert verdict(changed, citation, library) == "contradicted"


def test_a_quote_that_is_not_the_documents_is_found_out_first(
    library: Library, citation: Citation
) -> None:
    forged = replace(citation, quote=citation.quote.replace("2014", "2013"))
    assert verdict(forged.quote, forged, library) == "not verified"


def test_a_statement_without_citations_is_not_verified(library: Library) -> None:
    statement = Statement("Goats are useful.", (), "verbatim")
    checked = verify(statement, (), library.store, "default", Bundled())
    assert (checked.verdict, checked.reason) == ("not verified", "it cites nothing")


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda quote: quote[:-1], lambda quote: quote + " "]
)
def test_a_quote_must_be_the_documents_to_the_letter(
    library: Library, citation: Citation, change: Callable[[str], str]
) -> None:
    assert problem_with(citation, library.store, "default") is None
    forged = replace(citation, quote=change(citation.quote))
    assert problem_with(forged, library.store, "default") is not None
