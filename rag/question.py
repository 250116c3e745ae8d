"""A query with all that is read from its question, once, before anything is searched."""

from __future__ import annotations

from dataclasses import dataclass

from rag.coverage import Terms
from rag.embedder import Embedder
from rag.pieces import Encoded
from rag.questions import without_question_words
from rag.slot import Slot, parse
from rag.speakers import Speaker, asked_speakers
from rag.store import Store
from rag.types import Query


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for, and in which words.

    ``words`` are those to search for, ``encoded`` its vector and those of its word pieces,
    ``speakers`` the kinds of speaker whose position it asks for; ``terms`` knows the stems
    and the rarity of words in the collection that is asked.
    """

    query: Query
    words: str
    slot: Slot
    speakers: frozenset[Speaker]
    encoded: Encoded
    terms: Terms


def question_of(query: Query, store: Store, embedder: Embedder) -> Question:
    """Read the question of a query."""
    text = query.question
    return Question(
        query,
        without_question_words(text),
        parse(text),
        asked_speakers(text),
        embedder.encode_question(text),
        Terms(store.words, query.scope.collection),
    )
