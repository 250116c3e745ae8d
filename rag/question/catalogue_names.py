"""What a document may be called, by its entry in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from rag.english.vocabulary import MONTHS
from rag.english.word_lists import words
from rag.store.catalogue_rows import Entry
from rag.text.content_words import words_of
from rag.text.stopwords import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS
from rag.text.tokens import stem
from rag.types import Span

ANY_DOCUMENT = frozenset(words("document_names", "any_document"))
"""What any document may be called, in the singular."""
DOCUMENT_NOUNS = ANY_DOCUMENT | frozenset(words("document_names", "kinds_of_document"))
"""What a document may be called, in the singular."""
LOOSELY = frozenset(words("document_names", "loosely"))
"""What stands for such a word behind a document's name only: "the Wells Act thing"."""
REMEMBERED = 65_536
"""Documents whose names are kept."""
_COMMON = FUNCTION_WORDS | QUESTION_WORDS | LIGHT_WORDS | frozenset(MONTHS)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ACRONYM = re.compile(r"\b[A-Z][A-Z&]{2,9}\b")


@dataclass(frozen=True, slots=True)
class CatalogueName:
    """The words that a document may be called by, as stems but for ``files``.

    Any of ``alone`` suffices (family names, initials); ``common`` are those of them that are
    ordinary words, too ("May", "WHO"). ``title`` and ``bodies`` are whole names, several words
    each; ``kinds`` say what it is ("brief"); ``years`` are those that it goes by; ``all`` has each
    word that stands in any of its names; ``written`` is the title as `folded`.
    """

    alone: frozenset[str]
    common: frozenset[str]
    title: tuple[str, ...]
    bodies: tuple[tuple[str, ...], ...]
    kinds: frozenset[str]
    years: frozenset[str]
    all: frozenset[str]
    files: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Name:
    """Where a text names a document, and which documents may be meant."""

    span: Span
    documents: tuple[str, ...]


def name_of(entry: Entry) -> CatalogueName:
    """Give what a document may be called."""
    csl = entry.source.csl
    families = tuple(str(author.get("family", "")) for author in entry.source.authors)
    bodies = [str(author.get("literal", "")) for author in entry.source.authors]
    bodies.append(str(csl.get("publisher", "")))
    kind = f"{csl.get('genre', '')} {csl.get('type', '')}"
    years = f"{_year(csl.get('issued'))} {_year(csl.get('event-date'))}"
    return _name(entry.source.title, families, tuple(bodies), kind, years, entry.file)


def _year(value: object) -> str:
    dates = value.get("date-parts") if isinstance(value, Mapping) else None
    return str(dates[0][0]) if dates and dates[0] else ""


@lru_cache(maxsize=REMEMBERED)
def _name(
    title: str,
    families: tuple[str, ...],
    bodies: tuple[str, ...],
    kind: str,
    years: str,
    file: str,
) -> CatalogueName:
    plain_file = re.sub(r"[-_.\s]+", " ", PurePath(file).stem)
    parts = [part for body in bodies for part in re.split(r"[,;()/]", body) if part.strip()]
    initials = {one for body in parts for one in _initials(body)}
    single = [part for part in parts if len(stems_of(part)) == 1]
    alone = {
        stem(word.lower()) for name in (*families, *initials, *single) for word in words_of(name)
    }
    ordinary = {stem(one.lower()) for one in (*families, *initials) if one.lower() in _COMMON}
    title_stems = stems_of(title)
    wholes = tuple(stems for part in parts if len(stems := stems_of(part)) > 1)
    return CatalogueName(
        alone=frozenset(alone),
        common=frozenset(ordinary),
        title=title_stems,
        bodies=wholes,
        kinds=_kinds(title, plain_file, kind) | _of_format(file, kind),
        years=frozenset(_YEAR.findall(f"{years} {title} {plain_file}")),
        all=frozenset((*title_stems, *stems_of(" ".join((*bodies, kind, plain_file))), *alone)),
        files=(file.lower(), PurePath(file).stem.lower()),
        written=folded(title),
    )


def stems_of(text: str) -> tuple[str, ...]:
    """Give the stems of a text's words in order, without function words."""
    return tuple(
        stem(word.lower()) for word in words_of(text) if word.lower() not in FUNCTION_WORDS
    )


def folded(text: str) -> str:
    """Give the words of a text in small letters, one space between them."""
    return " ".join(words_of(text)).lower()


def noun_of(word: str) -> str:
    """Give a word for a document in the singular; "" for any other word."""
    low = word.lower()
    singular = f"{low[:-3]}y" if low.endswith("ies") else low.removesuffix("s")
    return low if low in DOCUMENT_NOUNS else singular if singular in DOCUMENT_NOUNS else ""


def _initials(body: str) -> Iterable[str]:
    """Give the initials of a name of three words or more, and those that stand in it."""
    if body.isupper() and " " in body.strip():
        return  # all in capitals: they say nothing
    yield from _ACRONYM.findall(body)
    capitals = re.findall(r"\b([A-Z])[a-z]+", body)
    if len(capitals) > 2:
        yield "".join(capitals)


def _of_format(file: str, kind: str) -> frozenset[str]:
    web = file.lower().endswith((".html", ".htm")) or "webpage" in kind
    return frozenset(("page", "webpage", "website", "article")) if web else frozenset()


def _kinds(title: str, file: str, kind: str) -> frozenset[str]:
    """Give the words for a document that end its title, or a part of it, or stand in its file.

    "National Forest Strategy" is a strategy, "Handbook for Trustees" a handbook; "Charting the
    Forest Strategy" is about one.
    """
    heads = [noun_of(word) for word in words_of(kind.replace("-", " "))]
    for part in (*re.split(r"[:;–—(]| - ", title), file):
        found = words_of(part)
        gerund = next((n for n, word in enumerate(found) if word.lower().endswith("ing")), None)
        if gerund is not None and (gerund == 0 or part == file):
            found = found[:gerund]
        ends = [n for n, word in enumerate(found) if word.lower() in ("of", "for", "on", "to")]
        head = found if part == file else found[: ends[0] if ends else len(found)][-1:]
        heads += [noun_of(word) for word in head]
    return frozenset(heads) - {""}
