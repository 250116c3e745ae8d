from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rag.answering.steps import asked, search
from rag.library import Library
from rag.models.embedder import Embedder
from rag.retrieve import hybrid
from rag.retrieve.hybrid import same_words
from rag.settings import load_settings
from rag.types import Query, Scope
from tests.conftest import fill

TEXTS = {
    "levy.md": """\
# The levy

The Common Grazing Board (CGB) raised the levy on wells by a third, from the spring of 1990 on.

# The gate

Whoever draws water from a public well pays the warden at the gate, on the first day of a month.
""",
    "board.md": """\
# The hall

The prime minister opened the hall of the parish, in which the board has met ever since the war.

# The spring

The minister of the parish said that the prime of the year is the spring, and few disagreed then.

# The levy again

THE COMMON GRAZING BOARD (CGB) raised the levy on wells by a third, from the spring of 1990, on!
""",
}


@pytest.fixture(scope="module")
def parish(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder = tmp_path_factory.mktemp("parish")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def found(question: str, library: Library, **scope: tuple[str, ...]) -> list[str]:
    query = Query(question, Scope(**scope))  # type: ignore[arg-type]
    return [hit.passage.text for hit in search(asked(query, library), library)]


def test_the_same_words_are_shown_once_and_counted(parish: Library) -> None:
    hits = search(asked(Query("levy on wells"), parish), parish)
    texts = [same_words(hit.passage.text) for hit in hits]
    assert len(set(texts)) == len(texts) == 4
    assert hits[0].twins == 1
    assert [hit.twins for hit in hits[1:]] == [0, 0, 0]


def test_neighbouring_words_count_as_a_pair(parish: Library) -> None:
    assert found("Where did the prime minister open a hall?", parish)[0].startswith("The prime")


def test_a_paraphrase_is_found_by_meaning(parish: Library) -> None:
    best = found("Is there a fee for taking something to drink from the ground?", parish)[0]
    assert "draws water" in best


def test_scores_are_ordered_and_bounded(parish: Library) -> None:
    hits = search(asked(Query("levy on wells"), parish), parish, 3)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1.0 for score in scores)
    assert len(hits) == 3


def test_a_scope_is_kept(parish: Library) -> None:
    assert len(found("levy on wells", parish, documents=("levy.md",))) == 2


def test_words_that_nothing_has_and_no_words_find_by_meaning(parish: Library) -> None:
    assert len(found("zzz qqq", parish)) == 4
    assert len(found("?", parish)) == 4


def test_a_given_passage_is_compared_as_a_whole(parish: Library) -> None:
    document = next(one for one in parish.documents() if one.file == "levy.md")
    start = document.text.index("The Common")
    scope = Scope(ranges=((document.id, start, document.text.index(" on.") + 4),))
    near, far = (
        search(asked(Query(question, scope), parish), parish)[0].similarity
        for question in ("Who raised the levy on wells?", "How do whales sleep?")
    )
    assert near is not None
    assert far is not None
    assert near > far


def test_a_passage_without_word_pieces_takes_none_from_the_others(
    parish: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, looked = hybrid._kept, hybrid._look
    seen: list[list[hybrid._Seen]] = []

    def without(*given: Any) -> dict[str, Any]:
        found = kept(*given)
        last = [*found][-1]
        row, parts = found[last]
        return found | {last: (row, replace(parts, signs=parts.signs[:0]))}

    def noted(*given: Any) -> list[hybrid._Seen]:
        seen.append(looked(*given))
        return seen[-1]

    monkeypatch.setattr(hybrid, "_look", noted)
    question = asked(Query("Who repairs the roof of the hall?"), parish)
    search(question, parish)
    monkeypatch.setattr(hybrid, "_kept", without)
    search(question, parish)
    whole, less = ({one.passage.id: one.pieces for one in some} for some in seen)
    [gone] = [name for name, score in less.items() if score == 0.0]
    assert whole[gone] > 0
    assert {name: less[name] for name in less if name != gone} == pytest.approx(
        {name: whole[name] for name in whole if name != gone}
    )
