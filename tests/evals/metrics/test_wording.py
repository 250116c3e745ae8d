from __future__ import annotations

from dataclasses import replace

import pytest

from evals.metrics.items import Quoted, Said
from evals.metrics.wording import matches, token_f1, tokens, wording_figures
from tests.evals.metrics.made import ASKED, UNANSWERABLE, at

TEXTS = {"a.txt": "The state shall protect all schools. It may close some."}
GOLD = ((at(0, 36),),)


def test_tokens_are_squads_except_for_a_point_in_a_number() -> None:
    assert tokens("The  “Well-known” Act, of a U.S. body: $1.5 or 1,000.") == (
        ["wellknown", "act", "of", "us", "body", "1.5", "or", "1000"]
    )
    assert tokens("the a an") == []


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("10", "in 2010", False),
        ("10", "the 10 schools", True),
        ("10", "10,000 schools", False),
        ("15", "1.5 million", False),
        ("1000", "1,000 men", True),
        ("2014", "2013–2014", True),
        ("law enforcement", "by Law-Enforcement agencies", True),
        ("antiterrorism", "an anti-terrorism court", True),
        ("the state", "State.", True),
        ("state schools", "state and schools", False),
        ("schools state", "state schools", False),
        ("مدرسہ", "ایک مدرسہ\u06d4", True),
        ("", "anything", False),
        ("a", "", False),
    ],
)
def test_an_answer_is_a_run_of_whole_tokens(answer: str, text: str, expected: bool) -> None:
    assert matches(answer, text) is expected


def test_token_f1() -> None:
    # Without the article 4 and 3 tokens, 2 of them common: 2 * 2 / 7.
    assert token_f1("the state shall protect schools", "state protect us") == pytest.approx(4 / 7)
    # A repeated token counts as often as both have it: 1 common, 2 * 1 / 3.
    assert token_f1("state state", "state") == pytest.approx(2 / 3)
    assert token_f1("state", "schools") == 0
    assert token_f1("the", "the") == 0


def test_a_worked_example() -> None:
    item = replace(
        ASKED,
        gold=GOLD,
        answers=("no schools", "all schools"),
        statements=(
            Said("It protects some.", (Quoted("a.txt", "It may close some."),)),
            Said("All schools.", (Quoted("a.txt", "protect all schools"),)),
        ),
    )
    assert wording_figures(item, TEXTS) == {
        "answer_match": 1,
        "answer_f1": pytest.approx(4 / 5),  # 2 common of 3 and 2
        "span_f1": pytest.approx(6 / 8),  # 3 common of 3 and 5
    }


def test_answers_must_stand_within_one_statement() -> None:
    item = replace(ASKED, answers=("all schools",), statements=(Said("All."), Said("Schools.")))
    assert wording_figures(item, TEXTS)["answer_match"] == 0


@pytest.mark.parametrize("outcome", ["unsure", "refused", "error"])
def test_declining_and_raising_score_0(outcome: str) -> None:
    item = replace(
        ASKED,
        outcome=outcome,  # type: ignore[arg-type]
        gold=GOLD,
        answers=("schools",),
        statements=(Said("Schools.", (Quoted("a.txt", "schools"),)),),
    )
    assert wording_figures(item, TEXTS) == {"answer_match": 0, "answer_f1": 0, "span_f1": 0}


def test_without_accepted_answers_gold_or_answerability_there_is_nothing() -> None:
    assert wording_figures(replace(ASKED, statements=(Said("Yes."),)), TEXTS) == {}
    assert wording_figures(replace(ASKED, answers=("The",)), TEXTS) == {}
    assert wording_figures(replace(UNANSWERABLE, gold=GOLD, answers=("x",)), TEXTS) == {}
    assert wording_figures(replace(ASKED, gold=GOLD), {}) == {}
