"""The date that a table's row answers with: the one under the head that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill

PERMITS = """<html><body><h1>Notices of the river authority</h1>
<p>Each notice stands in the register.</p>
<table>
<tr><td>Lodged</td><td>Effective</td><td>Acknowledged</td><td>Holder</td>
<td>Kind of notice</td></tr>
<tr><td>03/02/2018</td><td>05/11/2018</td><td>03/09/2018</td>
<td>Alder Weir Mills and Daughters Ltd Upper Reach</td><td>Weir Removal</td></tr>
<tr><td>04/12/2018</td><td>06/30/2018</td><td>04/20/2018</td>
<td>Sedge Ferry Company Lower Reach</td><td>Ferry Closure</td></tr>
</table>
<h2>Trials of seeds</h2>
<table>
<tr><td>Variety</td><td>Sown</td><td>Harvested</td><td>Beds</td></tr>
<tr><td>Longpod</td><td>2 March 2021</td><td>9 August 2021</td><td>14</td></tr>
<tr><td>Marrowfat</td><td>5 April 2021</td><td>1 September 2021</td><td>11</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("register")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "register.html").write_text(PERMITS, encoding="utf-8")
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("When is the removal of the Alder Weir effective?", "05/11/2018"),
        ("When was the closure of the Sedge Ferry acknowledged?", "04/20/2018"),
        ("When was Longpod harvested?", "9 August 2021"),
        ("When was Marrowfat sown?", "5 April 2021"),
    ],
)
def test_the_date_under_the_asked_head_is_marked(
    question: str, cell: str, register: Library
) -> None:
    best = ask(Query(question), register).statements[0]
    assert best.answer is not None
    assert best.text[best.answer.start : best.answer.end] == cell


def test_of_several_dates_none_is_marked_where_no_head_tells_which(register: Library) -> None:
    best = ask(Query("When was the notice of Alder Weir Mills published?"), register).statements
    assert all(one.answer is None for one in best if " | " in one.text)
