"""The small real model behind llama.cpp's server: it answers, keeps to the schema, and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.llm.model import problem_with_model
from tests.llm.real_server import CONTEXT, NAME, _end, serve

EVIDENCE = (
    ("k3f", "The ferry board was set up in 1974 and has nine members."),
    ("q8d", "Tickets cost four rupees, and children under six travel free."),
)


def prompt(evidence: tuple[tuple[str, str], ...] = EVIDENCE) -> list[dict[str, str]]:
    lines = "\n".join(f"[{key}] {sentence}" for key, sentence in evidence)
    question = "How many members does the ferry board have?"
    return [{"role": "user", "content": f"Question: {question}\nEvidence:\n{lines}"}]


def schema(keys: list[str]) -> dict[str, Any]:
    sentence = {
        "type": "object",
        "properties": {
            "keys": {
                "type": "array",
                "minItems": 1,
                "maxItems": 2,
                "items": {"type": "string", "enum": keys},
            },
            "text": {"type": "string", "minLength": 20, "maxLength": 60},
        },
        "required": ["keys", "text"],
        "additionalProperties": False,
    }
    sentences = {"type": "array", "minItems": 2, "maxItems": 2, "items": sentence}
    answer = {
        "type": "object",
        "properties": {"sentences": sentences},
        "required": ["sentences"],
        "additionalProperties": False,
    }
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": answer}}


def reply(url: str, **extra: object) -> str:
    """Ask for an answer, streamed, and join what comes."""
    body = {"model": NAME, "temperature": 0, "stream": True, "messages": prompt(), **extra}
    text = ""
    with httpx.stream("POST", f"{url}/v1/chat/completions", json=body, timeout=60) as stream:
        assert stream.status_code == 200
        lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line]
    assert lines.pop() == "[DONE]"
    for line in lines:
        for choice in json.loads(line)["choices"]:
            text += choice["delta"].get("content") or ""
    return text


def test_it_keeps_to_a_schema_and_says_the_same_twice(smollm: str) -> None:
    keys = [key for key, _ in EVIDENCE]
    first = reply(smollm, response_format=schema(keys))
    sentences = json.loads(first)["sentences"]
    assert len(sentences) == 2
    for sentence in sentences:
        assert set(sentence) == {"keys", "text"}
        assert 1 <= len(sentence["keys"]) <= 2
        assert set(sentence["keys"]) <= set(keys)
        assert 20 <= len(sentence["text"]) <= 60
    assert reply(smollm, response_format=schema(keys)) == first


def test_a_grammar_bounds_the_reply(smollm: str) -> None:
    text = reply(smollm, grammar='root ::= "{\\"a\\":\\"" [a-z ]{3,9} "\\"}"')
    assert 3 <= len(json.loads(text)["a"]) <= 9


def test_a_prompt_longer_than_the_context_is_an_error(smollm: str) -> None:
    long = tuple((f"a{n:02}", EVIDENCE[0][1]) for n in range(100)) * (CONTEXT // 1000)
    body = {"model": NAME, "stream": True, "messages": prompt(long)}
    response = httpx.post(f"{smollm}/v1/chat/completions", json=body, timeout=60)
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "exceed_context_size_error"


def test_the_process_is_gone_afterwards(tmp_path: Path) -> None:
    with serve(tmp_path) as url:
        assert httpx.get(f"{url}/v1/models").json()["data"][0]["id"] == NAME
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health")


def test_a_process_that_does_not_listen_is_killed() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); input()"
    command = [sys.executable, "-c", deaf]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    _end(process, patience_s=0.2)
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_a_model_that_is_missing_or_another_is_named_with_the_remedy(tmp_path: Path) -> None:
    missing, other = tmp_path / "missing.gguf", tmp_path / "other.gguf"
    other.write_bytes(b"GGUF")
    assert "run `make test`" in (problem_with_model(missing) or "")
    assert "delete it and run `make test`" in (problem_with_model(other) or "")
