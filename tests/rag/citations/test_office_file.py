from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import docx
import pytest

from rag.citations.answer_export import export
from tests.rag.citations.test_answer_export import QUOTES, answer

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))


def test_a_word_file_says_what_it_is_and_when_it_was_made() -> None:
    made = docx.Document(io.BytesIO(export([answer(*QUOTES)], "docx", made=NOON)))
    assert made.core_properties.title == answer(*QUOTES).query.in_full
    assert made.core_properties.created == datetime(2026, 3, 1, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_no_file_is_of_1970(ending: str) -> None:
    with zipfile.ZipFile(io.BytesIO(export([answer(*QUOTES)], ending, made=NOON))) as file:
        facts = file.read("docProps/core.xml" if ending == "docx" else "meta.xml").decode()
    assert "1970" not in facts
    assert "2026-03-01T11:00:00Z" in facts
