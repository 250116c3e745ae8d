"""Whatever a model's server does, the answer comes, holds, and says what was wrong.

A document's own words stand in for what a model can't give, with a note in words. A hang
fails the test through `put`, which waits no longer than twice the model's time and some.
"""

from __future__ import annotations

import logging
import socket
from dataclasses import replace

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.types import Answer
from tests.llm import scripts
from tests.llm.asking import MODEL, Asked, address, asked_of, opened, put, untrue
from tests.llm.paraphrases import false
from tests.llm.protocol import Reply, Request, Script

QUESTION = "What role should the military have against militancy?"
"""Four sentences of the corpus answer it."""
SHORT_S, PATIENT_S = 1.0, 10.0
"""Deadlines: for servers that never come to an end, and for those that fail at once, which get
time to do so on a slow machine, too."""
KEY = "sk-very-secret-0123456789"
RAW = (KEY, "http", "127.0.0.1", "Traceback", "Error(", "error code", "0x", "{", "choices", "httpx")
"""What no note may hold: the key, an address, a client's own words."""


def stalls_after_a_sentence(request: Request) -> Reply:
    """Say the first sentence whole and then nothing."""
    text = scripts.written([((key,), said) for key, said in request.evidence[:2]])
    return Reply(text, piece=text.index("}") + 1, stall_s=scripts.PATIENCE_S)


def thinks_for_ever(request: Request) -> Reply:
    """Think aloud and never come to the answer."""
    return Reply("<think>", again="So it could be, or not. ")


def put_to(
    library: Library, embedder: Embedder, script: Script, timeout_s: float = PATIENT_S
) -> tuple[Asked, int]:
    """Ask a server with a script; check all that must hold of any answer."""
    with asked_of(library, embedder, script, llm_timeout=timeout_s) as (asking, server):
        asked = put(QUESTION, asking)
        assert untrue(asked.answer, asking) == []
        assert asked.answer.status == "answered"
        assert all(raw not in note for note in asked.answer.notes for raw in RAW)
        return asked, server.count


def assert_extracted(answer: Answer, told: str) -> None:
    """Assert that the documents speak, and that a note says why."""
    assert answer.model == "extractive"
    assert {statement.verdict for statement in answer.statements} == {"verbatim"}
    assert len(answer.notes) == 1
    assert told in answer.notes[0]
    assert "documents' own words" in answer.notes[0]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        pytest.param(scripts.times_out, "took too long", id="hangs at once"),
        pytest.param(scripts.stalls, "took too long", id="hangs in mid-stream"),
        pytest.param(scripts.drips(0.05), "took too long", id="drips"),
        pytest.param(scripts.drips(0.9), "took too long", id="drips slowly"),
        pytest.param(thinks_for_ever, "isn't JSON", id="thinks for ever"),
        pytest.param(scripts.one_endless_sentence, "breaks off", id="one endless sentence"),
        pytest.param(scripts.fails(500), "fails (500)", id="500"),
        pytest.param(scripts.fails(503), "fails (503)", id="503"),
        pytest.param(scripts.too_many_requests(30), "fails (429)", id="429, come in 30 s"),
        pytest.param(scripts.unauthorised, "refuses the key (401); check SANAD_LLM_KEY", id="401"),
        pytest.param(scripts.fails(403), "refuses the key (403)", id="403"),
        pytest.param(scripts.no_such_model, "isn't there (404)", id="404"),
        pytest.param(scripts.overlong_prompt, "refuses the request (400)", id="400"),
        pytest.param(scripts.fails(302, {"Location": "/"}), "elsewhere", id="302"),
        pytest.param(scripts.as_page, "isn't JSON", id="web page"),
        pytest.param(scripts.not_json, "sends what can't be read", id="not JSON"),
        pytest.param(scripts.no_choices, "isn't JSON", id="no choices"),
        pytest.param(scripts.calls_a_tool, "isn't JSON", id="tool call"),
        pytest.param(scripts.prose, "isn't JSON", id="prose"),
        pytest.param(scripts.html, "isn't JSON", id="HTML"),
        pytest.param(scripts.empty, "isn't JSON", id="empty"),
        pytest.param(scripts.blank, "isn't JSON", id="blank"),
        pytest.param(scripts.refuses, "isn't JSON", id="refusal"),
        pytest.param(scripts.other_json, "isn't JSON", id="other JSON"),
        pytest.param(scripts.a_list, "isn't JSON", id="list"),
        pytest.param(scripts.wrong_types, "another form", id="wrong types"),
        pytest.param(scripts.deep, "breaks off", id="deep"),
        pytest.param(scripts.no_sentences, "nothing that holds", id="no sentences"),
        pytest.param(scripts.repeats_for_ever, "nothing that holds", id="repeats for ever"),
        pytest.param(scripts.all_keys, "nothing that holds", id="all keys"),
        pytest.param(scripts.altered_quotes, "nothing that holds", id="altered quotes"),
        pytest.param(scripts.copied_markup, "nothing that holds", id="copied markup"),
        pytest.param(scripts.invents, "nothing that holds", id="invents"),
    ],
)
def test_where_the_model_gives_nothing_the_documents_speak(
    script: Script, told: str, library: Library, embedder: Embedder
) -> None:
    asked, _ = put_to(library, embedder, script, _deadline(told))
    assert_extracted(asked.answer, told)


def _deadline(told: str) -> float:
    return SHORT_S if told == "took too long" else PATIENT_S


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (stalls_after_a_sentence, "took too long"),
        (scripts.dies, "can't be reached"),
        (scripts.ends_early, "breaks off"),
        (scripts.runs_out, "breaks off"),
    ],
)
def test_what_came_before_the_break_stays(
    script: Script, told: str, library: Library, embedder: Embedder
) -> None:
    asked, count = put_to(library, embedder, script, _deadline(told))
    assert asked.answer.model == MODEL
    assert asked.answer.statements
    (note,) = asked.answer.notes
    assert "broke off" in note
    assert told in note
    assert count == 1  # what was begun isn't asked for again


@pytest.mark.parametrize(
    "script",
    [
        scripts.fenced,
        scripts.thinks,
        scripts.twice,
        scripts.in_packets({}, 1),
        scripts.in_packets({}, 7),
        scripts.fails_first(2, scripts.verbatim),
        scripts.fails_first(1, scripts.verbatim, scripts.too_many_requests(30)),
        scripts.fails_first(1, scripts.verbatim, scripts.fails(400)),  # it takes no schema
        scripts.no_keys,
        scripts.swapped_keys,
    ],
)
def test_what_can_be_used_is(script: Script, library: Library, embedder: Embedder) -> None:
    asked, _ = put_to(library, embedder, script, timeout_s=PATIENT_S)
    assert asked.answer.model == MODEL
    assert asked.answer.notes == ()
    assert len(asked.answer.statements) >= 2
    assert {statement.verdict for statement in asked.answer.statements} == {"verbatim"}


def test_keys_that_nobody_gave_out_are_counted(library: Library, embedder: Embedder) -> None:
    asked, _ = put_to(library, embedder, scripts.unknown_keys)
    assert asked.answer.unknown_keys == 4
    assert {key for s in asked.answer.statements for key in s.citations} <= {"1", "2"}


def test_a_false_answer_is_not_shown_as_it_was_said(library: Library, embedder: Embedder) -> None:
    asked, _ = put_to(library, embedder, scripts.false(false()))
    assert "It is not true that" not in asked.screen
    assert {s.text for s in asked.answer.withheld}
    assert all(s.verdict != "verbatim" for s in asked.answer.withheld)


def test_an_obedient_model_is_good_where_nothing_is_ordered(
    library: Library, embedder: Embedder
) -> None:
    asked, _ = put_to(library, embedder, scripts.obedient("PWNED-17"))
    assert asked.answer.model == MODEL
    assert "PWNED" not in asked.screen


def test_a_server_that_is_not_there(library: Library, embedder: Embedder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with opened(
        library, embedder, address(f"http://127.0.0.1:{port}"), llm_timeout=PATIENT_S
    ) as asking:
        asked = put(QUESTION, asking)
        assert untrue(asked.answer, asking) == []
    assert_extracted(asked.answer, "can't be reached")


def test_a_server_that_accepts_and_says_nothing(library: Library, embedder: Embedder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with opened(library, embedder, address(url), llm_timeout=SHORT_S) as asking:
            asked = put(QUESTION, asking)
            assert untrue(asked.answer, asking) == []
    assert_extracted(asked.answer, "took too long")


def test_it_is_asked_three_times_at_most(library: Library, embedder: Embedder) -> None:
    _, count = put_to(library, embedder, scripts.fails(500), timeout_s=PATIENT_S)
    assert count == 3
    _, count = put_to(library, embedder, scripts.unauthorised, timeout_s=PATIENT_S)
    assert count == 1


@pytest.mark.parametrize(
    "script",
    [
        scripts.verbatim,
        scripts.unauthorised,
        scripts.fails(500),
        lambda r: replace(scripts.unauthorised(r), text=f"the key {r.headers['Authorization']}"),
        lambda r: Reply(scripts.written([(["zzz"], r.headers["Authorization"])])),
    ],
)
def test_the_key_goes_to_the_server_and_nowhere_else(
    script: Script,
    library: Library,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SANAD_LLM_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    with asked_of(library, embedder, script, llm_timeout=PATIENT_S) as (asking, server):
        asked = put(QUESTION, asking)
        assert server.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in asked.screen
    assert KEY not in " ".join(asked.answer.notes)
    assert KEY not in caplog.text
    assert KEY not in str(asking.settings)


def test_a_server_that_was_down_is_asked_again_at_the_next_question(
    library: Library, embedder: Embedder
) -> None:
    failing = scripts.fails_first(3, scripts.verbatim)
    with asked_of(library, embedder, failing, llm_timeout=PATIENT_S) as (asking, server):
        assert put(QUESTION, asking).answer.model == "extractive"
        assert put(QUESTION, asking).answer.model == MODEL
        assert server.count == 4
