"""A question, what was found for it, the checked answer, and what is told while it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rag.types.document import (
    BETWEEN_CELLS,
    Box,
    Document,
    Page,
    Passage,
    Span,
)
from rag.types.query import Query
from rag.types.request import DocumentFact, Part, RequestKind
from rag.types.source import Source

Status = Literal["answered", "unsure", "refused"]
Verdict = Literal["verbatim", "supported", "compare", "contradicted", "not verified"]
DifferenceKind = Literal[
    "number", "date", "unit", "name", "negation", "speaker", "strength", "order", "word", "meaning"
]
"""In what a statement differs from its source. ``speaker`` is who said it, ``strength`` how
strongly; ``order`` who does what to whom; ``word`` is another word in a sentence that is the
source's but for it; ``meaning`` is what a model says without saying why."""

QuoteRole = Literal[
    "own", "reprinted", "quotation", "question", "reference", "heading", "contents", "caption",
    "blank",
]  # fmt: skip
"""What a quote is in its document: its own voice; something that it reprints and replies to; a
quotation, a question, a reference; a heading, a line of the contents, a caption, a form's blank."""


@dataclass(frozen=True, slots=True)
class RetrievedSentence:
    """A sentence of a retrieved passage. ``similarity`` is its cosine with the question."""

    span: Span
    text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. ``similarity`` is the cosine, ``bm25`` the word score.

    ``score`` is what the hits are ordered by; it has no unit and compares only
    within one query. ``twins`` counts passages of the same words that were found
    too and stand behind this one. ``document`` and ``sentences`` are what an answer is
    made from; None and none where the document was replaced while it was searched.
    """

    passage: Passage
    score: float
    similarity: float | None = None
    bm25: float | None = None
    twins: int = 0
    document: Document | None = field(default=None, repr=False, compare=False)
    sentences: tuple[RetrievedSentence, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences of one document that may answer, with how well they seem to.

    ``start`` and ``end`` span one sentence or a run of neighbours; ``score`` is
    between 0 and 1. ``answer`` are the characters of ``text`` that the question asks for, None
    where they can't be told surely.
    """

    document_id: str
    content_hash: str
    start: int
    end: int
    text: str
    passage_id: str
    score: float
    answer: Span | None = None

    @classmethod
    def of(
        cls,
        document: Document,
        span: Span,
        score: float = 1.0,
        passage_id: str = "",
        answer: Span | None = None,
    ) -> Evidence:
        """Take a range of a document as evidence; as its own passage where none is named."""
        passage = document.passage(span.start, span.end)
        return cls(
            document_id=document.id,
            content_hash=document.content_hash,
            start=span.start,
            end=span.end,
            text=passage.text,
            passage_id=passage_id or passage.id,
            score=score,
            answer=answer,
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document and the exact words that stand there.

    ``quote`` equals ``document.text[start:end]``, always: `rag.citations.integrity` slices the
    canonical text again before a citation is shown. ``boxes`` are where it stands on
    its pages, if the file says so; ``cautions`` what to keep in mind before citing it;
    ``role`` what the words are in their document; ``before`` and ``after`` a few words around
    it, for its address.
    """

    key: str
    document_id: str
    file: str
    content_hash: str
    passage_id: str
    start: int
    end: int
    quote: str
    title: str
    source: Source
    page: Page | None = None
    paragraph: int | None = None
    heading_path: tuple[str, ...] = ()
    footnote: bool = False
    role: QuoteRole = "own"
    boxes: tuple[Box, ...] = ()
    cautions: tuple[str, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def table_heads(self) -> str:
        """What stands over a quoted row of a table: the heads of its columns, else nothing."""
        heads = self.heading_path[-1] if self.heading_path else ""
        return heads if BETWEEN_CELLS in heads and BETWEEN_CELLS in self.quote else ""

    @property
    def column_heads(self) -> tuple[str, ...]:
        """What stands over each cell of a quoted row; none where it isn't as wide as its heads."""
        lines = [line.split("|") for line in self.table_heads.split(" / ") if "|" in line]
        width = self.quote.count("|") + 1
        if not lines or "\n" in self.quote or {*map(len, lines)} != {width}:
            return ()
        return tuple(" ".join(" ".join(head).split()) for head in zip(*lines, strict=True))

    def under_heads(self, at: int | None = None) -> tuple[tuple[str, str], ...]:
        """Give a quoted row's cells behind its label, each with what stands over its column.

        That of the character ``at`` alone, if any. None where it isn't as wide as its heads.
        """
        which = None if at is None else self.quote.count("|", 0, at)
        return tuple(
            (head, cell.strip())
            for column, (head, cell) in enumerate(
                zip(self.column_heads, self.quote.split("|"), strict=False)
            )
            if (column if which is None else column == which) and head and cell.strip()
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the answer says, the keys of the citations it leans on, and its check.

    ``answer`` are the characters of ``text`` that the question asks for, None where they can't be
    told surely.
    """

    text: str
    citations: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a document."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a statement differs from its source.

    ``said`` are characters of the statement, None where it leaves something out;
    ``found`` is the place in the source, None where the source has nothing like it.
    """

    kind: DifferenceKind
    reason: str
    said: Span | None = None
    found: Place | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What came of checking a statement against its evidence.

    ``score`` (0 to 1) says how well the evidence seems to support it, whatever the
    verdict; ``places`` are the sentences that the verdict rests on; ``unfound`` are
    characters of the statement that nothing there speaks of; ``doubt`` says in what it may differ,
    where that isn't sure enough to call it contradicted.
    """

    verdict: Verdict
    reason: str
    score: float = 0.0
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    unfound: tuple[Span, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: so many documents and passages of a collection."""

    collection: str
    documents: int
    passages: int
    revision: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a query.

    ``answered``: ``statements`` answer, each with citations. ``unsure``: there
    are no statements; ``nearest`` holds the closest sentences, which may not
    answer. ``refused``: the same, and nothing came close. ``reason`` says in
    words why, for the last two. ``searched`` is None where the question could not
    even be read. ``score`` is the evidence for an answer, from 0
    to 1. ``withheld`` are statements that failed their check, each with the reason; they are
    no part of the answer. ``unknown_keys`` counts keys that a language model cited and was
    never given. ``model`` is who wrote the statements: "extractive" where nobody did.
    ``kind`` is what was asked for; ``parts`` part the statements where the kind does, ``facts``
    answer from the catalogue, ``suggestions`` are questions that the documents do answer.
    """

    query: Query
    status: Status
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    searched: Searched | None = None
    score: float = 0.0
    withheld: tuple[Statement, ...] = ()
    unknown_keys: int = 0
    notes: tuple[str, ...] = ()
    model: str = "extractive"
    kind: RequestKind = "question"
    parts: tuple[Part, ...] = ()
    facts: tuple[DocumentFact, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Everything:
    """All passages on a topic, those that say the same given once.

    ``citations`` are whole passages, grouped by document, in the order of the
    text; the document with the best passage comes first. ``repeated`` counts
    passages that were left out because they repeat one that is there. ``words`` are those of
    the topic that were looked for.
    """

    query: Query
    citations: tuple[Citation, ...] = ()
    repeated: int = 0
    reason: str = ""
    searched: Searched | None = None
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
