"""Tests for what settles a question far from what is near to it, and for ranges and duties."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.decisions import decision_asked
from rag.answerability.duties import tells_duty
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.settled_elsewhere import settled_elsewhere
from rag.answerability.whole_range import whole_range
from rag.question.question_type import parse
from rag.types import RetrievedSentence, Source, Span

TEXT = """# Orr v. Vale

Orr claims that the levy is void under the river treaty.

The district court held the levy void.

Held: The levy stands.

# Refunds

The panel would have recommended refunds of 40 marks to growers.

Each grower certifies that he will not sell what the refund of another has paid for.

We have decided against refunds for growers.

Refunds for all growers would cost between 3 million and 9 million marks.

The surveyor asked for a grant of $1,400 to each owner.

Each owner has paid a fine of $1,400 so far.

The board won't give any grant to owners.

Paying refunds of up to 9 million marks would empty the chest.
"""


def ranked(*texts: str) -> list[RankedSentence]:
    document = build_document("o.md", load_markdown(TEXT.encode(), Reading()), Source("o"))
    found = []
    for at, text in enumerate(texts):
        start = document.text.index(text)
        sentence = RetrievedSentence(Span(start, start + len(text)), text, 0.5)
        found.append(RankedSentence(document, "p", sentence, 0.9 - at / 10))
    return found


CLAIM = "Orr claims that the levy is void under the river treaty."
BELOW = "The district court held the levy void."
GRANTED = "The surveyor asked for a grant of $1,400 to each owner."
FINE = "Each owner has paid a fine of $1,400 so far."
WISHED = "The panel would have recommended refunds of 40 marks to growers."


def brought(question: str, *texts: str) -> str:
    slot = parse(question)
    asked = decision_asked(slot)
    found = settled_elsewhere(ranked(*texts), asked, slot.words) if asked else None
    return found.found.text if found else ""


@pytest.mark.parametrize(
    "question", ["What was held in Orr v. Vale?", "What did the court rule on the levy?"]
)
def test_a_holding_is_what_the_court_says_itself(question: str) -> None:
    assert brought(question, CLAIM, BELOW).startswith("Held")


def test_a_holding_that_was_found_is_not_looked_for() -> None:
    assert brought("What was held in Orr v. Vale?", "Held: The levy stands.", CLAIM) == ""
    assert brought("What was claimed in Orr v. Vale?", CLAIM) == ""


def test_a_refusal_comes_before_what_was_only_recommended() -> None:
    question = "How much refund will the growers receive?"
    assert brought(question, WISHED) == "We have decided against refunds for growers."
    assert brought("How much water will the growers receive?", WISHED) == ""


@pytest.mark.parametrize(
    "question",
    [
        "When will the owners get their $1,400?",
        "Will the owners ever see their $1,400?",
        "When do the owners receive their $1,400 each?",
    ],
)
def test_a_sum_that_will_not_be_paid_is_what_is_said_of_it(question: str) -> None:
    assert brought(question, GRANTED) == "The board won't give any grant to owners."


def test_another_thing_that_is_refused_says_nothing_of_a_sum() -> None:
    assert brought("When will the owners get their $1,400?", FINE) == ""


UPPER = "Paying refunds of up to 9 million marks would empty the chest."
BOTH = "Refunds for all growers would cost between 3 million and 9 million marks."


def test_the_upper_end_brings_its_range() -> None:
    slot = parse("How much would refunds cost?")
    whole = whole_range(ranked(UPPER)[0], slot)
    assert whole is not None
    assert whole.found.text == BOTH
    assert whole_range(ranked(BOTH)[0], slot) is None
    assert whole_range(ranked(UPPER)[0], parse("Who would empty the chest?")) is None


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("The treasurer must keep a record.", True),
        ("In such a case the treasurer is then required to adjourn.", True),
        ("A member may not vote, and the treasurer's clerk is absent.", False),
        ("A member must inform the treasurer.", False),
    ],
)
def test_a_duty_is_that_of_who_is_asked_about(sentence: str, tells: bool) -> None:
    assert (
        tells_duty(parse("If a member objects, what should the treasurer do?"), sentence) == tells
    )
