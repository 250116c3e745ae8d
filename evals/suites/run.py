"""Run question cases through `ask` and keep what came of each, so that a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.metrics.items import Item, Place, Quoted, Said
from evals.suites.cases import Case, cluster_of, failed, gold_of, paragraph_of
from evals.suites.left_out import as_read
from evals.suites.rows import message_of
from rag.ask import ask_events
from rag.errors import SettingsError
from rag.library import Library
from rag.types import Answer, Citation, Document, Done, Hit, Query, Retrieved, Scope, with_topic

Progress = Callable[[int, int], None]
"""Called with the number of cases done and their total."""

DECIMALS = 6
"""Scores are rounded: a sum's last bits may depend on the order of its parts."""

_ITEM = TypeAdapter(Item)


def run_cases(
    cases: Sequence[Case],
    library: Library,
    *,
    journal: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> tuple[Item, ...]:
    """Ask every case and give one item each, in the cases' order.

    An item that raises is kept as an error. With a ``journal``, finished items are
    written to it one by one; a later run with the same cases over the same index
    takes them from there, and the last step deletes it. Raises `SettingsError`
    when a case's gold isn't in the documents: that is the case's fault.
    """
    documents = library.documents()
    cases = as_read(cases, documents, library.settings.corpus)
    golds = {case.id: gold_of(case, documents) for case in cases}
    paragraphs = {case.id: paragraph_of(case, documents) for case in cases}
    done = _resume(journal, _fingerprint(cases, library))
    for number, case in enumerate(cases):
        progress(number, len(cases))
        if case.id not in done:
            scope = _scope(case, paragraphs[case.id], documents)
            query = Query(case.question, scope, topic=case.topic)
            done[case.id] = _run(case, query, library, documents)
            if journal is not None:
                _append(journal, done[case.id])
    progress(len(cases), len(cases))
    # Gold is put in last: it's the cases' own, and found anew each time.
    items = tuple(
        replace(done[case.id], gold=golds[case.id], answers=case.answers) for case in cases
    )
    if journal is not None:
        journal.unlink(missing_ok=True)
    return items


def item_of(case: Case, answer: Answer, hits: Sequence[Hit], files: dict[str, str]) -> Item:
    """Turn an answer into an item; ``files`` names each document's file by its id."""
    by_key = {citation.key: citation for citation in answer.citations}
    return Item(
        id=case.id,
        question=with_topic(case.question, case.topic),
        answerable=case.answerable,
        outcome=answer.status,
        stratum=case.stratum,
        cluster=cluster_of(case),
        score=round(answer.score, DECIMALS),
        answers=case.answers,
        statements=tuple(
            Said(s.text, tuple(_quoted(by_key[key]) for key in s.citations))
            for s in answer.statements
        ),
        retrieved=tuple(
            Place(files[h.passage.document_id], h.passage.start, h.passage.end) for h in hits
        ),
        nearest=tuple(_quoted(citation) for citation in answer.nearest),
        reason=answer.reason,
    )


def _run(case: Case, query: Query, library: Library, documents: Sequence[Document]) -> Item:
    files = {document.id: document.file for document in documents}
    hits: tuple[Hit, ...] = ()
    try:
        for event in ask_events(query, library):
            if isinstance(event, Retrieved):
                hits = event.hits
            elif isinstance(event, Done):
                return item_of(case, event.answer, hits, files)
        raise AssertionError("no answer came")
    except Exception as error:  # noqa: BLE001 - a failure is a row of the report
        return failed(case, message_of(error))


def _scope(case: Case, paragraph: Place | None, documents: Sequence[Document]) -> Scope:
    if paragraph is None:
        return Scope(documents=case.documents)
    ids = {document.file: document.id for document in documents}
    return Scope(ranges=((ids[paragraph.document], paragraph.start, paragraph.end),))


def _quoted(citation: Citation) -> Quoted:
    place = Place(citation.file, citation.start, citation.end)
    return Quoted(citation.file, citation.quote, place)


def _fingerprint(cases: Sequence[Case], library: Library) -> str:
    content = {
        "cases": [case.model_dump(mode="json") for case in cases],
        "identity": library.store.fact("identity"),
        "documents": [(entry.id, entry.content_hash) for entry in library.store.entries()],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _resume(journal: Path | None, fingerprint: str) -> dict[str, Item]:
    """Read what an earlier run has done; start a new journal if it was another run's."""
    if journal is None:
        return {}
    try:
        if journal.exists():
            first, *lines = journal.read_text("utf-8").split("\n")
            if first == fingerprint:
                # A line cut off by the kill is dropped, and its case asked again.
                whole = [_parsed(line) for line in lines]
                items = [item for item in whole if item is not None]
                _rewrite(journal, fingerprint, items)
                return {item.id: item for item in items}
        _rewrite(journal, fingerprint, [])
    except OSError as error:
        raise SettingsError(f"{journal} can't be written: {error.strerror}") from error
    return {}


def _parsed(line: str) -> Item | None:
    try:
        return _ITEM.validate_json(line)
    except ValidationError:
        return None


def _rewrite(journal: Path, fingerprint: str, items: Sequence[Item]) -> None:
    lines = [fingerprint, *(_ITEM.dump_json(item).decode() for item in items)]
    journal.write_text("\n".join(lines) + "\n", "utf-8")


def _append(journal: Path, item: Item) -> None:
    with journal.open("a", encoding="utf-8") as stream:
        stream.write(_ITEM.dump_json(item).decode() + "\n")
