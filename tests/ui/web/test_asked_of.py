"""Which documents are asked: read from the page, kept by follow-ups, told in the answer's forms."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest

from rag.citations.answer_export import export
from rag.errors import QueryError
from rag.library import Library
from rag.types import Answer, Query, Scope
from tests.ui.web.pages import read
from ui.record import Record
from ui.schema import answer_json, schema_text
from ui.web.events import answer_question
from ui.web.kept import Kept
from ui.web.library.asked_of import asked_of_html, read_scope, scope_within

RUMI = json.dumps({"document": ["rumi-2015"]})
HOSTILE = "<img src=x onerror=alert(1)>"


def test_what_the_page_sends_is_read() -> None:
    said = {"document": ["a", 1, ""], "author": ["Doe"], "type": ["pdf"], "since": "2019"}
    scope = read_scope(json.dumps(said | {"until": "2020-02"}))
    assert (scope.documents, scope.authors, scope.kinds) == (("a",), ("Doe",), ("pdf",))
    assert (scope.since, scope.until) == (date(2019, 1, 1), date(2020, 2, 29))
    assert not any(read_scope(value).chosen for value in (None, "", "{}", 5, '{"document": 3}'))


@pytest.mark.parametrize("value", ["[", "[]", "3", '{"since": "soon"}'])
def test_what_cannot_be_read_is_told(value: str) -> None:
    with pytest.raises(QueryError):
        read_scope(value)


def test_a_follow_up_keeps_to_what_is_chosen(library: Library) -> None:
    assert scope_within(RUMI, (), library).documents == ("rumi-2015",)
    with pytest.raises(QueryError, match="isn't among them"):
        scope_within(RUMI, ("pips-2017",), library)


def test_an_answer_says_of_what_it_was_asked(library: Library) -> None:
    kept = Kept()
    question = "In which year did the cabinet announce the National Internal Security Policy?"
    *_, last = answer_question(question, [], library, kept=kept, asked_in=RUMI)
    title = "Charting Pakistan Internal Security Policy"
    assert f"Asked of 1 document: “{title}”" in read(last[1][-1]["content"]).text
    assert title in export(kept.shown, "txt").decode().split("Asked of")[1]
    assert kept.shown[-1].query.scope.documents == ("rumi-2015",)


def test_nothing_in_what_is_chosen_is_said(library: Library) -> None:
    chosen = json.dumps({"until": "1999"})
    *_, last = answer_question("What is said of wells?", [], library, asked_in=chosen)
    assert "No document is chosen: none is until 1999" in read(last[1][-1]["content"]).text


def test_hostile_titles_are_shown_as_text() -> None:
    html = asked_of_html(Scope(documents=("a",), titles=(HOSTILE,)))
    assert read(html).tags == ["p"]
    assert HOSTILE in read(html).text


def test_the_json_says_it_as_its_schema_does() -> None:
    scope = Scope(authors=("Jane Doe",), since=date(2019, 1, 1), titles=(HOSTILE,))
    made = answer_json(Answer(Query("Why?", scope), "refused", reason="No."))
    jsonschema.validate(made, json.loads(schema_text()))
    assert made["asked_of"] == {
        "titles": [HOSTILE],
        "documents": [],
        "authors": ["Jane Doe"],
        "types": [],
        "since": "2019-01-01",
        "until": None,
    }
    assert "asked_of" not in answer_json(Answer(Query("Why?"), "refused", reason="No."))


def test_a_record_asks_again_of_the_same() -> None:
    made: dict[str, object] = {name: {} for name in ("settings", "trust", "sources", "answer")}
    record = Record.model_validate(
        made
        | {"sanad": "1", "question": "Why?", "as_of": None, "collection": "default"}
        | {"documents": ["a"], "authors": ["Doe"], "types": ["pdf"], "until": "2020-12-31"}
        | {"model": None, "calibration": (1.0, 0.0), "index": "", "passages": [], "exchanges": []}
    )
    again = Record.model_validate_json(record.model_dump_json()).query.scope
    assert again == Scope(
        documents=("a",), authors=("Doe",), kinds=("pdf",), until=date(2020, 12, 31)
    )
