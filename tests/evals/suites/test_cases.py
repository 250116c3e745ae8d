from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.suites.cases import Case, find_quote, gold_of, paragraph_of, read_cases
from ingest.document import build_document
from ingest.load import load
from ingest.sources import read_sources, source_for
from rag.errors import SettingsError
from rag.types import Document
from tests.conftest import CORPUS, ROOT
from tests.ingest.made import document as made

DEVELOP, REPORT = (ROOT / "evals" / "cases" / f"{name}.yaml" for name in ("develop", "report"))
STRATA = {
    "fact", "paraphrase", "number", "who-said", "multi-sentence", "topic", "both-documents",
    "contradiction", "near-miss", "off-topic", "false-premise", "misspelling", "urdu",
    "roman-urdu",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> tuple[Document, ...]:
    sources = read_sources(CORPUS)
    return tuple(
        build_document(file.name, load(file), source_for(file.name, sources))
        for file in sorted(CORPUS.glob("*.txt"))
    )


@pytest.mark.parametrize("path", [DEVELOP, REPORT], ids=["develop", "report"])
def test_every_gold_quote_is_verbatim(path: Path, corpus: tuple[Document, ...]) -> None:
    for case in read_cases(path):
        for gold, places in zip(case.gold, gold_of(case, corpus), strict=True):
            assert any(place.document == gold.document for place in places)
        texts = {document.file: document.text for document in corpus}
        words = " ".join(
            texts[place.document][place.start : place.end]
            for places in gold_of(case, corpus)
            for place in places
        )
        assert all(" ".join(answer.split()) in " ".join(words.split()) for answer in case.answers)


def test_the_cases_are_many_and_of_every_kind() -> None:
    develop, report = read_cases(DEVELOP), read_cases(REPORT)
    assert len(develop) + len(report) >= 180
    counts = Counter(case.answerable for case in report)
    assert counts[True] >= 60
    assert counts[False] >= 40
    for cases in (develop, report):
        assert {case.stratum for case in cases} == STRATA
    assert not {case.question.lower() for case in develop} & {c.question.lower() for c in report}


def test_a_quote_is_found_wherever_it_stands(tmp_path: Path) -> None:
    text = "The well is dry.\n\nNobody came. The well is\ndry.\n"
    places = find_quote("The  well is dry.", [made(tmp_path, text.encode())])
    assert [(place.start, place.end) for place in places] == [(0, 16), (31, 47)]
    assert find_quote("The well is full.", [made(tmp_path, text.encode())]) == ()
    assert find_quote(" ", [made(tmp_path, text.encode())]) == ()


def test_a_quote_stands_between_words_where_it_can(tmp_path: Path) -> None:
    document = made(tmp_path, b"In fact this act is old.")
    assert [place.start for place in find_quote("act", [document])] == [13]
    assert [place.start for place in find_quote("In fac", [document])] == [0]


def test_a_paragraph_limits_a_case(tmp_path: Path) -> None:
    document = made(tmp_path, b"# A\n\nOne well.\n\nTwo wells.\n", "made.md")
    case = Case(id="1", question="?", answerable=False, paragraph="Two  wells.")
    place = paragraph_of(case, [document])
    assert place is not None
    assert document.text[place.start : place.end] == "Two wells."
    gone = Case(id="2", question="?", answerable=False, paragraph="No wells.")
    with pytest.raises(SettingsError, match="case 2"):
        paragraph_of(gone, [document])


ROW = {"id": "1", "question": "?", "answerable": False}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"id": "1", "question": "?"}], "row 1, answerable"),
        ([ROW, {**ROW, "id": "2", "answerable": True}], "row 2.*needs a gold quote"),
        ([ROW, ROW], "'1' stands there twice"),
        ([{**ROW, "answer": "x"}], "row 1, answer"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: list[object], words: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    with pytest.raises(SettingsError, match=words):
        read_cases(path)


def test_gold_that_is_not_in_the_documents_is_the_cases_fault(tmp_path: Path) -> None:
    document = made(tmp_path, b"One well.")
    for file, quote, words in (
        ("made.txt", "Two wells.", "doesn't say"),
        ("gone.txt", "One well.", "no document 'gone.txt'"),
    ):
        gold = {"document": file, "quote": quote}
        case = Case.model_validate({**ROW, "answerable": True, "gold": [gold]})
        with pytest.raises(SettingsError, match=words):
            gold_of(case, [document])
