"""The BM25 index, in tantivy."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rag.text.tokens import analyzer
from rag.types import Passage

if TYPE_CHECKING:
    import tantivy

ANALYZER = "sanad_en"
PAIRS = "sanad_pairs"
HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A passage that shares words with the question. ``bm25`` has no unit and no upper bound."""

    document_id: str
    generation: str
    start: int
    end: int
    bm25: float


class Words:
    """The word indexes of one store, one a collection: shared statistics would leak."""

    def __init__(self, path: Path) -> None:
        """Name the folder; each index is opened at first use."""
        self.path = path
        self._indexes: dict[str, tantivy.Index] = {}
        self._lock = threading.RLock()
        self._analyzer: tantivy.TextAnalyzer | None = None

    def close(self) -> None:
        """Forget the open indexes, so that the next call sees what others have written."""
        with self._lock:
            self._indexes.clear()

    def add(self, collection: str, batch: Mapping[str, Sequence[Passage]]) -> None:
        """Add passages under their generations and make them durable."""
        writer = self._index(collection).writer(HEAP_BYTES, 1)
        for generation, passages in batch.items():
            for passage in passages:
                writer.add_document(self._row(passage, generation))
        writer.commit()
        writer.wait_merging_threads()

    def _row(self, passage: Passage, generation: str) -> tantivy.Document:
        import tantivy

        return tantivy.Document(
            body=[passage.text],
            pairs=[" ".join(_pairs(self._analyze(passage.text)))],
            key=[_key(generation, passage.start)],
            generation=[generation],
            document=[passage.document_id],
            start=passage.start,
            end=passage.end,
        )

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete every passage of some generations."""
        writer = self._index(collection).writer(HEAP_BYTES, 1)
        # A process that was killed while it deleted may have left a file of the very name that is
        # written now.
        writer.garbage_collect_files()
        for generation in generations:
            writer.delete_documents_by_term("generation", generation)
        writer.commit()
        writer.wait_merging_threads()

    def terms(self, text: str) -> tuple[str, ...]:
        """Give the distinct stems of a text as the index knows them, in order of appearance."""
        return tuple(dict.fromkeys(self._analyze(text)))

    def query(
        self, collection: str, question: str, k: int, documents: Sequence[str] = ()
    ) -> tuple[FoundWords, ...]:
        """Give the ``k`` best passages by BM25, of some documents or of all.

        Any of the question's stems may match, and any pair of neighbouring stems,
        function words left out; each counts once.
        """
        from tantivy import Occur, Query

        index = self._index(collection)
        index.reload()
        query = self._query(index, question)
        if query is None:
            return ()
        if documents:
            within = _any_of(index, "document", documents)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])
        return _found(index, query, k)

    def scores(
        self, collection: str, question: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], float]:
        """Give the BM25 score of some passages, named by generation and first character.

        Those that share no word with the question are left out.
        """
        from tantivy import Occur, Query

        index = self._index(collection)
        index.reload()
        query = self._query(index, question)
        if query is None or not places:
            return {}
        within = _any_of(index, "key", [_key(*place) for place in places])
        query = Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])
        found = _found(index, query, len(places))
        return {(one.generation, one.start): one.bm25 for one in found}

    def frequencies(self, collection: str, terms: Sequence[str]) -> tuple[tuple[int, ...], int]:
        """Give in how many passages each stem occurs, and how many passages there are."""
        index = self._index(collection)
        index.reload()
        searcher = index.searcher()
        counts = tuple(searcher.doc_freq("body", term) for term in terms)
        return counts, searcher.num_docs

    def _query(self, index: tantivy.Index, question: str) -> tantivy.Query | None:
        from tantivy import Occur, Query

        stems = self._analyze(question)
        terms = [("body", stem) for stem in dict.fromkeys(stems)]
        terms += [("pairs", pair) for pair in dict.fromkeys(_pairs(stems))]
        should = [(Occur.Should, Query.term_query(index.schema, *term)) for term in terms]
        return Query.boolean_query(should) if should else None

    def _analyze(self, text: str) -> list[str]:
        with self._lock:
            if self._analyzer is None:
                self._analyzer = analyzer()
            return self._analyzer.analyze(text)

    def _index(self, collection: str) -> tantivy.Index:
        with self._lock:
            if collection not in self._indexes:
                self._indexes[collection] = self._open(collection)
            return self._indexes[collection]

    def _open(self, collection: str) -> tantivy.Index:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name=ANALYZER)
        builder.add_text_field("pairs", stored=False, tokenizer_name=PAIRS)
        for name in ("generation", "document", "key"):
            builder.add_text_field(name, stored=name != "key", tokenizer_name="raw")
        for name in ("start", "end"):
            builder.add_unsigned_field(name, stored=True)
        folder = self.path / hashlib.sha256(collection.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        index.register_tokenizer(ANALYZER, analyzer())
        index.register_tokenizer(
            PAIRS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        return index


def _found(index: tantivy.Index, query: tantivy.Query, k: int) -> tuple[FoundWords, ...]:
    searcher = index.searcher()
    found = []
    for score, address in searcher.search(query, k, count=False).hits:
        row = searcher.doc(address).to_dict()
        found.append(
            FoundWords(
                row["document"][0], row["generation"][0], row["start"][0], row["end"][0], score
            )
        )
    return tuple(found)


def _any_of(index: tantivy.Index, field: str, values: Sequence[str]) -> tantivy.Query:
    """Match what has one of some values in a field, without adding to the score."""
    from tantivy import Occur, Query

    each = [(Occur.Should, Query.term_query(index.schema, field, value)) for value in values]
    return Query.const_score_query(Query.boolean_query(each), 0.0)


def _pairs(stems: Sequence[str]) -> list[str]:
    """Join neighbouring stems, so that "prime minister" is more than its two words."""
    return [f"{one}_{other}" for one, other in pairwise(stems)]


def _key(generation: str, start: int) -> str:
    return f"{generation}:{start}"
