"""Questions to tables of features: each question searched for, or asked of a paragraph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.suites.cases import Case
from evals.training.questions import Asked
from ingest.sync import sync
from rag.answerability.evidence import weigh
from rag.answerability.features import FEATURES, measure
from rag.answerability.similarity import read
from rag.answerability.word_similarity import Array, Embed, Reader
from rag.answering.steps import asked, search
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.question.question import understand
from rag.question.question_type import parse
from rag.settings import load_settings
from rag.store.bm25_index import Words, idf
from rag.text.content_words import content_words
from rag.text.stopwords import WORD
from rag.types import Query

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]

FILES = 20
"""Files that paragraphs are put into, to be searched: one each would take long to read."""


@dataclass(frozen=True, slots=True)
class Table:
    """Features (a row a question), whether it can be answered, its stratum, its article."""

    rows: Rows
    labels: Labels
    strata: NDArray[np.str_]
    groups: NDArray[np.str_]

    def only(self, mask: Labels) -> Table:
        """Give the rows where the mask holds."""
        return Table(self.rows[mask], self.labels[mask], self.strata[mask], self.groups[mask])

    @property
    def halves(self) -> Labels:
        """Say which rows are in the second half: by a hash of the article, so that none is in both.

        Not by chance: the halves stay the same when a set grows.
        """
        return np.array([hashlib.sha256(one.encode()).digest()[-1] % 2 == 1 for one in self.groups])


def write_paragraphs(cases: Iterable[Asked], folder: Path) -> Path:
    """Write the paragraphs of some questions into files that can be searched; give the folder."""
    folder.mkdir()
    paragraphs = sorted({" ".join(case.sentences) for case in cases})
    for number in range(FILES):
        text = "\n\n".join(paragraphs[number::FILES])
        (folder / f"{number}.txt").write_text(f"{text}\n", "utf-8")
    return folder


def searched_table(cases: Sequence[Asked | Case], corpus: Path, store: Path) -> Table:
    """Search for questions as `ask` does, in float32, and measure what was found.

    The documents of ``corpus`` are read into an index of their own in ``store``.
    """
    library = Library(load_settings(corpus=corpus, store=store, dtype="float32"))
    identity = embedder_identity(library.settings)
    sync(library.settings.corpus, library.store, identity, lambda: library.embedder)
    rows, kept = [], []
    for case in cases:
        lexicon = library.store.lexicon()
        understood = understand(Query(case.question), lexicon, library.settings.embedder)
        question = asked(understood.query, library)
        hits = search(question, library)
        if found := weigh(question, hits, library.embed_words, library.calibration):
            rows.append(_row(found.measured.values))
            kept.append(case)
    library.close()
    return _table(rows, kept)


def given_table(cases: Sequence[Asked], embedder: Embedder) -> Table:
    """Measure questions on the paragraph handed over with each; rarity is that in all of them."""
    words = Words(Path())  # its analyser needs no index

    def stem(word: str) -> str:
        return (words.terms(word) or (word.lower(),))[0]

    paragraphs = {case.sentences for case in cases}
    counts: dict[str, int] = {}
    for sentences in sorted(paragraphs):
        for term in {stem(word) for text in sentences for word in WORD.findall(text)}:
            counts[term] = counts.get(term, 0) + 1
    texts = [*(text for some in sorted(paragraphs) for text in some), *(c.question for c in cases)]
    known = {word.lower() for text in texts for word in content_words(text)}
    embed = _remembering(embedder)
    embed([*sorted(known), *texts])  # in one go: word by word is slow
    reader = Reader(
        embed,
        words.terms,
        lambda term: idf(counts.get(term, 0), len(paragraphs)),
    )
    rows = []
    for case in cases:
        texts = [*case.sentences, " ".join(case.sentences)]
        *cosines, whole = (embed(texts) @ embed([case.question])[0]).tolist()
        candidates = read([case.sentences], cosines, whole=[whole])
        rows.append(_row(measure(parse(case.question), candidates, reader).values))
    return _table(rows, cases)


def _remembering(embedder: Embedder) -> Embed:
    """Embed each text once: a whole set has more of them than an embedder remembers."""
    vectors: dict[str, Array] = {}

    def embed(texts: Sequence[str]) -> Array:
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, embedder.vectors(new), strict=True))
        return np.stack([vectors[text] for text in texts])

    return embed


def _table(rows: Sequence[Sequence[float]], cases: Sequence[Asked | Case]) -> Table:
    return Table(
        np.array(rows),
        np.array([case.answerable for case in cases]),
        np.array(["answerable" if case.answerable else _stratum(case) for case in cases]),
        np.array([case.group if isinstance(case, Asked) else case.id for case in cases]),
    )


def _stratum(case: Asked | Case) -> str:
    return case.stratum if isinstance(case, Case) else "unanswerable"


def _row(values: Mapping[str, float]) -> list[float]:
    return [values[name] for name in FEATURES]
