"""Files that a corpus holds twice: what cases say of the one left out is meant of the one read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.suites.cases import Case, GoldQuote
from ingest.plan import corpus_files
from ingest.sources import composed
from rag.files import hash_of
from rag.types import Document


def read_instead(
    names: Iterable[str], documents: Sequence[Document], corpus: Path
) -> dict[str, str]:
    """Give for each named file that no document is of the document's file with the same bytes.

    Names of files that the corpus doesn't hold, or whose bytes no document has, aren't in it.
    """
    read = {document.raw_hash: document.file for document in documents}
    missing = set(names).difference(read.values())
    folder = corpus.expanduser()
    if not missing or not folder.is_dir():
        return {}
    hashes = {
        composed(file): hash_of(folder / file)
        for file in corpus_files(folder)
        if composed(file) in missing
    }
    return {file: read[digest] for file, digest in hashes.items() if digest in read}


def as_read(cases: Sequence[Case], documents: Sequence[Document], corpus: Path) -> tuple[Case, ...]:
    """Give the cases with each file that was left out replaced by the one read instead."""
    names = {gold.document for case in cases for gold in case.gold}
    names |= {name for case in cases for name in case.documents}
    instead = read_instead(names, documents, corpus)
    return tuple(_renamed(case, instead) for case in cases) if instead else tuple(cases)


def _renamed(case: Case, instead: dict[str, str]) -> Case:
    gold = tuple(
        GoldQuote(document=instead.get(one.document, one.document), quote=one.quote)
        for one in case.gold
    )
    # Of two of the same bytes one is searched: it's named once.
    searched = dict.fromkeys(instead.get(name, name) for name in case.documents)
    return case.model_copy(update={"gold": gold, "documents": tuple(searched)})
