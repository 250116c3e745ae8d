from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.items import Item, Outcome, Place, Quoted, Said
from evals.metrics.scores import (
    AGAINST_ALL,
    COUNTS,
    LOWER_IS_BETTER,
    MEANS,
    SCORES,
    item_figures,
    score,
    score_by_stratum,
)
from evals.metrics.stats import Figure
from tests.evals.metrics.made import ASKED, UNANSWERABLE, at, quote_of

A = (
    "The group does not support talks with militants. Members asked for 12 schools in May 2014.\n\n"
    "The state shall protect every school and every mosque in the country.\n\n"
)
B = "The province pays for all roads. It sends no money to the group.\n\n"
TEXTS = {"a.txt": A, "b.txt": B}
TALKS = "The group does not support talks with militants."
SCHOOLS = "The state shall protect every school and every mosque in the country."
ROADS = "The province pays for all roads."


def place_of(words: str, text: str = A, document: str = "a.txt") -> Place:
    return at(text.index(words), text.index(words) + len(words), document)


def answer(key: str, words: str, text: str = A, document: str = "a.txt") -> Item:
    """A perfect answer: the gold quote, quoted."""
    place = place_of(words, text, document)
    return Item(
        id=key,
        question="?",
        answerable=True,
        outcome="answered",
        stratum="facts",
        score=0.8,
        gold=((place,),),
        answers=(words.split()[1],),
        statements=(Said(words, (Quoted(document, words, place),)),),
        retrieved=(place,),
    )


PERFECT = [
    answer("a1", TALKS),
    answer("a2", SCHOOLS),
    answer("a3", ROADS, B, "b.txt"),
    replace(UNANSWERABLE, id="n1", stratum="near miss", outcome="unsure", score=0.3),
    replace(UNANSWERABLE, id="o1", stratum="off topic", score=0.1),
]


def values(items: Sequence[Item]) -> dict[str, float | None]:
    return {name: figure.value for name, figure in score(items, TEXTS).items()}


def test_a_perfect_run_is_perfect() -> None:
    figures = score(PERFECT, TEXTS)
    assert set(figures) == {*MEANS, *COUNTS, *SCORES}
    partial = {"answer_f1", "aurc", "quotes_verbatim"}
    for name in set(figures) - partial:
        assert figures[name].value == (0 if name in LOWER_IS_BETTER else 1), name
    assert figures["quotes_verbatim"] == Figure(3, n=3)
    assert figures["recall@5"] == Figure(1, 1, 1, 3)
    assert figures["refusal_rate"] == Figure(1, 1, 1, 2)
    # Risks 0, 0, 0, 1/4, 2/5: accepting what can't be answered is wrong.
    assert figures["aurc"].value == pytest.approx((1 / 4 + 2 / 5) / 5)
    # Only "group" of TALKS is one token of 8 without the article: 2 / 8, and so on.
    f1 = (2 / (7 + 1) + 2 / (10 + 1) + 2 / (5 + 1)) / 3
    assert figures["answer_f1"].value == pytest.approx(f1, abs=1e-6)


def fault(**changes: object) -> list[Item]:
    """The perfect run with its first item changed."""
    return [replace(PERFECT[0], **changes), *PERFECT[1:]]  # type: ignore[arg-type]


def citing(text: str, words: str, place: Place | None, document: str = "a.txt") -> list[Item]:
    return fault(statements=(Said(text, (Quoted(document, words, place),)),))


GOLD = place_of(TALKS)
FAULTS = {
    "a quote altered by one word": (
        citing(TALKS, TALKS.replace("talks", "peace"), GOLD),
        {"quote_fidelity": 2 / 3, "quotes_fabricated": 1, "citation_recall": 2 / 3},
    ),
    "a quote of another document": (
        citing(TALKS, TALKS, None, "b.txt"),
        {"quote_fidelity": 2 / 3, "quotes_misattributed": 1, "evidence_hit": 2 / 3},
    ),
    "two half-sentences stitched": (
        citing(TALKS, "The group does not support every school and every mosque", None),
        {"quote_fidelity": 2 / 3, "quotes_stitched": 1, "citation_precision": 2 / 3},
    ),
    "a true quote beside the gold": (
        citing(TALKS, SCHOOLS, place_of(SCHOOLS)),
        {"quote_fidelity": 1, "citation_precision": 2 / 3, "citation_recall": 2 / 3},
    ),
    "a marker that leads to another passage than its quote": (
        citing(TALKS, TALKS, place_of(SCHOOLS)),
        {"quote_fidelity": 2 / 3, "quotes_misattributed": 1, "citation_precision": 2 / 3},
    ),
    "a missing negation": (
        citing(TALKS.replace("does not support", "supports"), TALKS, GOLD),
        {
            "unsupported_details": 1 / 3,
            "unsupported_details_count": 1,
            "quote_fidelity": 1,
            "citation_recall": 1,
        },
    ),
    "another number": (
        citing("The group of 12 does not support talks with militants.", TALKS, GOLD),
        {"unsupported_details": 1 / 3, "quote_fidelity": 1},
    ),
    "an answerable question declined": (
        fault(outcome="refused", statements=()),
        {"answer_rate": 2 / 3, "evidence_hit": 2 / 3, "refusal_rate": 1, "citation_recall": 1},
    ),
    "a question that raised": (
        fault(outcome="error", statements=(), retrieved=(), score=None),
        {
            "answer_rate": 2 / 3,
            "recall@10": 2 / 3,
            "citation_recall": 2 / 3,
            "answer_match": 2 / 3,
            "answerability_auroc": 2 / 3,
        },
    ),
    "an answer to an unanswerable question": (
        [*PERFECT[:4], replace(PERFECT[4], outcome="answered", score=0.9)],
        {"refusal_rate": 1 / 2, "abstention_accuracy": 4 / 5, "answerability_auroc": 1 / 2},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_faults_are_caught_by_the_metric_meant_for_them(name: str) -> None:
    items, expected = FAULTS[name]
    found = values(items)
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=1e-6)


def test_saying_what_the_text_says_is_a_right_refusal_of_a_false_premise() -> None:
    quote = quote_of(B, "It sends no money to the group.", "b.txt")
    assert quote.place is not None
    premise = replace(
        UNANSWERABLE,
        id="f1",
        outcome="answered",
        gold=((quote.place,),),
        statements=(Said(quote.text, (replace(quote, place=None),)),),
    )
    assert item_figures(premise, TEXTS)["refusal_rate"] == 1
    other = Quoted("b.txt", ROADS)
    misled = replace(premise, statements=(Said("S", (quote, other)),))
    assert item_figures(misled, TEXTS)["refusal_rate"] == 0
    altered = replace(premise, statements=(Said("S", (replace(quote, text="It sends money."),)),))
    assert item_figures(altered, TEXTS)["refusal_rate"] == 0


ALL_REFUSED = [replace(item, outcome="refused", statements=(), score=0.5) for item in PERFECT]
BARE = replace(ASKED, gold=(), score=None)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], {"recall@1": None, "answer_rate": None, "aurc": None, "answerability_auroc": None}),
        (PERFECT[3:], {"answer_rate": None, "refusal_rate": 1, "answerability_auroc": None}),
        (PERFECT[:3], {"answer_rate": 1, "refusal_rate": None, "refusal_at_95_answered": None}),
        (
            ALL_REFUSED,
            {
                "answer_rate": 0,
                "refusal_rate": 1,
                "abstention_accuracy": 2 / 5,
                "evidence_hit": 0,
                "citation_recall": None,
                "quote_fidelity": None,
                "quotes_fabricated": None,
                "answer_match": 0,
                "answerability_auroc": 0.5,
                "refusal_at_95_answered": 0,
                "aurc": 1,
                "recall@1": 1,
            },
        ),
        ([BARE], {"recall@1": None, "evidence_hit": None, "aurc": None, "answer_rate": 1}),
        (
            [replace(item, retrieved=()) for item in PERFECT],
            {"recall@10": 0, "map@10": 0, "ndcg@10": 0, "mrr@10": 0, "evidence_hit": 1},
        ),
        ([replace(PERFECT[0], statements=())], {"citation_recall": 0, "evidence_hit": 0}),
    ],
)
def test_degenerate_runs(items: list[Item], expected: dict[str, float | None]) -> None:
    figures = score(items, TEXTS)
    for name, value in expected.items():
        assert figures[name].value == (None if value is None else pytest.approx(value)), name
    for figure in figures.values():
        assert (figure.value is None) == (figure.n == 0)
    by_stratum = score_by_stratum(items, TEXTS)
    for figure in [*figures.values(), *(f for each in by_stratum.values() for f in each.values())]:
        for number in (figure.value, figure.low, figure.high):
            assert number is None or math.isfinite(number)


def test_an_item_has_only_the_figures_that_apply() -> None:
    refused = item_figures(PERFECT[4], TEXTS)
    assert refused == {"refusal_rate": 1, "abstention_accuracy": 1}
    assert set(item_figures(PERFECT[0], TEXTS)) == {*MEANS, *COUNTS} - {"refusal_rate"}


def test_two_items_of_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="'a1'"):
        score([*PERFECT, PERFECT[0]], TEXTS)


def test_strata_have_their_own_figures_and_face_all_the_answerable() -> None:
    # The near miss scores above one of three answerable items and level with another.
    items = [
        replace(PERFECT[0], score=0.9),
        replace(PERFECT[1], score=0.5, stratum="dates"),
        replace(PERFECT[2], score=0.2),
        replace(PERFECT[3], score=0.5),
        PERFECT[4],
    ]
    figures = score_by_stratum(items, TEXTS)
    assert list(figures) == ["dates", "facts", "near miss", "off topic"]
    assert figures["facts"]["answer_rate"].n == 2
    assert figures["dates"]["answer_rate"].n == 1
    against = AGAINST_ALL["answerability_auroc"]
    assert against not in figures["facts"]
    assert figures["near miss"]["answerability_auroc"].value is None
    assert figures["near miss"][against].value == 0.5  # (1 + 1/2 + 0) / 3
    assert figures["off topic"][against].value == 1
    assert figures["near miss"][against].n == 4
    assert figures["near miss"][AGAINST_ALL["refusal_at_95_answered"]].value == 0
    assert figures["off topic"][AGAINST_ALL["refusal_at_95_answered"]].value == 1


def test_order_changes_no_stratum() -> None:
    items = [replace(item, id=f"{item.id}{n}") for n in range(4) for item in PERFECT]
    assert score_by_stratum(items[::-1], TEXTS) == score_by_stratum(items, TEXTS)


OUTCOMES: list[Outcome] = ["answered", "unsure", "refused", "error"]
QUOTES = st.builds(
    Quoted,
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.sampled_from([TALKS, SCHOOLS, ROADS, TALKS[:20], "Nothing of it.", "The group … all roads"]),
    st.sampled_from([None, GOLD, at(3, 70), at(0, 32, "b.txt")]),
)
ITEMS = st.lists(
    st.builds(
        Item,
        id=st.uuids().map(str),
        question=st.just("?"),
        answerable=st.booleans(),
        outcome=st.sampled_from(OUTCOMES),
        stratum=st.sampled_from(["", "x", "y"]),
        score=st.sampled_from([None, 0.0, 0.2, 0.2, 0.7]),
        gold=st.lists(
            st.sampled_from([(GOLD,), (at(0, 32, "b.txt"), at(5, 9)), ()]), max_size=3
        ).map(tuple),
        answers=st.sampled_from([(), ("group",), ("a",)]),
        statements=st.lists(
            st.builds(
                Said,
                st.sampled_from(["The group supports 5 talks.", TALKS, ""]),
                st.lists(QUOTES, max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
        retrieved=st.lists(st.sampled_from([GOLD, at(0, 3), at(9, 40, "b.txt")]), max_size=3).map(
            tuple
        ),
        nearest=st.lists(QUOTES, max_size=1).map(tuple),
    ),
    max_size=8,
    unique_by=lambda item: item.id,
)


@settings(deadline=None)
@given(ITEMS)
def test_rates_are_rates(items: list[Item]) -> None:
    for item in items:
        for name, value in item_figures(item, TEXTS).items():
            assert value >= 0, name
            assert name in COUNTS or value <= 1, name


@settings(deadline=None, max_examples=8)  # each draws a thousand resamples of 50 figures
@given(ITEMS, st.randoms(use_true_random=False))
def test_order_changes_nothing(items: list[Item], shuffle: random.Random) -> None:
    figures = score(items, TEXTS)
    for name, figure in figures.items():
        if name not in COUNTS and figure.value is not None:
            assert 0 <= figure.value <= 1, name
            assert (figure.low is None) == (figure.high is None)
            assert 0 <= (figure.low or 0) <= (1 if figure.high is None else figure.high) <= 1, name
    shuffled = list(items)
    shuffle.shuffle(shuffled)
    assert score(shuffled, TEXTS) == figures


def test_3000_items_are_scored() -> None:
    items = [replace(PERFECT[n % 5], id=f"{n:04}", score=n * 37 % 101 / 100) for n in range(3000)]
    assert score(items, TEXTS)["answer_rate"].n == 1800
