"""What of sentences in words of their own is shown beside its evidence, and what is withheld."""

from __future__ import annotations

from collections import Counter

import pytest

from rag.types import DifferenceKind
from rag.verification.withholding_rules import qualm
from tests.llm.paraphrases import rewritten
from tests.rag.verification.withheld import cases, entries, why_withheld

KINDS: tuple[DifferenceKind, ...] = (
    "number", "date", "unit", "name", "negation", "speaker", "strength", "order",
)  # fmt: skip
FAITHFUL = 0.80
"""Of the faithful sentences, this share is shown: what withholds everything is worthless."""


def test_of_other_topics_most_faithful_sentences_are_shown_and_most_false_ones_withheld() -> None:
    shown = [kind for kind, text, quote in cases() if why_withheld(text, quote) is None]
    every = Counter(kind for kind, _, _ in cases())
    assert set(every) == {"faithful", *KINDS}
    assert every["faithful"] >= 25
    assert every.total() - every["faithful"] >= 40
    assert shown.count("faithful") >= 0.95 * every["faithful"]
    false = every.total() - every["faithful"]
    assert len(shown) - shown.count("faithful") <= 0.33 * false


def test_of_the_paraphrases_faithful_ones_are_shown_and_false_ones_withheld() -> None:
    shown, every = Counter[str](), Counter[str]()
    for one in rewritten():
        rows = [("faithful", text) for text in one.faithful]
        rows += [(wrong.edit, wrong.text) for wrong in one.false]
        for row, text in rows:
            every[row] += 1
            shown[row] += why_withheld(text, one.quote, one.question) is None
    assert shown["faithful"] >= FAITHFUL * every["faithful"]
    assert every["minimal"] - shown["minimal"] >= MINIMAL
    assert every["reworded"] - shown["reworded"] >= REWORDED


MINIMAL, REWORDED = 78, 63
"""Of 85 and 87 false sentences, so many are withheld at least."""


def test_evidence_and_its_own_words_are_never_withheld() -> None:
    for entry in entries():
        assert why_withheld(entry["quote"], entry["quote"]) is None


REASONS = (
    (
        "The office was told that the river floods in most years.",
        "The river doesn't flood, the office was told.",
        "deny",
    ),
    (
        "The harbour was open to ships all winter.",
        "To ships the harbour was closed all winter.",
        "it says “closed”, its evidence “open”",
    ),
    (
        "Some pupils walk to school.",
        "All pupils go to school on foot.",
        "“All”",
    ),
    (
        "The grant is paid to parents of small children.",
        "It's to teachers of small children that the grant goes.",
        "teachers",
    ),
)


@pytest.mark.parametrize(("quote", "text", "reason"), REASONS)
def test_the_reason_names_what_is_wrong(quote: str, text: str, reason: str) -> None:
    why = qualm(text, [quote])
    assert why is not None
    assert reason in why
    assert why_withheld(text, quote) is not None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("The pass isn't open before May.", "The pass is open only from May on."),
        ("No shop may sell rockets without a permit.", "A shop needs a permit to sell rockets."),
        ("Bakers earn less than butchers.", "Butchers earn more than bakers."),
        ("The town lends its hall to clubs.", "Clubs can borrow the hall from the town."),
        ("The mine opened in 1951 and closed in 1975.", "The mine closed after 24 years, in 1975."),
        ("The moor is unsuited to farming.", "The moor is not suited to farming."),
    ],
)  # fmt: skip
def test_the_same_from_another_side_is_shown(quote: str, text: str) -> None:
    assert why_withheld(text, quote) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Bus lanes help cyclists.", "no more than the question"),
        ("Do the new lanes make cycling safer?", "it's a question"),
        ("Lanes are a cornerstone of every modern and healthy society.", "hardly speaks"),
        ("The lanes show how a council may respect the wishes of people.", "hardly speaks"),
    ],
)
def test_the_question_s_words_are_no_sign_of_an_answer(text: str, why: str) -> None:
    quote = "Since the lanes were painted, the council has counted fewer accidents with bicycles."
    assert why in str(why_withheld(text, quote, "Do bus lanes help cyclists?"))
    said = "After the lanes were painted, fewer bicycle accidents were counted."
    assert why_withheld(said, quote, "Do bus lanes help cyclists?") is None
