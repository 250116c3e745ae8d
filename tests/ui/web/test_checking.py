"""A draft checked on the page: what comes back, and that whatever goes wrong ends in words."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from threading import enumerate as threads
from typing import Any

import pypandoc
import pytest

from rag.library import Library
from tests.ui.web.pages import read
from tests.ui.web.test_events import BROKEN
from ui.web.checking import MAX_MEGABYTES, check_upload

DRAFT = (
    "One member said that “overt militarization has resulted in security checks” (PIPS 2017).\n\n"
    "The cabinet announced the National Internal Security Policy in 2013.\n"
)


def upload(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "data": b64encode(data).decode(), "text": None}


def last_words(given: object, library: Library) -> str:
    html, files = list(check_upload(given, library))[-1]
    assert files == []
    return read(html).text


def test_pasted_text_is_checked_and_can_be_saved(library: Library) -> None:
    steps = list(check_upload({"text": DRAFT}, library))
    assert "Reading the draft" in read(steps[0][0]).text
    html, files = steps[-1]
    seen = read(html)
    assert "2 things to change" in seen.text
    assert "✕ Altered quotation" in seen.text
    assert "One member said that “overt" in seen.text  # where it stands, in the draft's own words
    assert len(seen.markers()) >= 2
    assert [one["told"] for one in files] == ["Report", "JSON"]
    review = json.loads(b64decode(files[1]["data"]))
    assert review["problems"] == 2
    assert review["text"].startswith("One member said")


def test_a_word_draft_gets_its_comments(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "memo.docx"
    pypandoc.convert_text(DRAFT, "docx", "markdown", outputfile=str(path))
    _, files = list(check_upload(upload("..\\x/memo.docx", path.read_bytes()), library))[-1]
    assert [one["name"] for one in files] == [f"memo-checked.{e}" for e in ("docx", "html", "json")]
    (tmp_path / "checked.docx").write_bytes(b64decode(files[0]["data"]))
    text = pypandoc.convert_file(
        str(tmp_path / "checked.docx"), "markdown", extra_args=["--track-changes=all"]
    )
    assert "Altered quotation" in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "choose a file"),
        ({"text": "  "}, "choose a file"),
        (upload("a.pdf", b"%PDF"), ".docx"),
        (upload("a.docx", b"no zip"), "a.docx"),
        (upload("a.md", b" "), "is empty"),
        ({"name": "a.md", "data": "%%%"}, "came in broken"),
        ({"name": "a.md", "data": "A" * (MAX_MEGABYTES * 1_400_000)}, "more than 10 MB"),
        ({"text": "A" * (MAX_MEGABYTES * 1_000_001)}, "more than 10 MB"),
    ],
)
def test_what_cannot_be_checked_is_told(library: Library, given: object, words: str) -> None:
    assert words in last_words(given, library).lower().replace("mb", "MB")


def test_what_nobody_foresaw_is_told() -> None:
    text = last_words({"text": DRAFT}, BROKEN)
    assert "went wrong" in text
    assert "secret" not in text


def test_a_hostile_draft_shows_as_itself(library: Library) -> None:
    name = '<img src=x onerror=alert(1)>"${x}.txt'
    said = '“Overt militarization has <script>alert(1)</script> "><b>resulted</b>” (PIPS 2017).'
    html, _ = list(check_upload(upload(name, said.encode()), library))[-1]
    seen = read(html)
    assert not {"script", "img", "b", "iframe"} & set(seen.tags)
    assert {attribute for attribute, _ in seen.attributes} <= {
        "class", "dir", "id", "tabindex", "type", "value",
    }  # fmt: skip
    assert "<script>alert(1)</script>" in seen.text
    assert "${x}" not in html


def test_nobody_waits_nobody_works(library: Library) -> None:
    steps: Iterator[Any] = check_upload({"text": DRAFT * 200}, library)
    before = set(threads())
    next(steps)
    next(steps)
    (worker,) = set(threads()) - before
    steps.close()  # type: ignore[attr-defined]
    worker.join(20)
    assert not worker.is_alive()
