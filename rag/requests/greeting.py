"""A greeting, thanks, abuse, or a text without a word to look for: what one can ask here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import words
from rag.requests.draft import Draft
from rag.requests.forms import forms, match_of
from rag.requests.other_languages import foreign_documents
from rag.requests.outline import items, outline
from rag.requests.overview import look_at, overview
from rag.requests.request import Request
from rag.requests.section import question_for, section
from rag.store.catalogue_rows import Entry
from rag.text.content_words import words_of
from rag.text.spelling import is_english, read_question
from rag.text.stopwords import QUESTION_WORDS
from rag.text.unsupported_language import unreadable
from rag.types import Document

SMALL_TALK = frozenset(words("requests", "small_talk"))
THANKS = frozenset(words("requests", "thanks"))
GREETINGS = frozenset(
    {"hello", "hi", "hey", "hiya", "howdy", "greetings", "salam", "salaam", "assalam"}
)
UNKNOWN = 2
"""Words of a text that may be unknown, and no name: more of them are another language."""
LOOKED_AT = 20
"""Documents that are looked at for something to suggest."""
OFFERED = 4
"""Questions that are suggested, each on a document of its own."""
TITLE = 90
"""Characters of a document's title that is read at a glance."""
SENTENCE = 12
"""Words of a paragraph that says something; most of a section's that is suggested are so long."""
FEW, MANY = 2, 40
"""Paragraphs of a section that is suggested."""
LONGEST = 6
"""Words of its title."""
ASKING = frozenset(words("requests", "asking"))
"""What asks for something, though it may stand behind thanks."""
FIRST, SHORT = 3, 10
"""Thanks among the first words of so short a text are all of it: "thank you, that helped"."""
_PARTS = re.compile(r"[,;.!:)(–—-]+(?:\s+|$)|\s+and\s+|\s[–—-]\s")
_WORDS = re.compile(r"[A-Z][^\W\d_]+(?: [^\W\d_]+)+")


def greeting(request: Request) -> Draft | None:
    """Say what one can ask, where the text has no word that could be looked for.

    The questions that are suggested are asked here first: each has an answer.
    """
    said = [word.lower() for word in words_of(request.text) if len(word) > 1]
    left = [word for word in said if word not in SMALL_TALK | FUNCTION_WORDS | QUESTION_WORDS]
    if any(map(_is_acronym, words_of(request.text))) and not request.text.isupper():
        return None
    thanked = _is_thanks(said, request.text)
    if left and not thanked and (left != said or not _unknown(left, request)):
        return None
    left = [] if thanked else left
    return Draft(
        "greeting",
        suggestions=tuple(suggested(request)),
        reason=f"{_opening(said, left, thanked=thanked)} {_offer(request)}".strip(),
    )


def _is_thanks(said: list[str], text: str) -> bool:
    """Say whether a short text thanks at its beginning and asks nothing, or only closes."""
    asks = "?" in text or not ASKING.isdisjoint(said)
    if len(said) <= SHORT and not asks and not THANKS.isdisjoint(said[:FIRST]):
        return True
    parts = [part for part in _PARTS.split(text) if part.strip()]
    return "?" not in text and all(_closes(part) for part in parts)


def _closes(part: str) -> bool:
    """Say whether a part of a text ends a conversation: "that's what I needed", "got it"."""
    return match_of(f"{' '.join(part.split())} ", forms("closing", "end")) is not None


def _is_acronym(word: str) -> bool:
    """Say whether a word is in capitals that would be a common one in small letters: "US", "IT"."""
    return len(word) > 1 and word.isupper()


def _unknown(left: list[str], request: Request) -> bool:
    """Say whether the words are none of English and none of the documents, nor slips of such."""
    lexicon = request.library.store.lexicon(request.query.scope.collection)
    known = any(word in lexicon.counts or is_english(word) or not word.isalpha() for word in left)
    if known or len(left) > UNKNOWN:
        return False
    return not any(is_english(meant) for _, meant in read_question(request.text, lexicon).respelled)


def _opening(said: list[str], left: list[str], *, thanked: bool) -> str:
    if left:
        return " ".join(f"“{word}” stands in none of the documents." for word in left)
    if THANKS & set(said) or thanked:
        return "You’re welcome."
    if GREETINGS & set(said):
        return "Hello."
    if SMALL_TALK & set(said):
        return ""
    return "There is no word in this that says what to look for."


def _offer(request: Request) -> str:
    count = len(request.entries)
    documents = "1 document" if count == 1 else f"{count:,} documents"
    return (
        f"You can ask what stands in {documents}: a question, a section by its heading or number, "
        "a summary of a document. What is shown are the documents’ own words, with their places."
    )


def suggested(request: Request) -> Iterator[str]:
    """Give a look and a section in turns, of as many documents as there are, best known first."""
    foreign = foreign_documents(request)
    known = sorted((one for one in request.entries if one.id not in foreign), key=_unknown_of)
    left, given = known[:LOOKED_AT], list[str]()
    for number in range(OFFERED):
        ways = (_about_a_section, _about_it) if number % 2 else (_about_it, _about_a_section)
        for entry, asked in _answered(left, ways, request):
            if asked not in given:
                given.append(asked)
                left.append(left.pop(left.index(entry)))
                yield asked
                break


def _answered(
    entries: Sequence[Entry],
    ways: Sequence[Callable[[Document], str | None]],
    request: Request,
) -> Iterator[tuple[Entry, str]]:
    """Give documents with what can be asked about them, the first way as far as it goes."""
    for way in ways:
        for entry in entries:
            document = request.document(entry.id)
            asked = way(document) if document else None
            if asked and _is_answered(asked, request):
                yield entry, asked


def _unknown_of(entry: Entry) -> int:
    """Count what keeps a document from being known by its title: those come later."""
    source = entry.source
    lacks = (source.title.isupper(), not source.author_names, "issued" not in source.csl)
    return sum(lacks) + 3 * (len(source.title) > TITLE)


def _about_it(document: Document) -> str:
    return look_at(document.source.title)


def _about_a_section(document: Document) -> str | None:
    """Ask for the longest section of prose that can be looked over and has a name in words."""
    said = {
        one.title: [
            len(words_of(document.text[item.start : item.end])) >= SENTENCE
            for item in items(document, one)
        ]
        for one in outline(document)
        if one.path and len(one.title.split()) <= LONGEST and _WORDS.fullmatch(one.title)
    }
    fit = {
        title: len(long)
        for title, long in said.items()
        if FEW <= len(long) <= MANY and 2 * sum(long) > len(long) and not title.isupper()
    }
    return question_for(max(fit, key=lambda title: fit[title])) if fit else None


def _is_answered(asked: str, request: Request) -> bool:
    if unreadable(asked):
        return False
    own = Request(replace(request.query, question=asked, topic=""), asked, request.library)
    draft = section(own) or overview(own)
    return draft is not None and any(part.evidence for part in draft.parts)
