from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.text.sentences import sentences_of
from rag.types import Check, Passage
from rag.verification.rule_verifier import Bundled

TEXT = (
    "On May 3, 2017, the board of the canal met in Lahore. The board agreed that 8,300 farmers "
    "pay the levy of 12 per cent. Nearly 40 mills stand idle, and 3 of them burned in 1991. "
    "“Water is life,” a member said; others doubted it. The canal shall be 25 miles long. "
    "Some argued that the levy hurts small farmers. In the 10th year it was lowered by 4 rupees."
)
START = 1000
PASSAGE = Passage("canal", "0" * 64, START, START + len(TEXT), TEXT)
SENTENCES = [sentence.text for sentence in sentences_of([PASSAGE])]
BUNDLED = Bundled()
MARKS = str.maketrans("“”’", '""\'')


def check(statement: str, *passages: Passage) -> Check:
    return BUNDLED.check(statement, passages or (PASSAGE,))


def at(place_start: int, place_end: int) -> str:
    return TEXT[place_start - START : place_end - START]


@given(st.integers(0, len(SENTENCES) - 1), st.integers(1, 3))
def test_a_slice_of_whole_sentences_is_verbatim(first: int, count: int) -> None:
    chosen = SENTENCES[first : first + count]
    start = TEXT.index(chosen[0])
    slice_ = TEXT[start : TEXT.index(chosen[-1]) + len(chosen[-1])]
    found = check(slice_)
    assert found.verdict == "verbatim"
    (place,) = found.places
    assert at(place.start, place.end) == slice_


@given(st.sampled_from([s for s in SENTENCES if any(c.isdigit() for c in s)]), st.data())
def test_one_digit_changed_is_contradicted(sentence: str, data: st.DataObject) -> None:
    places = [i for i, character in enumerate(sentence) if character.isdigit()]
    where = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != sentence[where])
    changed = sentence[:where] + other + sentence[where + 1 :]
    found = check(changed)
    assert found.verdict == "contradicted"
    difference = found.differences[0]
    assert difference.said is not None
    assert difference.found is not None
    assert difference.said.start <= where < difference.said.end
    assert at(difference.found.start, difference.found.end) in sentence


@given(
    st.sampled_from([*SENTENCES, "The canal may be 25 miles long.", "Few mills stand idle."]),
    st.lists(st.sampled_from(["  ", "\n", "\t "]), min_size=1, max_size=20),
    st.booleans(),
)
def test_white_space_and_quote_marks_change_nothing(
    statement: str, blanks: list[str], straight: bool
) -> None:
    words = statement.split(" ")
    gaps = [blanks[i % len(blanks)] for i in range(len(words) - 1)] + [""]
    other = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    other = other.translate(MARKS) if straight else other
    assert check(other).verdict == check(statement).verdict


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("the levy hurts small farmers", "verbatim"),  # a piece, not a sentence of its own
        ("The levy hurts small farmers.", "not verified"),  # "some argued" left out
        ("8,300 farmers pay the levy of 12 per cent, the board agreed.", "supported"),
        ("The canal should be 25 miles long.", "contradicted"),
        ("The board likes goats.", "not verified"),
        ("Canal.", "not verified"),
        ("Ploughing is hard.", "not verified"),
        ("نہر لمبی ہے", "not verified"),
        ("", "not verified"),
        ("…", "not verified"),
    ],
)
def test_verdicts(statement: str, verdict: str) -> None:
    assert check(statement).verdict == verdict


def test_the_reason_says_what_is_not_there() -> None:
    found = check("The board met with goats in Lahore.")
    assert found.verdict == "not verified"
    assert "“goats”" in found.reason
    assert [span.start for span in found.unfound] == [19]


def test_a_quotation_that_is_not_there_is_not_supported() -> None:
    said = "“Water is for life,” a member said."
    assert check(said).verdict != "supported"


def test_one_of_two_sentences_decides() -> None:
    both = "On May 3, 2017, the board of the canal met in Lahore. The canal shall be 26 miles long."
    found = check(both)
    assert found.verdict == "contradicted"
    (difference,) = found.differences
    assert difference.said is not None
    assert both[difference.said.start : difference.said.end] == "26"


def test_another_passage_may_bear_it_out() -> None:
    older = "The canal shall be 24 miles long."
    passage = Passage("older", "1" * 64, 0, len(older), older)
    assert check(older, PASSAGE, passage).verdict == "verbatim"
    assert check(older).verdict == "contradicted"


def test_no_evidence_proves_nothing() -> None:
    found = BUNDLED.check("The canal is long.", [])
    assert (found.verdict, found.places) == ("not verified", ())


@given(st.text(max_size=200))
def test_any_text_gets_a_verdict(statement: str) -> None:
    found = check(statement)
    assert 0 <= found.score <= 1
    for difference in found.differences:
        assert difference.said is None or difference.said.end <= len(statement)


def test_it_keeps_its_time() -> None:
    """In the time of this process, on one core; 30 ms are allowed, see docs/evals.md."""
    passages = [
        Passage(f"d{n}", "0" * 64, 0, len(text), text)
        for n in range(5)
        for text in [" ".join(s.replace("canal", f"canal{n}") for s in (*SENTENCES, *SENTENCES))]
    ]
    check("The levy was raised.", *passages)  # load what is loaded once
    took = []
    for n in range(5):
        started = time.process_time()
        check(f"The board agreed that {n} farmers pay the levy.", *passages)
        took.append(time.process_time() - started)
    assert min(took) < 0.03
