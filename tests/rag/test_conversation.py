from __future__ import annotations

import string
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation import StandAlone, stand_alone
from rag.english import FUNCTION_WORDS, ORDINALS
from rag.pointers import KINDS, THIRD_PERSON
from rag.turns import (
    MAX_QUESTION,
    MAX_TURNS,
    Turn,
    since_change,
)
from rag.verbs import PLAIN_VERBS

WATER = Turn("What does the Water Act require of landowners?", "", ("Water Act", "Drought Plan"))
AGENCIES = Turn(
    "Which agencies monitor groundwater?",
    "It is monitored by the Geological Survey, the Rivers Authority and the Ministry of Health.",
)
PILOT = Turn("What did the first pilot scheme test?")
YUSUF = Turn(
    "What did Dr Amina Yusuf recommend to the housing commission?", "", ("Housing Report",)
)
CHANNEL = Turn("Should the harbour authority dredge the northern channel?")
BUSES = Turn("Are electric buses cheaper than diesel buses?", "", ("Fleet Study", "City Budget"))
LIMIT = Turn("What is the speed limit near schools?")
ELIGIBLE = Turn("Who is eligible for free school transport?")
AUDIT = Turn("What were the findings of the audit of the port authority?")
LIBRARIES = Turn("How many libraries has the county closed since 2015?")
FERRY = Turn("Why was the ferry subsidy cut?")
CENTRES = Turn("Where are the new recycling centres?", "", ("Waste Strategy",))
REPORTS = Turn("Who wrote the flood report?", "It was written by Lena Marsh in 2012.", ("Floods",))
RECYCLE = Turn("How does glass get recycled?")
WARNING = Turn("Explain the difference between a warning and a caution")

IN_FULL = [
    (WATER, "When was it passed?", "When was the Water Act passed?"),
    (WATER, "And tenants?", "What does the Water Act require of tenants?"),
    (WATER, "what are the penalties",
     "What are the penalties, as to the Water Act and landowners?"),
    (WATER, "Tell me more.", "Tell me more, as to the Water Act and landowners?"),
    (AGENCIES, "Who funds them?", "Who funds the agencies?"),
    (AGENCIES, "What does the second one do?", "What does the Rivers Authority do?"),
    (AGENCIES, "Since when?", "Since when do agencies monitor groundwater?"),
    (AGENCIES, "Which ones?", "Which agencies monitor groundwater?"),
    (PILOT, "and the second one?", "What did the second pilot scheme test?"),
    (PILOT, "And what did the next one test?", "What did the second pilot scheme test?"),
    (PILOT, "when?", "When did the first pilot scheme test that?"),
    (YUSUF, "Did she say how high?", "Did Dr Amina Yusuf say how high?"),
    (YUSUF, "And when was that?",
     "When did Dr Amina Yusuf recommend that to the housing commission?"),
    (CHANNEL, "Why?", "Why should the harbour authority dredge the northern channel?"),
    (CHANNEL, "Why not?", "Why should the harbour authority not dredge the northern channel?"),
    (CHANNEL, "And the southern one?", "Should the harbour authority dredge the southern channel?"),
    (
        CHANNEL,
        "who decided that",
        "Who decided that the harbour authority should dredge the northern channel?",
    ),
    (BUSES, "What about trams?", "Are trams cheaper than diesel buses?"),
    (BUSES, "Are the latter quieter?", "Are diesel buses quieter?"),
    (BUSES, "Which is quieter?", "Which is quieter, as to electric buses and diesel buses?"),
    (BUSES, "What does the second document say?", "What does “City Budget” say?"),
    (LIMIT, "Who enforces it?", "Who enforces the speed limit?"),
    (ELIGIBLE, "What about orphans?", "Are orphans eligible for free school transport?"),
    (ELIGIBLE, "And in rural areas?", "Who is eligible for free school transport in rural areas?"),
    (AUDIT, "And the airport authority?",
     "What were the findings of the audit of the airport authority?"),
    (AUDIT, "Were they published?",
     "Were the findings of the audit of the port authority published?"),
    (LIBRARIES, "And the city?", "How many libraries has the city closed since 2015?"),
    (LIBRARIES, "Which ones?", "Which libraries has the county closed since 2015?"),
    (FERRY, "Will it be restored?", "Will the ferry subsidy be restored?"),
    (FERRY, "By how much?", "By how much was the ferry subsidy cut?"),
    (CENTRES, "When do they open?", "When do the new recycling centres open?"),
    (CENTRES, "Does that strategy mention glass?", "Does “Waste Strategy” mention glass?"),
    (REPORTS, "Where does she work?", "Where does Lena Marsh work?"),
    (RECYCLE, "Where?", "Where does glass get recycled?"),
    (WARNING, "Is the latter recorded?", "Is a caution recorded?"),
    (LIMIT, "Are there exceptions?", "Are there exceptions, as to the speed limit and schools?"),
    (LIMIT, "Where is that sign?", "Where is that sign, as to the speed limit and schools?"),
    (REPORTS, "In which year?", "In which year was the flood report written?"),
]  # fmt: skip

ALONE = """
Why did militants surrender?
What is zoning?
What is money laundering?
Who is the prime minister?
What are drones?
Is it true that taxes rose?
Is it legal to record a meeting?
How long does it take to get a permit?
Are there any exemptions for small farms?
How many members are there in the council?
Who said that the police should lead?
Do landlords have to protect their tenants' deposits?
What happens when a licence loses its validity?
Which committee reviews its own decisions?
takfeer meaning
bus routes
Lahore
Compare the Water Act with the Drought Plan
Which of the two policies came first?
What was the first recommendation?
How was the third meeting different from the fourth?
Who are those who oppose the reform?
What does this corpus say about water?
What happened this year?
Give examples of proscribed outfits
And what is the National Action Plan?
No smoking areas in hospitals
Right to information requests
Can a tenant who breaks the contract get his deposit back?
How do farmers sell their crops?
Who else signed the Paris Agreement?
Is either of the parties liable?
Should the former president be tried?
On what grounds can a permit be refused?
To whom must a landowner report?
In Punjab, who runs the schools?
What is the solution to water scarcity?
Do people trust their police?
Which ministers support the reform and why do they support it?
Is the US responsible for IT?
""".strip().splitlines()

FOREIGN = ["اور بلوچستان میں؟", "aur Punjab mein kya hai?", "¿Y en Lahore?", "et au Pendjab ?"]
WORDS = sorted(
    FUNCTION_WORDS | PLAIN_VERBS | ORDINALS | KINDS | set(THIRD_PERSON)
    | set("? . , ’s “ ” 's US 2010 Lahore Rumi \u202e \x00 \u200b what's Who What".split(" "))
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60)
turns = st.builds(Turn, texts, texts, st.tuples(texts), st.tuples(texts), st.booleans())


@pytest.mark.parametrize(("turn", "typed", "full"), IN_FULL)
def test_a_follow_up_is_put_in_full(turn: Turn, typed: str, full: str) -> None:
    made = stand_alone(typed, [turn], titles=turn.titles)

    assert made.question == full
    assert made.changed
    assert made.original == typed
    assert made.reason


@pytest.mark.parametrize(("turn", "_typed", "full"), IN_FULL)
def test_what_is_in_full_is_left_alone(turn: Turn, _typed: str, full: str) -> None:
    again = stand_alone(full, [turn], titles=turn.titles)

    assert again == StandAlone(full, full)


@pytest.mark.parametrize("question", ALONE)
@pytest.mark.parametrize("turn", [WATER, BUSES, YUSUF])
def test_a_question_that_stands_alone_is_left_alone(question: str, turn: Turn) -> None:
    typed = f"  {question} "  # to the character

    assert stand_alone(typed, [turn], titles=turn.titles) == StandAlone(typed, typed)


@pytest.mark.parametrize("question", FOREIGN)
def test_other_languages_are_left_alone(question: str) -> None:
    assert not stand_alone(question, [WATER]).changed


@given(texts)
def test_without_a_turn_before_it_nothing_is_changed(question: str) -> None:
    assert stand_alone(question, []) == StandAlone(question, question)


@given(texts, st.lists(turns, max_size=4), st.lists(texts, max_size=3))
def test_whatever_the_texts_hold_the_question_is_bounded_and_clean(
    question: str, history: list[Turn], titles: list[str]
) -> None:
    made = stand_alone(question, history, titles=titles)

    assert made == stand_alone(question, history, titles=titles)
    assert made.original == question
    assert made.changed == (made.question != question)
    if made.changed:
        assert len(made.question) <= MAX_QUESTION
        assert made.question.isprintable()


@given(st.text(string.printable, max_size=30), st.integers(0, 5))
def test_only_the_latest_turns_count(noise: str, more: int) -> None:
    old = [Turn(f"Who wrote {noise}?") for _ in range(more)]
    latest = [WATER] * MAX_TURNS

    assert stand_alone("Why?", [*old, *latest]) == stand_alone("Why?", latest)


def test_an_overlong_question_is_left_alone() -> None:
    question = f"Why is it {'so ' * MAX_QUESTION}?"

    assert not stand_alone(question, [WATER]).changed


@pytest.mark.parametrize(
    "hostile",
    ["it " * 9000, "and " * 9000, "the second one " * 3000, "is it " + "x " * 9000 + "to",
     "A, " * 9000 + "and B", ", as to " * 3000, "(" * 9000, "a" * 99999],
)  # fmt: skip
def test_hostile_texts_cost_little(hostile: str) -> None:
    turn = Turn(hostile, hostile, (hostile,) * 99, (hostile,) * 99)
    start = time.process_time()
    for question in (hostile[:MAX_QUESTION], "And the third one?", "What did he say about it?"):
        stand_alone(question, [turn] * 99, titles=[hostile] * 99)

    assert time.process_time() - start < 2


def test_a_topic_that_changed_is_forgotten() -> None:
    history = [
        PILOT,
        Turn("Who collects the salt tax?", "Customs officers collect it."),
        Turn("Since when is the salt tax collected?", followed=True),
    ]

    assert since_change(history) == tuple(history[1:])
    assert "scheme" not in stand_alone("And the second one?", history).question


class Says:
    """A rewriter that says one thing, and counts how often it's asked."""

    def __init__(self, offered: str | None) -> None:
        self.offered = offered
        self.asked = 0

    def rewrite(self, question: str, turns: Sequence[Turn]) -> str | None:
        assert turns
        assert question
        self.asked += 1
        return self.offered


def test_a_model_may_put_a_follow_up_in_full() -> None:
    says = Says("What penalties does the Water Act set for landowners?")
    turn = replace(WATER, shown="The Act sets penalties.")

    made = stand_alone("What are the penalties?", [turn], rewriter=says)

    assert made.question == says.offered
    assert made.changed


@pytest.mark.parametrize(
    "offered",
    [
        None,
        "",
        "When was the Water Act passed by the Senate?",
        "When was the Water Act not passed?",
        "When was it passed? Is it the Water Act?",
        "When was the Water Act passed in 1998?",
        "Sure. When was the Water Act passed?",
        "When was\nthe Water Act passed?",
        "When was the Water Act passed? " + "the act " * 99,
    ],
)
def test_what_a_model_invents_is_not_used(offered: str | None) -> None:
    made = stand_alone("When was it passed?", [WATER], rewriter=Says(offered))

    assert made.question == "When was the Water Act passed?"


def test_a_model_is_not_asked_about_a_question_that_stands_alone() -> None:
    says = Says("What is the Water Act?")

    assert not stand_alone("What is zoning?", [WATER], rewriter=says).changed
    assert not says.asked
