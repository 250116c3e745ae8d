"""The BM25 index, in tantivy, and what it knows of a word: its stems, and how rare they are."""

from __future__ import annotations

import hashlib
import math
import shutil
import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rag.store.live_search import Found
from rag.text.raised_figures import typed
from rag.text.tokens import analyzer
from rag.types import Passage

if TYPE_CHECKING:
    import tantivy

ANALYZER = "sanad_en"
PAIRS = "sanad_pairs"
HEAP_BYTES = 64_000_000


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
        self.renew(collection, (), batch)

    def _row(self, passage: Passage, generation: str) -> tantivy.Document:
        import tantivy

        return tantivy.Document(
            body=[typed(passage.text_with_heads)],
            pairs=[" ".join(_pairs(self._analyze(passage.text)))],
            key=[_key(generation, passage.start)],
            generation=[generation],
            document=[passage.document_id],
            start=passage.start,
            end=passage.end,
        )

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete every passage of some generations."""
        self.renew(collection, generations, {})

    def renew(
        self, collection: str, gone: Sequence[str], batch: Mapping[str, Sequence[Passage]]
    ) -> None:
        """Delete every passage of some generations, and add others, in one moment."""
        index = self._index(collection)
        writer = index.writer(HEAP_BYTES, 1)
        if gone:
            # A process that was killed while it deleted may have left a file of the very name
            # that is written now.
            writer.garbage_collect_files()
        for generation in gone:
            writer.delete_documents_by_term("generation", generation)
        for generation, passages in batch.items():
            for passage in passages:
                writer.add_document(self._row(passage, generation))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    def clear(self) -> None:
        """Delete everything."""
        self.close()
        shutil.rmtree(self.path, ignore_errors=True)

    def terms(self, text: str) -> tuple[str, ...]:
        """Give the distinct stems of a text as the index knows them, in order of appearance."""
        return tuple(dict.fromkeys(self._analyze(text)))

    def query(
        self, collection: str, question: str, k: int, documents: Sequence[str] = ()
    ) -> tuple[Found, ...]:
        """Give the ``k`` best passages by BM25, of some documents or of all.

        Any of the question's stems may match, and any pair of neighbouring stems,
        function words left out; each counts once.
        """
        return self._search(collection, question, k, "document", documents)

    def scores(
        self, collection: str, question: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], float]:
        """Give the BM25 score of some passages, named by generation and first character.

        Those that share no word with the question are left out.
        """
        keys = [_key(*place) for place in places]
        found = self._search(collection, question, len(keys), "key", keys) if keys else ()
        return {(one.generation, one.start): one.score for one in found}

    def frequencies(self, collection: str, terms: Sequence[str]) -> tuple[tuple[int, ...], int]:
        """Give in how many passages each stem occurs, and how many passages there are."""
        searcher = self._index(collection).searcher()
        counts = tuple(searcher.doc_freq("body", term) for term in terms)
        return counts, searcher.num_docs

    def _search(
        self, collection: str, question: str, k: int, field: str, values: Sequence[str]
    ) -> tuple[Found, ...]:
        """Search the passages that have one of ``values`` in a field; all, where there are none."""
        from tantivy import Occur, Query

        index = self._index(collection)

        def any_of(terms: Iterable[tuple[str, str]]) -> tantivy.Query:
            each = [(Occur.Should, Query.term_query(index.schema, *term)) for term in terms]
            return Query.boolean_query(each)

        stems = self._analyze(question)
        if not stems:
            return ()
        wanted = [("body", stem) for stem in stems] + [("pairs", pair) for pair in _pairs(stems)]
        query = any_of(dict.fromkeys(wanted))
        if values:  # without adding to the score
            within = Query.const_score_query(any_of((field, value) for value in values), 0.0)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])
        searcher = index.searcher()
        found = []
        for score, address in searcher.search(query, k, count=False).hits:
            row = searcher.doc(address).to_dict()
            names = ("document", "generation", "start", "end")
            document, generation, start, end = (row[name][0] for name in names)
            found.append(Found(document, generation, start, end, score))
        return tuple(found)

    def _analyze(self, text: str) -> list[str]:
        with self._lock:
            if self._analyzer is None:
                self._analyzer = analyzer()
            return self._analyzer.analyze(typed(text))

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


class Terms:
    """The words of one collection's index, each stem looked up once."""

    def __init__(self, words: Words, collection: str) -> None:
        """Name the index and the collection."""
        self._words, self._collection = words, collection
        self._known: dict[str, float] = {}

    def stems(self, text: str) -> tuple[str, ...]:
        """Give the distinct stems of a text in order; function words have none."""
        return self._words.terms(text)

    def occurs(self, text: str) -> bool:
        """Say whether any of a text's stems stands in a passage of the collection."""
        counts, _ = self._words.frequencies(self._collection, self.stems(text))
        return any(counts)

    def rarity(self, stem: str) -> float:
        """Give the inverse document frequency of a stem, see `idf`."""
        if stem not in self._known:
            (count,), total = self._words.frequencies(self._collection, (stem,))
            self._known[stem] = idf(count, total)
        return self._known[stem]


def idf(count: int, total: int) -> float:
    """Give the inverse document frequency of a word in ``count`` of ``total`` passages.

    In BM25's form, kept positive as Lucene does (Robertson and Zaragoza, "The
    Probabilistic Relevance Framework", 2009, section 3.4).
    """
    return math.log(1 + max(0.0, total - count + 0.5) / (count + 0.5))


def _pairs(stems: Sequence[str]) -> list[str]:
    """Join neighbouring stems, so that "prime minister" is more than its two words."""
    return [f"{one}_{other}" for one, other in pairwise(stems)]


def _key(generation: str, start: int) -> str:
    return f"{generation}:{start}"
