"""Tests for what is measured of a question and the sentences found for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.answerability.features import FEATURES, Measured, measure
from rag.answerability.similarity import read
from rag.answerability.word_similarity import Reader
from rag.question.question_type import parse
from rag.store.bm25_index import Words
from tests.rag.fakes import hashed_words

QUESTION = "When did the ferry to Skarn stop?"
FERRY = ["The ferry to Skarn stopped in 1931.", "Its captain kept bees."]
BEES = ["Bees were kept on the island.", "Their honey was dark."]


def measured(
    *passages: Sequence[str], question: str = QUESTION, whole: Sequence[float | None] = ()
) -> Measured:
    """Measure a question on passages, with hashed words: what isn't the same is far apart."""
    reader = Reader(hashed_words().embed_sentences, Words(Path()).terms, lambda _stem: 1.0)
    cosines = [0.9 - 0.1 * n for n in range(sum(map(len, passages)))]
    return measure(parse(question), read(passages, cosines, whole=whole), reader)


def test_every_feature_is_measured() -> None:
    assert tuple(measured(FERRY).values) == FEATURES


def test_the_nearest_passage_counts_whatever_its_sentences() -> None:
    assert measured(FERRY, BEES, whole=[0.3, 0.7]).values["whole"] == pytest.approx(0.7)
    assert measured(FERRY, BEES, whole=[0.3, None]).values["whole"] == pytest.approx(0.3)
    assert math.isnan(measured(FERRY).values["whole"])


def test_words_that_stand_there_are_covered_and_shared() -> None:
    there, elsewhere = measured(FERRY).values, measured(BEES).values
    assert there["cover"] > elsewhere["cover"]
    assert there["unshared"] < elsewhere["unshared"]
    assert there["unshared"] == pytest.approx(0, abs=0.01)


def test_words_of_another_passage_are_not_shared() -> None:
    apart = measured(["The ferry was slow."], ["Skarn is an island.", "Much did stop there."])
    assert apart.values["unshared"] > 0.3


def test_another_form_of_a_word_is_reworded() -> None:
    same = ["The ferry to Skarn did stop in 1931."]
    assert measured(same).values["reworded"] == pytest.approx(0, abs=1e-3)
    assert measured(FERRY).values["reworded"] > 0.5  # "stopped"


def test_nothing_to_compare_is_no_fault() -> None:
    found = measured(["..."], question="When?").values
    assert 0 <= found["reworded"] <= 1
    assert 0 <= found["unshared"] <= 1


def test_a_common_verb_or_a_word_of_time_is_not_named_as_missing() -> None:
    found = measured(FERRY, question="When does the ferry to Skarn currently get running?")
    assert found.missing == ()
    assert "whisky" in measured(FERRY, question="When did the ferry bring whisky?").missing


def test_a_word_that_is_said_otherwise_is_not_missing() -> None:
    sank = measured(
        ["The storm led to 12 fatalities on the ferry.", "The ferry was blue."],
        question="How many people died on the ferry?",
    )
    assert sank.missing == ()
    assert sank.told[0] > sank.told[1]
    blue = measured(["The ferry was blue."], question="How many people died on the ferry?")
    assert blue.missing == ("died",)


def test_a_phrase_of_the_question_is_met_by_one_word_and_the_other_way_round() -> None:
    assert measured(["The lease expires in May."], question="Does the lease run out?").missing == ()
    assert measured(["The lease ran out."], question="Does the lease expire?").missing == ()
