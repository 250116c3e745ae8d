"""What the rooms hand to each other: documents, questions and answers, events."""

from rag.types.answer import (
    Answer,
    Check,
    Checked,
    Citation,
    Difference,
    DifferenceKind,
    Done,
    Event,
    Everything,
    Evidence,
    Hit,
    Place,
    QuoteRole,
    Replied,
    Retrieved,
    RetrievedSentence,
    Searched,
    Statement,
    Status,
    Verdict,
)
from rag.types.document import (
    DEFAULT_COLLECTION,
    Block,
    BlockKind,
    Box,
    Document,
    Page,
    PageReading,
    Passage,
    Run,
    SourceMap,
    Span,
    hash_text,
)
from rag.types.query import Query, Scope, about_topic, with_topic
from rag.types.request import DocumentFact, Part, RequestKind
from rag.types.source import NO_PROPERTIES, TITLE_PAGE, Finding, FindingKind, Properties, Source
