"""Retrieval over a BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv.

Each corpus row is one passage as it stands; rows of the same words are one passage,
under the name of the first, since the search shows it once. Figures come from `ir_measures`
(MacAvaney, Macdonald and Ounis, ECIR 2022) over trec_eval's own code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.metrics.stats import Figure, mean_figure
from evals.reports.configuration import library_configuration
from evals.reports.report import Report, bare_item, build_report
from evals.suites.rows import message_of, read_jsonl, spread
from ingest.split import sentences
from rag.answering.steps import asked, search
from rag.errors import SettingsError
from rag.library import Library
from rag.retrieve.hybrid import same_words
from rag.store.index_identity import index_identity
from rag.store.passage_vectors import make_all_parts
from rag.store.word_vector_cache import learn_words
from rag.types import Block, Document, Passage, Query, Run, Source, SourceMap

DEPTH = 10
DOCUMENT = "beir"
FILE = "corpus.jsonl"
GAP = "\n\n"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: the ids of its ranked passages with scores, and which are relevant.

    ``error`` holds the message of a search that raised: it counts as having found nothing.
    """

    id: str
    question: str
    ranked: tuple[tuple[str, float], ...]
    relevant: tuple[str, ...]
    error: str = ""


def load_corpus(folder: Path, library: Library, progress: Progress) -> dict[int, str]:
    """Put a BEIR corpus into the library's store, if it isn't there; give row ids by offset.

    Raises `SettingsError` when a file is missing or a row isn't as it should be.
    """
    rows = [(str(row["_id"]), _text(row)) for row in read_jsonl(folder / FILE, "_id", "text")]
    rows = [(row_id, text) for row_id, text in rows if text]
    starts, position = [], 0
    for _, text in rows:
        starts.append(position)
        position += len(text) + len(GAP)
    spans = [(start, start + len(text)) for start, (_, text) in zip(starts, rows, strict=True)]
    whole = GAP.join(text for _, text in rows)
    digest = hashlib.sha256(whole.encode()).hexdigest()
    store = library.store
    identity = index_identity(library.embedder.identity)
    with store.writing():
        entries = store.entries()
        if not entries or entries[0].raw_hash != digest:
            store.clear()
            store.set_identity(identity)
            document = _document(whole, spans, digest)
            # Built here: `Document.passage` looks its neighbours up, which 10,000 rows don't need.
            passages = [
                Passage(DOCUMENT, document.content_hash, start, end, whole[start:end])
                for start, end in spans
            ]
            learn_words([document.text], store.word_vectors, library.embedder)
            (parts,) = make_all_parts([(document, passages)], lambda: library.embedder, progress)
            store.replace([(document, passages, parts)])
    store.check_identity(identity)
    return {start: row_id for start, (row_id, _) in zip(starts, rows, strict=True)}


def twins(folder: Path) -> dict[str, str]:
    """Give for each row of a BEIR corpus the id of the first row with the same words."""
    first: dict[str, str] = {}
    found = {}
    for row in read_jsonl(folder / FILE, "_id", "text"):
        found[str(row["_id"])] = first.setdefault(same_words(_text(row)), str(row["_id"]))
    return found


def run_retrieval(
    folder: Path, library: Library, progress: Progress, *, sample: int | None = None
) -> tuple[Judged, ...]:
    """Search for every question of a BEIR folder (or every n-th, to get ``sample`` of them)."""
    row_ids = load_corpus(folder, library, progress)
    first = twins(folder)
    relevant: dict[str, set[str]] = {}
    for query_id, row_id, score in _qrels(folder / "qrels" / "test.tsv"):
        if score > 0:
            relevant.setdefault(query_id, set()).add(first.get(row_id, row_id))
    rows = read_jsonl(folder / "queries.jsonl", "_id", "text")
    queries = [(str(row["_id"]), str(row["text"])) for row in rows if str(row["_id"]) in relevant]
    queries = list(spread(queries, sample))
    judged = []
    for number, (query_id, text) in enumerate(queries):
        progress(number, len(queries))
        gold = tuple(sorted(relevant[query_id]))
        try:
            hits = search(asked(Query(text), library), library, DEPTH)
        except Exception as error:  # noqa: BLE001 - a failure is a row of the report
            judged.append(Judged(query_id, text, (), gold, message_of(error)))
            continue
        ranked = tuple((first[row_ids[hit.passage.start]], hit.score) for hit in hits)
        judged.append(Judged(query_id, text, ranked, gold))
    progress(len(queries), len(queries))
    return tuple(judged)


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Give each question's value of every measure: name -> question id -> value.

    Recall, MAP, nDCG, MRR and hit (is any relevant passage there?) at 1, 5, 10.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise SettingsError(
            "the measures of `sanad eval retrieval` aren't installed (Linux on ARM has no wheel of "
            "them); with a C compiler there, run `pip install -c constraints.txt ir-measures`"
        ) from error
    from ir_measures import AP, RR, Qrel, R, ScoredDoc, Success, nDCG

    names: dict[ir_measures.Measure, str] = {}
    for k in (1, 5, 10):
        names |= {R @ k: f"recall@{k}", AP @ k: f"map@{k}", nDCG @ k: f"ndcg@{k}"}
        names |= {RR @ k: f"mrr@{k}", Success @ k: f"hit@{k}"}
    qrels = [Qrel(j.id, row_id, 1) for j in judged for row_id in j.relevant]
    # Ranks, not scores, go in: trec_eval breaks ties by name and would reorder ours.
    run = [
        ScoredDoc(j.id, row_id, float(-rank))
        for j in judged
        for rank, (row_id, _) in enumerate(j.ranked)
    ]
    values: dict[str, dict[str, float]] = {
        name: dict.fromkeys((j.id for j in judged), 0.0) for name in names.values()
    }
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        values[names[metric.measure]][metric.query_id] = metric.value
    return values


def judged_items(
    judged: Sequence[Judged], values: Mapping[str, Mapping[str, float]]
) -> list[dict[str, object]]:
    """Turn the questions into entries of a report."""
    return [
        bare_item(
            id=j.id,
            question=j.question,
            answerable=True,
            outcome="error" if j.error else "retrieved",
            error=j.error,
            ranked=[row_id for row_id, _ in j.ranked],
            relevant=list(j.relevant),
            figures={name: round(values[name][j.id], 6) for name in sorted(values)},
            cluster=j.id,
        )
        for j in judged
    ]


def retrieval_report(
    folder: Path, library: Library, progress: Progress, *, sample: int | None = None
) -> Report:
    """Search for the questions of a BEIR folder and score what was found."""
    judged = run_retrieval(folder, library, progress, sample=sample)
    values = figures(judged)
    strata = {
        "1 gold passage": [j.id for j in judged if len(j.relevant) == 1],
        "2 gold passages": [j.id for j in judged if len(j.relevant) == 2],
        "3 or more gold passages": [j.id for j in judged if len(j.relevant) > 2],
    }
    return build_report(
        kind="retrieval",
        metrics=_means(values, [j.id for j in judged]),
        strata={name: _means(values, ids) for name, ids in strata.items() if ids},
        items=judged_items(judged, values),
        configuration=library_configuration(folder / "queries.jsonl", library, sample=sample),
    )


def _means(values: Mapping[str, Mapping[str, float]], ids: Sequence[str]) -> dict[str, Figure]:
    """Give the mean of each measure over some questions."""
    clusters = {id_: id_ for id_ in ids}
    return {
        name: mean_figure(name, {id_: of[id_] for id_ in ids}, clusters)
        for name, of in values.items()
    }


def _document(text: str, spans: Sequence[tuple[int, int]], digest: str) -> Document:
    size = len(text.encode())
    blocks = tuple(
        Block("paragraph", start, end, paragraph=number)
        for number, (start, end) in enumerate(spans, start=1)
    )
    return Document(
        id=DOCUMENT,
        file=FILE,
        text=text,
        raw_hash=digest,
        source=Source(DOCUMENT),
        source_map=SourceMap("utf-8", (Run(0, len(text), 0, size),)),
        blocks=blocks,
        sentences=sentences(text, blocks),
    )


def _text(row: dict[str, object]) -> str:
    return " ".join(
        part for part in (str(row.get("title") or ""), str(row["text"])) if part
    ).strip()


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    try:
        lines = path.read_text("utf-8").splitlines()[1:]
        for line in lines:
            query_id, row_id, score = line.split("\t")
            yield query_id, row_id, int(score)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} can't be read ({error}); give a BEIR folder") from error
