from __future__ import annotations

import json

import pytest
from rich.console import Console

from rag.checking.check_claim import check_claim
from rag.library import Library
from rag.types import Query
from ui.cli.commands.check_claim import print_checked
from ui.schema import checked_json

CHANGED = "As of now, there are 8,400 people in Schedule 4."


def test_the_verdict_comes_with_reason_and_passages(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    print_checked(check_claim(Query(CHANGED), library), Console(width=500, soft_wrap=True))
    printed = capsys.readouterr().out
    assert printed.startswith("Contradicted. It says “8,400”, the source “8,300”.\n")
    assert "Speaks against it" in printed
    assert "What supports it" not in printed
    assert "“As of now, there are 8,300 people in Schedule 4.”" in printed
    assert "of 2 documents." in printed


def test_json_holds_ranges_that_are_right(library: Library) -> None:
    made = json.loads(json.dumps(checked_json(check_claim(Query(CHANGED), library))))
    assert made["verdict"] == "contradicted"
    (difference,) = made["differences"]
    assert (difference["kind"], difference["said"]["text"]) == ("number", "8,400")
    document = library.store.document(difference["found"]["document_id"])
    assert document is not None
    assert document.text[difference["found"]["start"] : difference["found"]["end"]] == "8,300"
    assert made["opposing"][0]["quote"].startswith("As of now")
    assert made["supporting"] == made["nearest"] == []


def test_a_sentence_of_the_documents(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "The ideological sources of militants should be debunked too."
    print_checked(check_claim(Query(sentence), library), Console(width=500, soft_wrap=True))
    printed = capsys.readouterr().out
    assert printed.startswith("Verbatim. Word for word in the source.\n")
    assert "What supports it" in printed
