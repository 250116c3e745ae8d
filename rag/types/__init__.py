"""What the rooms hand to each other: documents, questions and answers, events."""

from rag.types.answer import (
    Answer,
    Check,
    Citation,
    Difference,
    DifferenceKind,
    Everything,
    Evidence,
    Hit,
    Place,
    QuoteRole,
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
from rag.types.events import Checked, Done, Event, Replied, Retrieved
from rag.types.query import Query, Scope, about_topic, with_topic
from rag.types.request import DocumentFact, Part, RequestKind
from rag.types.source import NO_PROPERTIES, TITLE_PAGE, Finding, FindingKind, Properties, Source
