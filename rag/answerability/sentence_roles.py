"""What a sentence is in its document, and what that says of it as an answer."""

from __future__ import annotations

from rag.answerability.named_rows import PLACED, heads_over
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.surroundings import named
from rag.english.vocabulary import WORD
from rag.grammar.quote_role import is_scrap, plain_role, record_over
from rag.grammar.speakers import speakers_of
from rag.question.question import Question
from rag.types import Document, QuoteRole, RetrievedSentence

SPEAKER, NAMED = 0.1, 0.05
"""What a sentence gains when it's by the speaker, or of the document, that the question names."""
BESIDE, CONTENTS = -0.2, -1.0
SAYING_LITTLE: frozenset[QuoteRole] = frozenset(
    ("question", "reference", "contents", "caption", "heading")
)
"""What such a sentence loses: it names a topic, or a source, and says nothing of it. A line of a
table of contents comes behind all that says anything."""


def says_something(document: Document, sentence: RetrievedSentence) -> bool:
    """Say whether a sentence is more than a rule, a blank, a bullet or a lone number."""
    block = document.block_at(sentence.span.start)
    return not is_scrap(sentence.text, row=block is not None and block.kind == "table")


def gained_before(question: Question, document: Document, sentence: RetrievedSentence) -> float:
    """Give what a sentence gains for its speaker, its document and what it is in it."""
    speaker = SPEAKER if question.speakers & speakers_of(sentence.text) else 0.0
    place = question.place
    placed = PLACED if place and place.whole and place.heads(sentence.text) else 0.0
    role = plain_role(document, sentence.span)
    little = role in SAYING_LITTLE or _is_beside(question, document, sentence)
    beside = CONTENTS if role == "contents" else BESIDE if little else 0.0
    return beside + speaker + placed + (NAMED if document.id in question.named else 0.0)


def only_lists(question: Question, best: RankedSentence) -> bool:
    """Say whether the best sentence is a line of contents, or of a record that isn't asked for."""
    if question.place is not None:
        return False
    listed = plain_role(best.document, best.found.span) == "contents"
    return listed or _is_beside(question, best.document, best.found)


def _is_beside(question: Question, document: Document, sentence: RetrievedSentence) -> bool:
    """Say whether a sentence is of a record, and the question neither of it nor of a name in it."""
    record = record_over(document, sentence.span.start)
    if not record:
        return False
    over = {*question.terms.stems(f"{record} {heads_over(document, sentence.span)}")}
    told = {word.lower() for word in WORD.findall(sentence.text)}
    return over.isdisjoint(question.terms.stems(question.query.question)) and not any(
        name.lower() in told for name in named(question.slot)
    )
