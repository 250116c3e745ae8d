from __future__ import annotations

import string
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation.contextualize import Rule, StandAlone, stand_alone
from rag.conversation.history import MAX_QUESTION, MAX_TURNS, Turn, since_change
from rag.english.vocabulary import FUNCTION_WORDS, ORDINALS
from rag.grammar.verbs import PLAIN_VERBS
from rag.types import Answer, Query

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
REPORTS = Turn("Who wrote the flood report?", titles=("Floods",), authors=("Lena Marsh",))
RECYCLE = Turn("How does glass get recycled?")
WARNING = Turn("Explain the difference between a warning and a caution")

BOARD = Turn("What does the Resilience Steering Board do?")

NAMED = [
    (WATER, "When was it passed?", "When was the Water Act passed?"),
    (WATER, "And who drafted it?", "Who drafted the Water Act?"),
    (AGENCIES, "Who funds them?", "Who funds the agencies?"),
    (YUSUF, "Did she say how high?", "Did Dr Amina Yusuf say how high?"),
    (LIMIT, "Who enforces it?", "Who enforces the speed limit?"),
    (AUDIT, "Were they published?",
     "Were the findings of the audit of the port authority published?"),
    (FERRY, "Will it be restored?", "Will the ferry subsidy be restored?"),
    (CENTRES, "When do they open?", "When do the new recycling centres open?"),
    (REPORTS, "Where was he born?", "Where was Lena Marsh born?"),
    (BOARD, "What are its duties?", "What are the Resilience Steering Board’s duties?"),
    (BOARD, "Why did they meet?", "Why did the Resilience Steering Board meet?"),
    (BOARD, "Is it still in force?", "Is the Resilience Steering Board still in force?"),
]  # fmt: skip

JOINED = [
    (WATER, "what are the penalties", "the Water Act and landowners"),
    (WATER, "Tell me more.", "the Water Act and landowners"),
    (AGENCIES, "What does the second one do?", "agencies and groundwater"),
    (AGENCIES, "Since when?", "agencies and groundwater"),
    (AGENCIES, "Which ones?", "agencies and groundwater"),
    (PILOT, "when?", "the first pilot scheme"),
    (CHANNEL, "who decided that", "the harbour authority and the northern channel"),
    (LIBRARIES, "Which ones?", "libraries and the county"),
    (FERRY, "By how much?", "the ferry subsidy"),
    (LIMIT, "Are there exceptions?", "the speed limit and schools"),
    (YUSUF, "Why do they need it?", "Dr Amina Yusuf and the housing commission"),
]

STATEMENTS = [
    "Is that still true?",
    "is it true?",
    "Is this still the case?",
    "Is that right?",
    "Why is that?",
    "why is it so?",
    "Does that happen often?",
    "And is it the same in Lahore?",
]

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
    FUNCTION_WORDS | PLAIN_VERBS | ORDINALS
    | set("? . , ’s “ ” 's US 2010 Lahore Rumi \u202e \x00 \u200b what's Who What".split(" "))
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60)
turns = st.builds(
    Turn, texts, texts, st.tuples(texts), st.tuples(texts), st.booleans(), topic=texts
)


@pytest.mark.parametrize(("turn", "typed", "full"), NAMED)
def test_a_pronoun_gives_way_to_what_it_means(turn: Turn, typed: str, full: str) -> None:
    made = stand_alone(typed, [turn])

    assert made == StandAlone(full, typed, changed=True, reason="names what it points to")
    assert stand_alone(full, [turn]) == StandAlone(full, full)


ANEW = [
    (PILOT, "and the second one?", "What did the second pilot scheme test?"),
    (PILOT, "The third?", "What did the third pilot scheme test?"),
    (CHANNEL, "Why?", "Why should the harbour authority dredge the northern channel?"),
    (FERRY, "And when?", "When was the ferry subsidy cut?"),
    (BUSES, "Since when?", "Since when are electric buses cheaper than diesel buses?"),
]


@pytest.mark.parametrize(("turn", "typed", "full"), ANEW)
def test_a_fragment_asks_the_last_question_anew(turn: Turn, typed: str, full: str) -> None:
    made = stand_alone(typed, [turn])
    assert (made.question, made.topic, made.changed) == (full, "", True)


@pytest.mark.parametrize(
    "said", ["They have solved it.", "that is fine but you did not answer", "It was passed"]
)
def test_a_statement_is_no_question_to_put_in_full(said: str) -> None:
    assert stand_alone(said, [WATER]) == StandAlone(said, said)


def test_an_owner_alone_is_no_topic() -> None:
    before = replace(BOARD, question="What is on the board and on the minister's?")
    assert "minister" not in stand_alone("Tell me more.", [before]).topic


def test_a_pronoun_for_what_was_said_is_never_named() -> None:
    for said in ("Is it still true?", "Are they still valid?", "Is that still right?"):
        assert "Board still" not in stand_alone(said, [BOARD]).in_full


@pytest.mark.parametrize(("turn", "typed", "topic"), JOINED)
def test_what_lacks_its_topic_is_joined_to_it(turn: Turn, typed: str, topic: str) -> None:
    made = stand_alone(typed, [turn])

    assert made.topic == topic
    assert made.original == typed
    assert made.changed
    assert made.reason == "belongs to the last question"
    assert typed.lower().rstrip("?. ").endswith(made.question.lower().rstrip("?. "))
    assert made.in_full.endswith(f", as to {topic}?")


@pytest.mark.parametrize("question", STATEMENTS)
def test_a_pronoun_for_all_that_was_said_is_no_thing(question: str) -> None:
    made = stand_alone(question, [BOARD])

    assert made.topic == "the Resilience Steering Board"
    assert "Board" not in made.question


def test_a_topic_goes_on_from_turn_to_turn() -> None:
    first = Turn("What repairs are needed on the sea wall?")
    joined = stand_alone("Who decided that?", [first])
    turns = [first, Turn(joined.question, followed=True, topic=joined.topic)]

    assert joined.topic == "repairs and the sea wall"
    assert stand_alone("Why?", turns).topic == "repairs and the sea wall"
    assert stand_alone("When was it built?", turns).question == "When was the sea wall built?"


def test_what_goes_on_with_the_last_question_is_left_to_a_model() -> None:
    says = Says("What does the Water Act require of tenants?")

    assert not stand_alone("And tenants?", [WATER]).changed
    assert stand_alone("And tenants?", [WATER], rewriter=says).question == says.offered


@pytest.mark.parametrize("said", ["Thanks", "ok", "Great, thanks."])
def test_thanks_are_no_follow_up(said: str) -> None:
    assert not stand_alone(said, [WATER]).changed


def test_several_sentences_are_left_alone() -> None:
    assert not stand_alone("I knew it! How are tenants protected?", [WATER]).changed


def test_several_questions_that_point_back_are_joined_as_one() -> None:
    made = stand_alone("Why not? And when was it passed?", [WATER])
    assert made.question == "Why not? And when was it passed?"
    assert "Water Act" in made.topic


@pytest.mark.parametrize("rule", ["pointing", "pronouns"])
def test_a_rule_can_be_left_out(rule: Rule) -> None:
    made = stand_alone("When was it passed?", [WATER], without=(rule,))

    assert made.question == "When was it passed?"
    assert made.changed == (rule == "pronouns")


@pytest.mark.parametrize("question", ALONE)
@pytest.mark.parametrize("turn", [WATER, BUSES, YUSUF])
def test_a_question_that_stands_alone_is_left_alone(question: str, turn: Turn) -> None:
    typed = f"  {question} "  # to the character

    assert stand_alone(typed, [turn]) == StandAlone(typed, typed)


@pytest.mark.parametrize("question", FOREIGN)
def test_other_languages_are_left_alone(question: str) -> None:
    assert not stand_alone(question, [WATER]).changed


@given(texts)
def test_without_a_turn_before_it_nothing_is_changed(question: str) -> None:
    assert stand_alone(question, []) == StandAlone(question, question)


@given(texts, st.lists(turns, max_size=4))
def test_whatever_the_texts_hold_the_question_is_bounded_and_clean(
    question: str, history: list[Turn]
) -> None:
    made = stand_alone(question, history)

    assert made == stand_alone(question, history)
    assert made.original == question
    if made.changed:
        assert made.in_full != question
        assert len(made.in_full) <= MAX_QUESTION
        assert made.in_full.isprintable()
    else:
        assert (made.question, made.topic) == (question, "")


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
    turn = Turn(hostile, hostile, (hostile,) * 99, (hostile,) * 99, topic=hostile)
    start = time.process_time()
    for question in (hostile[:MAX_QUESTION], "And the third one?", "What did he say about it?"):
        stand_alone(question, [turn] * 99)

    assert time.process_time() - start < 2


def test_a_topic_that_changed_is_forgotten() -> None:
    history = [
        PILOT,
        Turn("Who collects the salt tax?", "Customs officers collect it."),
        Turn("Since when is the salt tax collected?", followed=True),
    ]

    assert since_change(history) == tuple(history[1:])
    assert stand_alone("And the second one?", history).topic == "the salt tax"


@pytest.mark.parametrize(
    ("first", "typed", "word"),
    [
        ("Who took part?", "What did they conclude?", "they"),
        ("Who is that?", "Where does it end?", "it"),
        ("thanks", "Who is drafting it?", "it"),
        ("ferries kab chalti hain?", "What do they cost?", "they"),
    ],
)
def test_what_points_to_nothing_is_left_as_typed_and_said_so(
    first: str, typed: str, word: str
) -> None:
    made = stand_alone(typed, [Turn(first)])

    assert made == StandAlone(typed, typed, reason=f"nothing before it says what “{word}” means")


def test_after_a_question_that_nothing_was_found_for_nothing_is_meant() -> None:
    before = [Turn("Who runs the ferry?"), Turn("Who is Zorblax?", lends=False)]

    made = stand_alone("Where does he live?", before)

    assert not made.changed
    assert "“he”" in made.reason


class Says:
    """A rewriter that says one thing, and counts how often it's asked."""

    def __init__(self, offered: str | None) -> None:
        self.offered = offered
        self.asked = 0

    def __call__(self, question: str, turns: Sequence[Turn]) -> str | None:
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


def test_after_what_only_came_close_its_topic_is_searched_with_and_nothing_named() -> None:
    question = "How much compensation will the ferry crews get from the board?"
    unsure = Answer(Query(question), "unsure", missing=("get",))
    near = Turn(question, lends=False, answer=unsure)
    made = stand_alone("how much would it have cost?", [near])
    assert made.question == "how much would it have cost?"
    assert "ferry crews" in made.topic
    refused = replace(near, answer=replace(unsure, status="refused"))
    assert not stand_alone("how much would it have cost?", [refused]).changed
