"""Rows of tables beside what people marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from evals.suites.table_marks import Marked, compare, verdict
from evals.suites.tables import Counts, read_parts
from rag.tables.row import Mark, Row
from rag.types import Document, Source, SourceMap, Span

TEXT = (
    "The harbour office must publish tide tables by May 2031, and pilots should read them. "
    "Ferries may sail at night. Buoys shall be lit. Dredging cost 40 million euros in 12 weeks."
)
DOCUMENT = Document(
    "tides", "tides.md", TEXT, "", Source("tides.md", {}), SourceMap("utf-8", ()),
    sentences=tuple(Span(*match.span()) for match in re.finditer(r"[^ ][^.]*\.", TEXT)),
)  # fmt: skip
MUST = Marked(kind="commitment", at="must publish tide tables", actor="The harbour office",
              action="publish tide tables by May 2031", deadline="by May 2031",
              strength="must")  # fmt: skip
SHOULD = Marked(kind="commitment", at="pilots should read them", actor="pilots",
                action="read them", strength="should")  # fmt: skip
NIGHT = Marked(kind="commitment", at="may sail at night", action="sail at night", doubtful=True)
LIT = Marked(kind="commitment", at="Buoys shall be lit", action="be lit", strength="must")


def row(facts: Mapping[str, str] | None = None, **columns: str) -> Row:
    """A row of the text whose columns are filled with these words of it."""
    marks = []
    for column, words in columns.items():
        at = TEXT.index(words)
        marks.append(Mark(column, Span(at, at + len(words))))
    first = marks[0].span.start
    sentence = next(one for one in DOCUMENT.sentences if one.start <= first < one.end)
    return Row("tides", sentence, tuple(marks), facts or {})


def test_rows_of_one_sentence_go_to_the_marks_that_they_share_words_with() -> None:
    read = row(action="read them", actor="pilots")
    publish = row(action="publish tide tables", actor="harbour office")
    result = compare(DOCUMENT, "commitment", [read, publish], [MUST, SHOULD, LIT])
    assert [(mark.at, one) for mark, one in result.pairs] == [(MUST.at, publish), (SHOULD.at, read)]
    assert list(result.missed) == [LIT]
    assert list(result.besides) == []


def test_one_row_meets_one_mark_and_a_second_is_too_many() -> None:
    twice = [row(action="be lit"), row(action="be lit")]
    result = compare(DOCUMENT, "commitment", twice, [LIT])
    assert len(result.pairs) == len(result.besides) == 1


def test_doubtful_marks_count_neither_way() -> None:
    sail = row(action="sail at night", actor="Ferries")
    found = compare(DOCUMENT, "commitment", [sail], [NIGHT])
    assert (found.pairs, found.besides, found.missed) == ([], [], [])
    assert not compare(DOCUMENT, "commitment", [], [NIGHT]).missed
    unmarked = compare(DOCUMENT, "commitment", [sail], [])
    assert list(unmarked.besides) == [sail]


def test_only_parts_that_were_marked_count() -> None:
    sail, lit = row(action="sail at night"), row(action="be lit")
    parts = [("page 2", TEXT.index("Buoys"), len(TEXT))]
    result = compare(DOCUMENT, "commitment", [sail, lit], [LIT, NIGHT], parts)
    assert [one for _, one in result.pairs] == [lit]
    assert not result.besides
    assert result.lost == 1  # the other mark's words stand in no part


def test_figures_are_paired_by_their_number_never_by_elimination() -> None:
    weeks = Marked(kind="figure", at="40 million euros in 12 weeks", number="12", unit="weeks")
    money = row(number="40 million", unit="euros")
    result = compare(DOCUMENT, "figure", [money], [weeks])
    assert not result.pairs
    assert list(result.besides) == [money]
    counted = row(number="12 weeks", unit="weeks")
    (pair,) = compare(DOCUMENT, "figure", [money, counted], [weeks]).pairs
    assert pair == (weeks, counted)
    assert verdict("number", *pair, DOCUMENT) == "number right"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (row(action="publish tide tables", actor="The harbour office"), "actor right"),
        (row(action="publish tide tables", actor="pilots"), "actor wrong"),
        (row(action="publish tide tables"), "actor missing"),
        (row(action="publish tide tables by May 2031"), "action right"),
        (row(action="tide tables by May 2031"), "action wrong"),
        (row(action="publish", deadline="by May 2031"), "deadline right"),
        (row({"strength": "must"}, action="publish"), "strength right"),
        (row({"strength": "should"}, action="publish"), "strength wrong"),
        (row({"reported": "yes"}, action="publish"), "reported invented"),
    ],
)
def test_columns_are_right_wrong_missing_or_invented(made: Row, told: str) -> None:
    assert verdict(told.split()[0], MUST, made, DOCUMENT) == told


def test_an_actor_where_nobody_is_named_is_invented() -> None:
    assert verdict("actor", LIT, row(action="be lit", actor="Buoys"), DOCUMENT) == "actor invented"
    assert verdict("actor", LIT, row(action="be lit"), DOCUMENT) == "actor right"


def test_counts_are_sums() -> None:
    result = compare(DOCUMENT, "commitment", [row(action="read them")], [MUST, SHOULD])
    counts = Counts().add(result).add(result)
    assert (counts.marked, counts.found, counts.matched) == (4, 2, 2)
    assert counts.told["action right"] == counts.told["actor missing"] == 2


def test_parts_may_be_several_objects(tmp_path: Path) -> None:
    file = tmp_path / "parts.json"
    file.write_text(json.dumps({"a": [["page 1", 0, 9]]}) + json.dumps({"b": []}) + "\n")
    assert read_parts(file) == {"a": [("page 1", 0, 9)], "b": []}
