"""A question as it was typed to one as it is meant, and what is read from it before a search."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.grammar.speakers import Speaker, asked_speakers, named_documents
from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from rag.question.query_terms import Floats, piece_weights, without_question_words
from rag.question.question_type import Slot, parse
from rag.settings import BUNDLED
from rag.store.store import Store
from rag.store.term_statistics import Terms
from rag.text.spelling import Lexicon, read_question
from rag.text.unsupported_language import unreadable
from rag.types import Query


@dataclass(frozen=True, slots=True)
class Understood:
    """The query to search with, what was read otherwise, and why it can't be answered if so.

    ``query`` has its topic in the question; ``alone`` has it apart still.
    """

    query: Query
    alone: Query
    notes: tuple[str, ...] = ()
    unreadable: str | None = None


def understand(query: Query, lexicon: Lexicon, embedder: str) -> Understood:
    """Mend slips of the pen by the corpus's own words; notice a language that isn't read.

    ``embedder`` is its setting: of the bundled one it's known what it reads.
    """
    full = query.in_full
    problem = unreadable(full) if embedder == BUNDLED else None
    if problem:
        return Understood(query, query, unreadable=problem)
    reading, alone = read_question(full, lexicon), read_question(query.question, lexicon)
    told = [
        f"“{word}” as “{meant}”"
        for word, meant in dict.fromkeys(reading.respelled)
        if word.lower().replace("s", "z") != meant.replace("s", "z")  # organise, organize
    ]
    notes = (f"Read {', '.join(told)}.",) if told else ()
    joined = replace(query, question=reading.question, topic="")
    return Understood(joined, replace(query, question=alone.question), notes)


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
    return Question(
        query=query,
        words=without_question_words(text),
        slot=parse(text),
        speakers=asked_speakers(text),
        named=named_documents(text, [entry.source for entry in store.entries(collection)]),
        encoded=encoded,
        weights=piece_weights(text, encoded, terms),
        terms=terms,
    )
