"""A query with all that is read from its question, once, before anything is searched."""

from __future__ import annotations

from dataclasses import dataclass

from rag.grammar.speakers import Speaker, asked_speakers, named_documents
from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from rag.question.query_terms import Floats, piece_weights, without_question_words
from rag.question.question_type import Slot, parse
from rag.store.bm25_index import Terms
from rag.store.store import Store
from rag.types import Query


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for, and in which words.

    ``words`` are those to search for; ``encoded`` is its vector and those of its word pieces,
    ``weights`` how much each piece counts, 1 in all. ``speakers`` are the kinds of speaker
    whose position it asks for, ``named`` the ids of the documents that it names; ``terms``
    knows the stems and the rarity of words in the collection that is asked.
    """

    query: Query
    words: str
    slot: Slot
    speakers: frozenset[Speaker]
    named: frozenset[str]
    encoded: Encoded
    weights: Floats
    terms: Terms


def question_of(query: Query, store: Store, embedder: Embedder) -> Question:
    """Read the question of a query."""
    text, collection = query.question, query.scope.collection
    encoded = embedder.encode_question(text)
    terms = Terms(store.words, collection)
    words = without_question_words(text)
    weights = piece_weights(text, encoded, terms)
    return Question(
        query=query,
        words=words,
        slot=parse(text),
        speakers=asked_speakers(text),
        named=named_documents(text, [entry.source for entry in store.entries(collection)]),
        encoded=encoded,
        weights=weights,
        terms=terms,
    )
