"""What is read from a text, without a library: forms of each kind, and what is none of them."""

from __future__ import annotations

import time

import pytest

from rag.question.document_names import read_names
from rag.requests import comparison, definition, document_fact, mention
from rag.requests.forms import plain
from tests.rag.question.test_document_names import TEN


def kinds(text: str) -> list[str]:
    naming = read_names(text, TEN)
    read = {
        "fact": document_fact.read(naming),
        "mention": mention.read(naming, text),
        "definition": definition.read(naming, text),
        "comparison": comparison.read(naming),
    }
    return [kind for kind, asked in read.items() if asked]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could you tell me who wrote the bees handbook, please?", "fact"),
        ("who is behind the brief?", "fact"),
        ("Who published the brief, and may I quote from it?", "fact"),
        ("in what year was the circular issued", "fact"),
        ("which is older, the brief or the handbook?", "fact"),
        ("is the strategy newer than the circular?", "fact"),
        ("What is the licence of Okafor’s handbook?", "fact"),
        ("how often does the circular mention interest", "mention"),
        ("where in the handbook are wasps mentioned?", "mention"),
        ("is there anything about wasps in the handbook", "mention"),
        ("which documents deal with silt?", "mention"),
        ("does anyone mention silt?", "mention"),
        ("meaning of “nucleus hive”", "definition"),
        ("how does the ordinance define kerb?", "definition"),
        ("what does VT4H stand for", "definition"),
        ("Explain what a nucleus hive means", "definition"),
        ("differences between the brief and the handbook on wasps", "comparison"),
        ("Contrast May’s paper with the brief on fares", "comparison"),
        ("What does May’s paper say about fares that the brief doesn’t?", "comparison"),
    ],
)
def test_a_request(text: str, kind: str) -> None:
    assert kinds(text)[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Who wrote to the ministry about the dam?",
        "When was the harbour dredged?",
        "When was the plan approved by the ministry?",
        "How long is the breakwater?",
        "Which documents must a keeper submit?",
        "What documents are needed for a licence?",
        "Where does silt come from?",
        "Where do wasps appear in spring?",
        "Is the fee named in the permit?",
        "How often does the board meet?",
        "What is the fee for a mooring?",
        "What is the purpose of the levy?",
        "What does the board mean to do?",
        "How does spoil differ from silt?",
        "Do both banks need dredging?",
        "Does the handbook require gloves?",
        "Compare the price of bread and butter",
        "What is the difference between a hive and a nest?",
    ],
)
def test_a_question(text: str) -> None:
    assert kinds(text) == []


def test_courtesies_and_marks_are_left_out() -> None:
    assert plain("Please, can you tell me what’s silt, thanks?!") == "what is silt "
    assert plain("x" * 301) == ""


@pytest.mark.parametrize(
    "text", ["is " * 99, "what is in it in it " * 14, "a, " * 99, "compare the brief and " * 13]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    kinds(text)
    assert time.perf_counter() - start < 1
