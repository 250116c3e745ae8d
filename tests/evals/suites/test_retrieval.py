from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.suites.retrieval import Judged, figures, judged_items, run_retrieval
from rag.errors import SettingsError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from rag.settings import load_settings

ROWS = {
    "a": "The levy on wells was raised by a third in the spring.",
    "b": "Goats may graze on the common until the first frost.",
    "c": "The school at the bridge was rebuilt after the flood.",
    "d": "A new warden of the canal is chosen every second year.",
    "e": "",
}


def write(folder: Path, qrels: str = "q1\ta\t1\nq2\tc\t1\nq2\td\t0\n") -> Path:
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": id_, "title": "", "text": text} for id_, text in ROWS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [
        {"_id": "q1", "text": "By how much was the levy raised?"},
        {"_id": "q2", "text": "What happened to the school after the flood?"},
        {"_id": "q3", "text": "Nobody judged this one."},
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{qrels}")
    return folder


def test_each_row_is_a_passage_and_is_found(tmp_path: Path, embedder: Embedder) -> None:
    folder = write(tmp_path / "beir")
    library = Library(load_settings(corpus=folder, store=tmp_path / "store"), embedder=embedder)
    judged = run_retrieval(folder, library, lambda _done, _total: None)
    assert [j.id for j in judged] == ["q1", "q2"]
    assert [j.ranked[0][0] for j in judged] == ["a", "c"]
    assert {row for j in judged for row, _ in j.ranked} == {"a", "b", "c", "d"}
    values = figures(judged)
    assert values["recall@1"] == values["map@10"] == values["hit@1"] == {"q1": 1.0, "q2": 1.0}
    revision = library.store.revision
    assert run_retrieval(folder, library, lambda _done, _total: None, sample=1) == judged[:1]
    assert library.store.revision == revision  # the same corpus isn't embedded again


def test_rows_of_the_same_words_are_one_passage(tmp_path: Path, embedder: Embedder) -> None:
    """The search shows one of them; the gold may name the other."""
    folder = write(tmp_path / "beir", qrels="q1\tf\t1\n")
    with (folder / "corpus.jsonl").open("a") as stream:
        stream.write("\n" + json.dumps({"_id": "f", "title": "", "text": ROWS["a"].upper()}))
    library = Library(load_settings(corpus=folder, store=tmp_path / "store"), embedder=embedder)
    (judged,) = run_retrieval(folder, library, lambda _done, _total: None)
    assert judged.relevant == ("a",)
    assert [row for row, _ in judged.ranked].count("a") == 1
    assert figures([judged])["recall@1"] == {"q1": 1.0}


def test_figures_by_hand() -> None:
    ranked = tuple((row, 1.0) for row in "wxyz")
    values = figures(
        [Judged("1", "?", ranked, ("x", "z", "elsewhere")), Judged("2", "?", (), ("x",))]
    )
    assert values["recall@5"]["1"] == pytest.approx(2 / 3)
    assert values["hit@1"]["1"] == 0
    assert values["mrr@10"]["1"] == pytest.approx(1 / 2)
    assert values["map@10"]["1"] == pytest.approx((1 / 2 + 2 / 4) / 3)
    # Nothing retrieved: zero, and still counted.
    assert all(of_metric["2"] == 0 for of_metric in values.values())
    items = judged_items(
        [Judged("1", "?", ranked, ("x",))], figures([Judged("1", "?", ranked, ("x",))])
    )
    assert items[0]["figures"]["recall@5"] == 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("corpus.jsonl", '{"_id": "a"}', "line 1 lacks one of _id, text"),
        ("corpus.jsonl", "{", "line 1 isn't JSON"),
        ("qrels/test.tsv", "head\nq1 a 1", "give a BEIR folder"),
    ],
)
def test_a_broken_folder_is_named(
    tmp_path: Path, embedder: Embedder, file: str, content: str, words: str
) -> None:
    folder = write(tmp_path / "beir")
    (folder / file).write_text(content)
    library = Library(load_settings(corpus=folder, store=tmp_path / "store"), embedder=embedder)
    with pytest.raises(SettingsError, match=words):
        run_retrieval(folder, library, lambda _done, _total: None)


def test_a_search_that_raises_is_a_row_that_found_nothing(
    tmp_path: Path, embedder: Embedder
) -> None:
    folder = write(tmp_path / "beir")
    settings = load_settings(corpus=folder, store=tmp_path / "store")
    run_retrieval(folder, Library(settings, embedder=embedder), lambda _done, _total: None)

    class Failing(Embedder):
        def encode_question(self, question: str) -> Encoded:
            if "levy" in question:
                raise RuntimeError("out of memory")
            return super().encode_question(question)

    failing = Failing(embedder.model, embedder.identity)
    judged = run_retrieval(folder, Library(settings, embedder=failing), lambda _done, _total: None)
    assert [(j.id, j.error) for j in judged] == [("q1", "RuntimeError: out of memory"), ("q2", "")]
    values = figures(judged)
    assert values["recall@10"] == {"q1": 0.0, "q2": 1.0}
    outcomes = [item["outcome"] for item in judged_items(judged, values)]
    assert outcomes == ["error", "retrieved"]
