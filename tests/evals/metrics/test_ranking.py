from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.items import Place
from evals.metrics.ranking import found_at, ranking_figures
from tests.evals.metrics.made import ASKED, UNANSWERABLE, at, gold

ABOUT = pytest.approx


def test_a_worked_example() -> None:
    # Gold 0-10, 100-110, 200-210. Found at rank 2, at rank 4, and never.
    item = replace(
        ASKED,
        gold=gold(at(0, 10), at(100, 110), at(200, 210)),
        retrieved=(at(50, 60), at(5, 20), at(0, 5), at(90, 101), at(300, 310)),
    )
    assert found_at(item) == (2, 4)
    figures = ranking_figures(item)
    assert [figures[f"recall@{k}"] for k in (1, 5, 10)] == ABOUT([0, 2 / 3, 2 / 3])
    assert [figures[f"hit@{k}"] for k in (1, 5, 10)] == [0, 1, 1]
    assert [figures[f"mrr@{k}"] for k in (1, 5, 10)] == [0, 1 / 2, 1 / 2]
    # Precision at 2 is 1/2, at 4 it is 2/4 (rank 3 finds gold 1 again: nothing new); over 3.
    assert [figures[f"map@{k}"] for k in (1, 5, 10)] == ABOUT([0, 1 / 3, 1 / 3])
    # Gains of 1 discounted by log2 of 3 and of 5; at best by those of 2, 3 and 4.
    ndcg = (0.6309298 + 0.4306766) / (1 + 0.6309298 + 0.5)
    assert [figures[f"ndcg@{k}"] for k in (1, 5, 10)] == ABOUT([0, ndcg, ndcg])


def test_the_denominators_stop_at_k() -> None:
    # Three gold quotes, the first found at rank 1: at 1 nothing better is possible.
    item = replace(
        ASKED, gold=gold(at(0, 9), at(20, 29), at(40, 49)), retrieved=(at(0, 9), at(90, 99))
    )
    figures = ranking_figures(item)
    assert (figures["map@1"], figures["ndcg@1"]) == (1, 1)
    assert figures["recall@1"] == ABOUT(1 / 3)
    assert figures["map@5"] == ABOUT(1 / 3)


def test_one_passage_may_find_all_gold_and_is_then_perfect() -> None:
    item = replace(ASKED, gold=gold(at(0, 9), at(20, 29)), retrieved=(at(0, 50),))
    assert set(ranking_figures(item).values()) == {1.0}


def test_repeats_of_a_found_quote_gain_nothing() -> None:
    both = gold(at(0, 9), at(20, 29))
    repeated = replace(ASKED, gold=both, retrieved=(at(0, 5), at(4, 9), at(20, 29)))
    # Found at 1 and 3: AP (1/1 + 2/3) / 2, not (1 + 3/3) / 2.
    assert ranking_figures(repeated)["map@5"] == ABOUT(5 / 6)
    assert ranking_figures(repeated)["ndcg@5"] == ABOUT(1.5 / (1 + 1 / math.log2(3)))


def test_any_place_of_a_gold_quote_will_do_and_touching_is_not_overlap() -> None:
    item = replace(ASKED, gold=((at(0, 9), at(5, 9, "b.txt")),), retrieved=(at(0, 6, "b.txt"),))
    assert ranking_figures(item)["hit@1"] == 1
    for other in (at(9, 20), at(9, 20, "b.txt"), at(0, 9, "c.txt")):
        assert ranking_figures(replace(item, retrieved=(other,)))["hit@10"] == 0


def test_without_gold_or_answer_there_is_nothing_to_find() -> None:
    assert ranking_figures(ASKED) == {}
    assert ranking_figures(replace(UNANSWERABLE, gold=gold(at(0, 9)))) == {}


def test_nothing_retrieved_and_an_item_that_raised_count_0() -> None:
    item = replace(ASKED, gold=gold(at(0, 9)))
    raised = replace(item, outcome="error", retrieved=(at(0, 9),))
    assert set(ranking_figures(item).values()) == {0.0}
    assert ranking_figures(raised) == ranking_figures(item)
    assert len(ranking_figures(item)) == 15


PLACES = st.builds(
    lambda start, length: Place("a.txt", start, start + length),
    st.integers(0, 60),
    st.integers(1, 30),
)


@settings(deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=6), st.lists(PLACES, max_size=12))
def test_all_stay_between_0_and_1_and_grow_with_depth(
    wanted: list[Place], found: list[Place]
) -> None:
    figures = ranking_figures(replace(ASKED, gold=gold(*wanted), retrieved=tuple(found)))
    assert all(0 <= value <= 1 for value in figures.values())
    for kind in ("recall", "hit", "mrr"):
        assert figures[f"{kind}@1"] <= figures[f"{kind}@5"] <= figures[f"{kind}@10"]


@settings(deadline=None)
@given(st.permutations(range(8)), st.integers(1, 8))
def test_agrees_with_the_textbook_where_a_passage_finds_one_quote(
    order: list[int], relevant: int
) -> None:
    """Passages 0 to relevant-1 hold one gold quote each, the others none."""
    item = replace(
        ASKED,
        gold=gold(*(at(10 * n, 10 * n + 5) for n in range(relevant))),
        retrieved=tuple(at(10 * n, 10 * n + 10) for n in order),
    )
    hits = [number < relevant for number in order][:5]
    average = sum(sum(hits[: r + 1]) / (r + 1) for r, hit in enumerate(hits) if hit)
    assert ranking_figures(item)["map@5"] == ABOUT(average / min(relevant, 5))
    gained = sum(hit / math.log2(r + 2) for r, hit in enumerate(hits))
    ideal = sum(1 / math.log2(r + 2) for r in range(min(relevant, 5)))
    assert ranking_figures(item)["ndcg@5"] == ABOUT(gained / ideal)
