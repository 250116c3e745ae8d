"""Rows of tables that are asked for by their label."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.table_row import table_row
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import quotes, request

LAKE = """<html><body><h1>The lake and its keepers</h1>
<p>The keepers of the lake met in spring and agreed on what is to be done.</p>
<h2>Measures and who takes them</h2>
<table>
<tr><td>Reeds and Banks</td></tr>
<tr><td><ul><li>Reeds are cut in winter</li><li>Banks are mended with willow</li></ul></td></tr>
<tr><td>Boats and Fishing</td></tr>
<tr><td><ul><li>Boats are washed before they are let in</li>
<li>Nets are measured by the warden</li><li>Pike are counted</li></ul></td></tr>
</table>
<h2>Table 2. What the jetties cost</h2>
<table>
<tr><td>Jetty</td><td>Timber</td><td>Work</td></tr>
<tr><td>Jetty B</td><td>1,200</td><td>up to 40 days at 90 a day =</td></tr>
<tr><td></td><td></td><td>up to 3,600</td></tr>
<tr><td>Jetty C</td><td>800</td><td>900</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("lake")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lake.html").write_text(LAKE, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


BOATS = [
    "Boats and Fishing",
    "Boats are washed before they are let in",
    "Nets are measured by the warden",
    "Pike are counted",
]


@pytest.mark.parametrize(
    "question",
    [
        "In the table at the end, what is listed under Boats and Fishing?",
        "what's in the boats and fishing row of the table",
        "What does the table put under 'Boats and Fishing'?",
        "which measures for boats and fishing?",
    ],
)
def test_a_row_is_shown_whole_and_no_other(question: str, lake: Library) -> None:
    assert quotes(ask(Query(question), lake)) == BOATS


def test_one_word_may_say_what_the_entries_are(lake: Library) -> None:
    made = table_row(request("What steps are listed for Boats and Fishing measures?", lake))
    assert made is not None
    assert made.parts[0].note == (
        "3 entries under this label. Neither they nor their table mention “steps”."
    )
    assert table_row(request("What did steps cost for Boats and Fishing in Ulm?", lake)) is None
    assert table_row(request("Are boats and fishing measures legal?", lake)) is None


def test_what_goes_on_in_the_next_row_comes_along(lake: Library) -> None:
    shown = quotes(ask(Query("show me the row for Jetty B"), lake))
    assert [quote for quote in shown if "Jetty C" in quote] == []
    assert any("1,200" in quote for quote in shown)
    assert "3,600" in shown[-1]


@pytest.mark.parametrize(
    "question",
    [
        "What is the budget in the table for boats and fishing?",  # no word of the table
        "Who answers for boats and fishing in the table?",
        "What is in the hunting row of the table?",
        "jetty B",  # it's no row that is asked for
    ],
)
def test_what_the_table_does_not_say_is_no_row(question: str, lake: Library) -> None:
    assert table_row(request(question, lake)) is None
