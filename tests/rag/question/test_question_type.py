"""Parsing, fillers, reasons. Embeddings are faked: equal words are equal, others far apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from rag.answerability.answer_candidates import clauses, find_fillers
from rag.answerability.conflicting_figures import conflict
from rag.answerability.explanations import reason
from rag.answerability.features import FEATURES, measure
from rag.answerability.similarity import read
from rag.answerability.word_similarity import Array, Reader
from rag.question.question_type import parse


def embed(texts: Sequence[str]) -> Array:
    rows = []
    for text in texts:
        seed = int.from_bytes(hashlib.sha256(text.lower().encode()).digest()[:4], "big")
        row = np.random.default_rng(seed).normal(size=64)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32)


def reader() -> Reader:
    return Reader(embed, lambda word: (word.lower().rstrip("s"),), lambda _stem: 2.0)


@pytest.mark.parametrize(
    ("question", "sort", "head"),
    [
        ("How many tenants were turned away last year?", "count", ("tenants",)),
        ("Number of missing persons in the valley?", "count", ("missing", "persons")),
        ("How much money does the council want?", "money", ()),
        ("How much did the repair cost?", "money", ()),
        ("What percentage of members voted?", "percent", ()),
        ("How much of its grant does a school lose?", "measure", ()),
        ("What costs 2500 rupees?", "what", ()),
        ("How often does the board meet?", "frequency", ()),
        ("For how many years may a licence run?", "duration", ()),
        ("When was the bridge opened?", "date", ()),
        ("Who chaired the meeting?", "person", ()),
        ("Where was the meeting held?", "place", ()),
        ("In which city was the school?", "place", ("city",)),
        ("Why was the branch closed?", "reason", ()),
        ("What is the purpose of the fund?", "reason", ()),
        ("How should the courts be reformed?", "manner", ()),
        ("Under which section was he charged?", "law", ("section",)),
        ("What post does Anna Roe hold?", "role", ("post",)),
        ("What did the members say about fees?", "said", ()),
        ("What happens to late books?", "what", ()),
        ("Do children pay for late books?", "yes-no", ()),
        ("What was Dunmore's revenue in 1998?", "money", ("revenue",)),
        ("What is Dunmore’s annual budget?", "money", ("annual", "budget")),
        ("harbour net profit?", "money", ()),
        ("the price we pay for peace", "open", ()),
        ("everything on organised crime", "open", ()),
        ("", "open", ()),
    ],
)
def test_a_question_is_read_by_its_sort(question: str, sort: str, head: tuple[str, ...]) -> None:
    slot = parse(question)
    assert (slot.sort, slot.head) == (sort, head)


@pytest.mark.parametrize(
    ("question", "sentence", "texts"),
    [
        ("How many outfits are banned?", "In 2014 the office banned 62 outfits.", ["62"]),
        ("How many of the 62 outfits were tried?", "The office banned 62 outfits.", []),
        ("In which year did it end?", "It began in 1998 with 300 members.", ["1998"]),
        ("On which day did it end?", "It ended in May 1998.", []),
        ("How much did it cost?", "It cost $3 million.", ["$3 million"]),
        ("What percentage voted?", "About 40 per cent voted.", ["40 per cent"]),
        ("Under which section was he charged?", "He broke section 21 of it.", ["section 21"]),
        ("How often does it meet?", "The choir meets monthly.", ["monthly"]),
        ("How often is it read?", "The gauge is read every second week.", ["every second week"]),
        ("How much of the 2500 was lost?", "It lost a tenth: $250 of 2,500.", ["250", "$250"]),
    ],
)
def test_fillers_are_of_the_sort_and_new(question: str, sentence: str, texts: list[str]) -> None:
    assert [filler.text for filler in find_fillers(parse(question), sentence)] == texts


@pytest.mark.parametrize(
    ("sentence", "weight"),
    [("RULES OF THE ROSSLARE HARBOUR", 0.3), ("The rules of Rosslare Harbour", 1.0)],
)
def test_capitals_throughout_name_nobody(sentence: str, weight: float) -> None:
    found = find_fillers(parse("Who wrote the rules?"), sentence)
    assert max(one.weight for one in found) == weight


def test_what_a_figure_counts_is_found() -> None:
    (filler,) = find_fillers(parse("How many died?"), "More than 28,000 armed militants have died.")
    assert filler.nouns == ("armed", "militants")


def test_clauses_cover_the_sentence() -> None:
    sentence = "The office, which met in May, banned the groups; but the courts let them go."
    ranges = clauses(sentence)
    assert "".join(sentence[start:end] for start, end in ranges) == sentence


def test_a_near_miss_scores_below_the_question_that_the_text_answers() -> None:
    sentences = [["The office banned 62 outfits.", "Many tenants are turned away in the city."]]
    told = measure(
        parse("How many outfits has the office banned?"), read(sentences, [0.6, 0.1]), reader()
    )
    missed = measure(
        parse("How many tenants are turned away?"), read(sentences, [0.1, 0.6]), reader()
    )
    assert told.values["filled"] > 0.9 > 0.2 > missed.values["filled"]
    assert told.likeliest == "The office banned 62 outfits."
    shown = ["Many tenants are turned away in the city."]
    assert reason(missed, shown=shown) == "The closest sentences don't say how many tenants."
    assert set(told.values) == set(FEATURES)


def test_an_opposite_is_told() -> None:
    sentences = [["Members of the club reject the new budget in spring."]]
    said = measure(
        parse("Why did members accept the new budget?"), read(sentences, [0.7]), reader()
    )
    assert said.values["opposite"] == -1
    assert "“accept”" in reason(said)


def test_an_opposite_in_a_sentence_about_something_else_is_not_told() -> None:
    sentences = [["Members of the club reject a levy on bread."]]
    said = measure(
        parse("Why did members accept the new budget?"), read(sentences, [0.7]), reader()
    )
    assert "“reject”" not in reason(said)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("What sum did the school lose?", "It loses ten per cent of the grant."),
        ("How long is the term?", "The choir meets monthly."),
        ("How long is it kept?", "It is kept no longer than the work needs."),
        ("When does the pool open?", "The pool opens after the harvest."),
        ("How many members has it?", "A dozen members sit on it."),
        ("Who signed it?", "The parish council signed it."),
        ("Why was it closed?", "The roof leaked and nobody paid."),
    ],
)
def test_no_reason_is_given_that_the_sentence_below_it_may_belie(question: str, shown: str) -> None:
    said = measure(parse(question), read([["A heron stood there."]], [0.6]), reader())
    told = reason(said, shown=[shown])
    assert "give no" not in told
    assert "don't say how" not in told


def figures_differ(question: str, *sentences: str) -> str:
    slot = parse(question)
    return conflict(measure(slot, read([[one] for one in sentences], [0.7] * 9), reader()))


def test_figures_differ_where_two_sentences_say_otherwise_the_same() -> None:
    told = figures_differ(
        "How many wells were dug?", "Last year 40 wells were dug.", "In all, 60 wells were dug."
    )
    assert "“40”" in told
    assert "“60”" in told


def test_figures_differ_where_a_sentence_sets_one_against_another() -> None:
    said = "While the clerk found 40 wells dug, the guild found 60 wells dug."
    assert "“60”" in figures_differ("How many wells were dug?", said)
    assert figures_differ("How many wells were dug?", said.replace("While", "As")) == ""


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("How many wells were dug?", ["2,500 wells were dug.", "2.5 thousand wells were dug."]),
        ("How much was paid for wells?", ["$10,000 was paid for it.", "£9,000 was paid for it."]),
        ("What percentage of wells is dry?", ["56% of wells are dry, 30% full and 14% lost."]),
        ("How many wells were dug?", ["40 wells were dug.", "40 boats and 60 nets were dug out."]),
        ("How many tea rooms has it?", ["It has two tea rooms, three card rooms and a hall."]),
        ("How many wells were dug?", ["Wells | 40 wells dug", "Wells | 60 wells dug"]),
    ],
)  # fmt: skip
def test_figures_of_other_things_and_in_other_units_do_not_differ(
    question: str, sentences: list[str]
) -> None:
    assert figures_differ(question, *sentences) == ""
