from __future__ import annotations

import json

import pytest
from rich.console import Console

from rag.checking.find_quote import find
from rag.library import Library
from rag.types import Query
from ui.cli.commands.find import print_finds
from ui.schema import finds_json

WORDS = "As of now, there are 8,400 people in Schedule 4"


def test_the_terminal_shows_place_and_difference(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    print_finds(find(Query(WORDS), library), Console(width=500, soft_wrap=True))
    printed = capsys.readouterr().out
    assert printed.startswith("Nearly\n")
    assert "p. 4 (estimated), paragraph " in printed
    assert "you: “8,400”, there: “8,300”" in printed


def test_json_ranges_are_right(library: Library) -> None:
    made = json.loads(json.dumps(finds_json(find(Query(WORDS), library))))
    (difference,) = made["near"][0]["differences"]
    said, found = difference["said"], difference["found"]
    assert WORDS[said["start"] : said["end"]] == said["text"] == "8,400"
    document = library.store.document(made["near"][0]["citation"]["document_id"])
    assert document is not None
    assert document.text[found["start"] : found["end"]] == found["text"] == "8,300"
