from __future__ import annotations

from dataclasses import replace

import pytest

from evals.metrics.citations import citation_figures, corrects, support
from evals.metrics.items import Item, Said
from tests.evals.metrics.made import ASKED, UNANSWERABLE, at, gold, placed

GOLD = gold(at(0, 100), at(200, 300))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (at(0, 100), 1),
        (at(0, 500), 1),  # covers a whole gold quote
        (at(10, 20), 1),  # lies in one
        (at(50, 150), 1),  # shares 50 of 100
        (at(51, 151), 0.5),  # shares 49 of 100
        (at(99, 199), 0.5),
        (at(100, 200), 0),  # touches both, shares nothing
        (at(0, 100, "b.txt"), 0),
        (None, 0),
    ],
)
def test_support_is_a_matter_of_shared_characters(place: object, expected: float) -> None:
    assert support(place, GOLD) == expected  # type: ignore[arg-type]


def test_a_worked_example() -> None:
    item = replace(
        ASKED,
        gold=GOLD,
        statements=(
            placed(at(600, 700), at(0, 90)),  # beside it, and full
            placed(at(80, 180)),  # shares 20 of 100: partial
            Said("Cites nothing."),
            placed(at(600, 700)),
        ),
    )
    assert citation_figures(item) == {
        "evidence_hit": 1,
        "first_evidence_hit": 0,
        "evidence_hit_any": 1,
        "first_evidence_hit_any": 0,
        "gold_recall": 1 / 2,
        "citation_recall": 1 / 4,  # one statement of four
        "citation_precision": 1 / 4,  # one quote of four
        "citation_recall_weighted": 1.5 / 4,
        "citation_precision_weighted": 1.5 / 4,
    }


def test_a_statement_counts_by_its_best_quote_and_precision_by_each() -> None:
    item = replace(ASKED, gold=GOLD, statements=(placed(at(0, 50), at(600, 700), at(700, 800)),))
    figures = citation_figures(item)
    assert figures["citation_recall"] == 1
    assert figures["citation_precision"] == pytest.approx(1 / 3)
    assert figures["first_evidence_hit"] == 1


def test_declining_scores_no_evidence_but_its_nearest_quotes_are_looked_at() -> None:
    nearest = placed(at(600, 700), at(0, 50)).quotes
    item = replace(ASKED, outcome="unsure", gold=GOLD, nearest=nearest)
    assert citation_figures(item) == {
        "evidence_hit": 0,
        "first_evidence_hit": 0,
        "evidence_hit_any": 1,
        "first_evidence_hit_any": 0,
        "gold_recall": 0,
    }


def test_nearest_quotes_beside_an_answer_are_not_its_evidence() -> None:
    item = replace(
        ASKED, gold=GOLD, statements=(placed(at(600, 700)),), nearest=placed(at(0, 50)).quotes
    )
    assert citation_figures(item)["evidence_hit_any"] == 0


@pytest.mark.parametrize(
    "item",
    [
        replace(ASKED, gold=GOLD),  # answers without a statement
        replace(ASKED, gold=GOLD, statements=(Said("Cites nothing."),)),
        replace(ASKED, gold=GOLD, outcome="error", statements=(placed(at(0, 100)),)),
    ],
)
def test_an_answer_without_citations_and_an_error_score_0(item: Item) -> None:
    figures = citation_figures(item)
    assert len(figures) == 9
    assert set(figures.values()) == {0.0}


def test_without_gold_or_answer_there_is_nothing_to_measure() -> None:
    assert citation_figures(replace(ASKED, statements=(placed(at(0, 9)),))) == {}
    assert citation_figures(replace(UNANSWERABLE, gold=GOLD)) == {}


def test_correcting_a_false_premise_means_citing_only_what_the_text_says() -> None:
    item = replace(UNANSWERABLE, outcome="answered", gold=GOLD)
    assert corrects(replace(item, statements=(placed(at(0, 9)), placed(at(250, 260)))))
    assert not corrects(replace(item, statements=(placed(at(0, 9)), placed(at(600, 700)))))
    assert not corrects(replace(item, statements=(Said("Cites nothing."),)))
    assert not corrects(replace(item, gold=(), statements=(placed(at(0, 9)),)))
