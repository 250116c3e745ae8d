"""Which documents a text names, by title, author, publisher, kind or file, and in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.english.word_lists import words
from rag.store.catalogue_rows import Entry
from rag.text.content_words import words_of
from rag.text.stopwords import FUNCTION_WORDS, WORD
from rag.text.tokens import stem
from rag.types import Document, Source, Span

DOCUMENT_NOUNS = frozenset(words("document_names", "document_nouns"))
"""What a document may be called, in the singular."""
BEGINNING = 3000
"""Characters at a document's start in which the initials stand that it's known by ("USIP")."""
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}"
_SEVERAL = re.compile(
    rf"\b(?:both|each|all|every|these|(?:the|all|our) (?:{_NUMBERS}))(?: of)?(?: (?:the|these|your|"
    rf"our|my))?(?: (?:{_NUMBERS}))? ([a-z]+)\b|\bboth\b|\b(?:which|what) ([a-z]+)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z&]{2,9}\b")
_LINK = re.compile(r"\W{1,3}(?:(?:of|the|on|for|and|to|in|s)\W{1,2}){0,3}", re.IGNORECASE)
"""What may stand between two words of one name."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The documents that a text names, in its order, and what is left of it without them.

    ``several`` says that it speaks of more than one, or of all ("both papers", "which
    documents"); ``documents`` are then those that it names besides, often none. ``spans`` are the
    characters of the text in which they're named.
    """

    documents: tuple[str, ...]
    several: bool
    spans: tuple[Span, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Name:
    """The stems that a document may be called by: those that suffice alone, and all."""

    alone: frozenset[str]
    all: frozenset[str]


def read_names(
    text: str, entries: Sequence[Entry], read: Callable[[str], Document | None]
) -> Naming:
    """Find the documents that a text names. ``read`` gives a document by its id."""
    several = next((m for m in _SEVERAL.finditer(text) if _speaks_of_documents(m)), None)
    names = {entry.id: _names_of(entry.source, entry.file) for entry in entries}
    for entry in entries:
        initials = _initials_asked(text, read(entry.id))
        names[entry.id] = _Name(names[entry.id].alone | initials, names[entry.id].all | initials)
    known = Counter(word for name in names.values() for word in name.all)
    found: dict[str, None] = {}
    spans = [Span(*several.span())] if several else []
    for span in _runs(text, known):
        if best := _best(text[span.start : span.end], names, known):
            found.update(dict.fromkeys(best))
            spans.append(_with_noun(text, span))
    if not found and len(entries) == 1 and (noun := _the_document(text)):
        found[entries[0].id] = None
        spans.append(noun)
    spans.sort(key=lambda span: span.start)
    return Naming(tuple(found), several is not None, tuple(spans), _without(text, spans))


def _speaks_of_documents(match: re.Match[str]) -> bool:
    noun = match[1] or match[2]
    return noun is None or _is_document(noun)


def _is_document(word: str) -> bool:
    low = word.lower()
    return low in DOCUMENT_NOUNS or low.removesuffix("s") in DOCUMENT_NOUNS


def _names_of(source: Source, file: str) -> _Name:
    people = [str(value) for author in source.authors for value in author.values()]
    bodies = [*people, str(source.csl.get("publisher", "")), str(source.csl.get("genre", ""))]
    families = [str(author.get("family", "")) for author in source.authors]
    alone = _stems(" ".join(families)) | _stems(" ".join(map(_initials, bodies)))
    stems = _stems(" ".join([source.title, *bodies, re.sub(r"[-_.]", " ", file)]))
    return _Name(alone - {""}, stems | alone)


def _initials(body: str) -> str:
    """Give the initials of a name of three words or more, and those that stand in it."""
    capitals = re.findall(r"\b([A-Z])[a-z]+", body)
    return " ".join([*_ACRONYM.findall(body), "".join(capitals) if len(capitals) > 2 else ""])


def _initials_asked(text: str, document: Document | None) -> frozenset[str]:
    """Give the initials of the text that stand at a document's beginning."""
    asked = {word for word in WORD.findall(text) if len(word) > 2 and word.isupper()}
    there = _ACRONYM.findall(document.text[:BEGINNING]) if document and asked else ()
    return _stems(" ".join(asked & set(there)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        stem(word.lower()) for word in words_of(text) if word.lower() not in FUNCTION_WORDS
    )


def _runs(text: str, known: Mapping[str, int]) -> list[Span]:
    """Give the stretches of neighbouring words of which each is of some document's name."""
    found = [m for m in WORD.finditer(text) if _stems(m.group()) & set(known)]
    runs: list[Span] = []
    for before, match in pairwise([None, *found]):
        assert match is not None
        joined = before is not None and _LINK.fullmatch(text, before.end(), match.start())
        start = runs.pop().start if joined else match.start()
        runs.append(Span(start, match.end()))
    return runs


def _best(text: str, names: Mapping[str, _Name], known: Mapping[str, int]) -> list[str]:
    """Give the documents that the words of a stretch suit best, none where that says little."""
    stems = _stems(text)
    nouns = {word for word in stems if _is_document(word)}
    scores: dict[str, float] = {}
    for name, own in names.items():
        held = stems & own.all
        enough = held & own.alone or len(held) > 1 or (held and nouns - held)
        if enough and held - nouns:
            scores[name] = sum(1 / known[word] for word in held)
    best = [name for name, score in scores.items() if score == max(scores.values())]
    return best if len(best) < max(2, len(names)) else []


def _with_noun(text: str, span: Span) -> Span:
    """Take the article before a name and the word for a document behind it along."""
    before = re.search(r"\b(?:the|this|that)\s+$", text[: span.start], re.IGNORECASE)
    behind = re.match(r"(?:['’]s)?\s+([^\W\d_]+)(?:['’]s)?", text[span.end :])
    end = span.end + behind.end() if behind and _is_document(behind[1]) else span.end
    return Span(before.start() if before else span.start, end)


def _the_document(text: str) -> Span | None:
    """Find "this report", "the document"."""
    for match in re.finditer(r"\b(?:this|the|that|your)\s+([^\W\d_]+)", text, re.IGNORECASE):
        if _is_document(match[1]):
            return Span(*match.span())
    return None


def _without(text: str, spans: Sequence[Span]) -> str:
    for span in reversed(spans):
        text = f"{text[: span.start]} {text[span.end :]}"
    return " ".join(text.split())
