"""Replies that are kept: whole ones only, whoever reads them and for how long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.llm.client import Prompt
from rag.llm.reply_cache import Remembered
from rag.llm.reply_parsing import sentences

ASKED = Prompt("answer", "Answer.", "Question: What rose?", {}, 100)
REPLY = json.dumps({"sentences": [{"keys": ["abc"], "text": f"{n} rose."} for n in "ABC"]})


class Model:
    """Replies in pieces of ten characters, and counts."""

    name, place = "model", ""

    def __init__(self, reply: str = REPLY) -> None:
        self.reply, self.count = reply, 0

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        self.count += 1
        for at in range(0, len(self.reply), 10):
            yield self.reply[at : at + 10]


def test_one_who_leaves_early_leaves_nothing_behind(tmp_path: Path) -> None:
    model = Model()
    kept = Remembered(model, tmp_path)
    reading = sentences(kept.stream(ASKED, 1.0))
    next(reading)
    del reading
    assert not any(tmp_path.iterdir())
    assert len(list(sentences(kept.stream(ASKED, 1.0)))) == 3
    assert len(list(sentences(kept.stream(ASKED, 1.0)))) == 3
    assert model.count == 2


def test_one_who_has_enough_keeps_what_was_read(tmp_path: Path) -> None:
    again = '{"keys": ["abc"], "text": "It rose."}'
    model = Model('{"sentences": [' + ", ".join([again] * 50))
    kept = Remembered(model, tmp_path)
    for _ in range(2):
        assert len(list(sentences(kept.stream(ASKED, 1.0)))) == 1
    assert model.count == 1


def test_many_at_once_keep_one_whole_reply(tmp_path: Path) -> None:
    kept = Remembered(Model(), tmp_path)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: "".join(kept.stream(ASKED, 1.0)), range(64)))
    assert set(read) == {REPLY}
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_a_reply_that_can_not_be_kept_is_given_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "replies"
    kept = Remembered(Model(), folder)
    folder.rmdir()
    assert "".join(kept.stream(ASKED, 1.0)) == REPLY
    assert "can't be kept" in caplog.text
