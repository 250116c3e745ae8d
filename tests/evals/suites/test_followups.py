from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.metrics.items import Item, Place
from evals.suites.cases import Case, GoldQuote, gold_of
from evals.suites.followups import (
    FORMS,
    Conversation,
    FollowUp,
    Held,
    follow_up_figures,
    hold,
    read_conversations,
    strata_of,
)
from rag.conversation.contextualize import StandAlone
from rag.errors import SettingsError
from rag.library import Library
from tests.conftest import ROOT

FILE = ROOT / "evals" / "cases" / "followups.yaml"
PIPS = "pips-2017-internal-security-and-challenges.txt"
TEXTS = {"a.txt": "One.\nTwo.\nThree.\n"}
ALIKE = """
- id: {id}
  half: develop
  question: What is a levy?
  turns:
  - typed: Who pays it?
    full: Who pays the levy?
    kind: pronoun
    gold:
    - document: a.txt
      quote: Farmers pay the levy.
"""


def test_there_are_enough_of_each_kind_in_both_halves(library: Library) -> None:
    conversations = read_conversations(FILE)
    halves = {
        half: [turn for one in conversations if one.half == half for turn in one.turns]
        for half in ("develop", "report")
    }

    assert all(len(turns) >= 30 for turns in halves.values())
    assert {t.kind for t in halves["develop"]} >= {
        "pronoun", "ellipsis", "ordinal", "topic change", "stand-alone", "when", "comparison",
    }  # fmt: skip
    alone = Counter(t.full == t.typed for turns in halves.values() for t in turns)
    assert alone[True] >= 10
    assert alone[False] >= 60
    for one in conversations:
        for turn in one.turns:
            assert (turn.full == turn.typed) == (turn.kind in ("topic change", "stand-alone"))
            case = Case(id=one.id, question=turn.full, answerable=True, gold=turn.gold)
            gold_of(case, library.documents())  # raises where the quote isn't there


def test_a_conversation_is_held_with_what_was_shown(library: Library) -> None:
    wanted = [one for one in read_conversations(FILE) if one.id in ("groups", "nisp")]
    told: list[tuple[int, int]] = []

    held = hold(wanted, library, lambda done, total: told.append((done, total)))

    assert [one.made.in_full for one in held] == [
        "What did the second working group talk about?",
        "When did the second working group meet?",
        "When did the third working group meet?",
        "When does the National Internal Security Policy expire?",
        "Why is so little known about what the National Internal Security Policy achieved?",
        "Who convened the tenth working group?",
    ]
    assert told[-1] == (6, 6)
    for one in held:
        questions = [one.items[form].question for form in FORMS]
        assert questions == [one.follow_up.full, one.made.in_full, one.follow_up.typed]
        assert all(item.outcome != "error" and item.retrieved for item in one.items.values())
    texts = {document.file: document.text for document in library.documents()}
    assert follow_up_figures(held, texts) == follow_up_figures(hold(wanted, library), texts)


def test_a_gold_quote_that_is_not_there_is_named(library: Library) -> None:
    follow_up = FollowUp(
        typed="Why?",
        full="Why is it so?",
        kind="why",
        gold=(GoldQuote(document=PIPS, quote="Pigs fly."),),
    )
    made = Conversation(id="pigs", half="develop", question="Do pigs fly?", turns=(follow_up,))

    with pytest.raises(SettingsError, match=r"pigs-1.*doesn't say"):
        hold([made], library)


@pytest.mark.slow
def test_without_a_model_follow_ups_are_found_nearly_as_well_as_in_full(library: Library) -> None:
    texts = {document.file: document.text for document in library.documents()}
    held = hold(read_conversations(FILE), library)

    for half in ("develop", "report"):
        metrics, _ = follow_up_figures(strata_of(held)[half], texts)
        less = metrics["hit@5_rewritten_less_full"].value
        more = metrics["hit@1_rewritten_less_typed"].value
        assert less is not None
        assert less >= -0.1
        assert more is not None
        assert more >= 0.15
        alone = metrics["left_alone"].value  # "tell me more about …" is put as a question
        assert alone is not None
        assert alone >= 0.85


def test_the_figures_say_what_the_rules_lose_and_gain() -> None:
    held = [
        _held("a-1", "Who pays the levy?", "Who pays the levy?", found=(1, 1, 6)),
        _held("a-2", "Why?", "Why is there a levy?", found=(1, 2, 0)),
        _held("b-1", "Who is Rumi?", "Who is Rumi?", found=(1, 1, 1), full="Who is Rumi?"),
        _held("b-2", "Who is she?", "Who is she?", found=(2, 0, 0)),
    ]

    metrics, values = follow_up_figures(held, TEXTS)

    assert metrics["hit@1_full"].value == 0.75
    assert metrics["hit@5_full"].value == 1
    assert metrics["hit@5_rewritten_less_full"].value == -0.25
    assert metrics["hit@5_rewritten_less_typed"].value == 0.5
    assert values["a-1"]["hit@5_typed"] == 0
    assert metrics["left_alone"].value == 1
    assert metrics["left_alone"].n == 1
    assert metrics["put_in_full"].value == pytest.approx(1 / 3, abs=1e-6)
    assert list(strata_of(held)) == ["develop", "develop: made"]


def _held(
    name: str, typed: str, rewritten: str, *, found: tuple[int, int, int], full: str = "Full?"
) -> Held:
    """A follow-up whose gold is found at those ranks, by form; 0 for not at all."""
    gold, other = Place("a.txt", 0, 4), Place("a.txt", 5, 9)
    questions = {"full": full, "rewritten": rewritten, "typed": typed}
    items = {
        form: Item(
            name,
            questions[form],
            answerable=True,
            outcome="unsure",
            gold=((gold,),),
            retrieved=(other,) * (rank - 1) + (gold,) * (rank > 0),
        )
        for form, rank in zip(FORMS, found, strict=True)
    }
    follow_up = FollowUp(
        typed=typed, full=full, kind="made", gold=(GoldQuote(document="a.txt", quote="One."),)
    )
    made = StandAlone(rewritten, typed, changed=rewritten != typed)
    return Held(name, "develop", follow_up, made, items)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1", "must hold a list"),
        ("- [", "can't be read"),
        (ALIKE.format(id="a") * 2, "'a' stands there twice"),
        (ALIKE.format(id="a").replace("develop", "test"), "row 1, half"),
        (ALIKE.format(id="a").replace("    full:", "    whole:"), "row 1, turns.0"),
    ],
)
def test_a_wrong_file_is_named_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "followups.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(SettingsError, match=message):
        read_conversations(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.yaml"):
        read_conversations(tmp_path / "none.yaml")
