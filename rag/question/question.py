"""A question as it was typed to one as it is meant, and what is read from it before a search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from rag.grammar.speakers import Speaker, asked_speakers
from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from rag.question.document_names import read_names
from rag.question.numbered_place import NumberedPlace, numbered_place
from rag.question.question_type import Slot, parse
from rag.question.wishes import plainly
from rag.settings import BUNDLED
from rag.store.bm25_index import Terms
from rag.store.catalogue_rows import Entry
from rag.store.store import Store
from rag.text.abbreviations import guessed_names, whole_names
from rag.text.figure_words import writings
from rag.text.spelling import Lexicon, Reading, in_their_case, read_question
from rag.text.stopwords import COUNT_WORDS, QUESTION_WORDS, TIME_WORDS, WORD
from rag.text.unsupported_language import foreign, searchable, unreadable
from rag.types import Query

Floats = NDArray[np.float32]
DOCUMENTS = 100
"""That are read for what a short form stands for that none of them has."""
_SHORT_FORM = re.compile(r"[A-Z]{3,8}")


@dataclass(frozen=True, slots=True)
class Understood:
    """The query to search with, what was read otherwise, and why it can't be answered if so.

    ``asked`` is as typed, less what it wishes of the reply; ``most`` how many lines or points that
    may have, 0 where it isn't said. ``query`` has its topic in the question; ``alone`` has it apart
    still. ``read`` is what kinds of requests are read from: as typed in another language, whose
    small words aren't searched for. ``nothing`` says what to type where it has no word that could
    be looked for; ``language`` names its language where that isn't English.
    """

    asked: Query
    query: Query
    alone: Query
    read: Query
    notes: tuple[str, ...] = ()
    unreadable: str | None = None
    nothing: str | None = None
    most: int = 0
    language: str = ""


def understand(query: Query, lexicon: Lexicon, embedder: str) -> Understood:
    """Mend slips of the pen by the corpus's own words; notice a language that isn't read.

    What it wishes of the reply is left out. ``embedder`` is its setting: of the bundled one it's
    known what it reads.
    """
    wished = plainly(query.question, lexicon)
    query = replace(query, question=wished.text)
    full = in_their_case(query.in_full, lexicon)
    problem = unreadable(full) if embedder == BUNDLED else None
    if problem:
        return Understood(query, query, query, query, unreadable=problem)
    language = foreign(full)
    reading, alone = (
        Reading(text) if language else read_question(text, lexicon)
        for text in (full, in_their_case(query.question, lexicon))
    )
    told = [
        f"“{word}” as “{lexicon.written.get(meant, meant)}”"
        for word, meant in dict.fromkeys(reading.respelled)
        if word.lower().replace("s", "z") != meant.replace("s", "z")  # organise, organize
    ]
    notes = (f"Read {', '.join(told)}.",) if told else ()
    as_read = query if language else replace(query, question=reading.question, topic="")
    if language and embedder == BUNDLED:
        notes = (READS_ENGLISH.format(language),)
        reading = Reading(searchable(full, language))
    nothing = None if names_something(reading.question) else NAMES_NOTHING
    joined = replace(query, question=reading.question, topic="")
    asked_alone = replace(query, question=alone.question)
    return Understood(
        query,
        joined,
        asked_alone,
        as_read,
        notes,
        nothing=nothing,
        most=wished.most,
        language=language,
    )


READS_ENGLISH = (
    "The question seems to be in {}. The model in use reads English: what the documents say in "
    "other words than the question’s is hardly found."
)
NAMES_NOTHING = (
    "It names nothing to look for. Say what it is about, as in “What is said about fees?” or "
    "“Who decides on licences?”, or type a heading, a name or a figure."
)


def names_something(question: str) -> bool:
    """Say whether a question has a word of content: "tell me something" and "why?" have none."""
    return bool(parse(question).words)


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for, and in which words.

    ``words`` are those to search for; ``encoded`` is its vector and those of its word pieces,
    ``weights`` how much each piece counts, 1 in all. ``speakers`` are the kinds of speaker
    whose position it asks for, ``named`` the ids of the documents that it names, ``place``
    what it names by its number; ``terms`` knows the stems and the rarity of words in the
    collection that is asked.
    """

    query: Query
    words: str
    slot: Slot
    speakers: frozenset[Speaker]
    named: frozenset[str]
    place: NumberedPlace | None
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
        words=" ".join(
            (
                without_question_words(text),
                *writings(text),
                *_spelled_out(text, query, store, terms),
            )
        ),
        slot=parse(text),
        speakers=asked_speakers(text),
        named=_named(text, store.entries(collection)),
        place=numbered_place(text),
        encoded=encoded,
        weights=piece_weights(text, encoded, terms),
        terms=terms,
    )


def _spelled_out(text: str, query: Query, store: Store, terms: Terms) -> Iterator[str]:
    """Give the names that a short form of the question may be of, where no passage has it itself.

    "NACTA" is typed, the documents have "National Counter Terrorism Authority".
    """
    unknown = [w for w in WORD.findall(text) if _SHORT_FORM.fullmatch(w) and not terms.occurs(w)]
    texts = store.texts(query.scope.collection) if unknown else ()
    for _, body in islice(texts, DOCUMENTS):
        for word in unknown:
            names = [*whole_names(body, word)] or [*guessed_names(body, word)]
            yield from {" ".join(body[at.start : at.end].split()) for at in names[:1]}


def _named(text: str, entries: Sequence[Entry]) -> frozenset[str]:
    """Give the ids of the documents that a text names; a name that fits every one names none."""
    named = read_names(text, entries).documents
    return frozenset() if len(named) == len(entries) else frozenset(named)


def without_question_words(question: str) -> str:
    """Give the question less the words that only ask; whole if nothing else is in it.

    They occur in most questions and in few policy texts, so BM25 would take
    a "what" or "did" in a passage for a rare and telling word.
    """
    return " ".join(word for word in WORD.findall(question) if not only_asks(word)) or question


def only_asks(word: str) -> bool:
    """Say whether a word only asks: "what", and "what's" and "I'm" as well."""
    return word.lower() in QUESTION_WORDS or re.split("['’]", word.lower())[0] in QUESTION_WORDS


def piece_weights(question: str, encoded: Encoded, terms: Terms) -> Floats:
    """Weigh each word piece of a question by its word's rarity; words that only ask weigh 0."""
    weights = np.zeros(len(encoded.spans), np.float32)
    for match in WORD.finditer(question):
        stems = terms.stems(match.group())
        if only_asks(match.group()) or not stems:
            continue
        inside = (encoded.spans[:, 0] >= match.start()) & (encoded.spans[:, 1] <= match.end())
        weights[inside] = max(map(terms.rarity, stems))
    if not weights.any():
        weights[:] = 1
    return weights / max(float(weights.sum()), 1.0)


def content_words(question: str) -> tuple[str, ...]:
    """List the distinct words that a passage should hold, as written, in order."""
    asking = QUESTION_WORDS | TIME_WORDS | COUNT_WORDS
    words = (word for word in WORD.findall(question) if word.lower() not in asking)
    return tuple({word.lower(): word for word in words}.values())
