"""Which documents a text names, by title, author, publisher, kind, year or file, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.question.catalogue_names import (
    ANY_DOCUMENT,
    LOOSELY,
    CatalogueName,
    Name,
    noun_of,
    stems_of,
)
from rag.question.document_pointers import pointed_at, several_meant
from rag.question.name_index import Catalogue, names_in
from rag.question.number_names import number_names
from rag.question.written_names import (
    DEFINITE,
    Begins,
    files,
    quoted_titles,
    whole_names,
    with_article,
)
from rag.store.catalogue_rows import Entry
from rag.text.stopwords import WORD
from rag.types import Span

PLACEHOLDER = "\ufffc"
"""Stands for a name where a text is read without its names."""
_TELLING = re.compile(r"\b(?:the|this|that) ((?:[^\W\d_][\w-]+ ){1,2})$", re.IGNORECASE)
"""Words before a name that aren't of it: "the Lanport water paper"."""
_LINK = re.compile(
    r"[\s\-\u2013_/.:'’“”\"‘]{1,3}(?:(?:of|on|for|to|in|by|from)\s)?(the\s|this\s|that\s)?",
    re.IGNORECASE,
)
"""What may stand between two words of one name."""
_INDEFINITE = re.compile(r"\b(?:an?|any|no|some|every|each|another|all|both)\s+$", re.IGNORECASE)
_NUMBERED = re.compile(r"\s+\d{1,3}[a-z]?(?!\d)")
"""A number behind a word for a document: a part of one ("article 5")."""
_UNKNOWN = re.compile(
    r"\b([A-Z][\w&-]{2,40})(?:['’]s?)? ([a-z]+)\b"
    r"|\b([a-z]+) (?:by|from) (?:the )?([A-Z][\w&-]{2,40})"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """The documents that a text names, in its order, and what is left of it without them.

    ``several`` says that the text speaks of more than one, or of all ("both papers", "which
    documents"); ``documents`` are then those that it names besides, often none. ``spans`` are the
    characters of the text in which they're named: ``names`` has for each the documents that it
    may mean, none for "the document" where any may be meant; ``marked`` has a `PLACEHOLDER`.
    """

    documents: tuple[str, ...]
    several: bool
    spans: tuple[Span, ...]
    rest: str
    names: tuple[tuple[str, ...], ...] = ()
    marked: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text that may be part of a name. ``stem`` is "" for a word for a document."""

    span: Span
    text: str
    stem: str
    noun: str
    possessive: bool


def read_names(text: str, entries: Sequence[Entry], begins: Begins = lambda _: ()) -> Naming:
    """Find the documents that a text names.

    ``begins`` gives the ids of the documents at whose beginning a word stands; it's asked only
    for a word that names a document whose entry doesn't have it ("the USIP report").
    """
    index = names_in(entries)
    shares = {stem: count for stem in set(stems_of(text)) if (count := index.shares(stem))}
    catalogue = Catalogue(index, shares, len(entries))
    several = several_meant(text, catalogue)
    found = [several] if several else []
    for more in (files, number_names, quoted_titles, whole_names, _described, _unknown):
        found += _apart(more(text, catalogue, begins), found)
    found += _apart(
        pointed_at(text, [one.documents for one in found if one.documents], entries), found
    )
    found.sort(key=lambda name: name.span.start)
    found = _joined(text, found)
    spans = tuple(name.span for name in found)
    rest = " ".join(_replaced(text, spans, " ").split())
    return Naming(
        tuple(dict.fromkeys(one for name in found for one in name.documents)),
        several is not None,
        spans,
        rest,
        tuple(name.documents for name in found),
        _replaced(text, spans, PLACEHOLDER),
    )


def _apart(names: Iterator[Name], before: Sequence[Name]) -> list[Name]:
    return [one for one in names if not any(one.span.overlaps(other.span) for other in before)]


def _joined(text: str, names: Sequence[Name]) -> list[Name]:
    """Make one of two neighbours that name the same ("the GAO's 2023 snapshot, gao-23.pdf")."""
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if last and last.documents and last.documents == name.documents:
            between = text[last.span.end : name.span.start]
            if len(between) < 6 and not re.search(r"[?.!;]|\w{4}", between):
                joined[-1] = Name(Span(last.span.start, name.span.end), name.documents)
                continue
        joined.append(name)
    return joined


def _replaced(text: str, spans: Sequence[Span], by: str) -> str:
    for span in reversed(spans):
        text = f"{text[: span.start]}{by}{text[span.end :]}"
    return text


def _described(text: str, catalogue: Catalogue, begins: Begins) -> Iterator[Name]:
    """Find "the 2010 strategy", "Doe's paper", "the brief", "this report"."""
    for run in _runs(text, catalogue):
        documents = _meant(text, run, catalogue)
        if documents is not None:
            own = _own_words(run, documents, catalogue)
            span = Span(own[0].span.start, own[-1].span.end)
            told = _TELLING.search(text[: span.start])
            if len(documents) > 1 and told:
                held = [set(begins(word)) for word in told[1].split()]
                if same := tuple(one for one in documents if all(one in some for some in held)):
                    documents, span = same, Span(told.start(), span.end)
            yield Name(with_article(text, span), documents)


def _own_words(run: list[_Word], documents: Sequence[str], catalogue: Catalogue) -> list[_Word]:
    """Give a stretch of words without those behind it that only other documents' names have."""
    names = [catalogue.index.names[one] for one in documents]
    held = [
        bool(word.noun) or any(word.stem in name.all | name.years for name in names) for word in run
    ]
    last = max((n for n, own in enumerate(held) if own), default=len(run) - 1)
    return run[: last + 1]


def _runs(text: str, catalogue: Catalogue) -> Iterator[list[_Word]]:
    """Give the stretches of neighbouring words of which each is of some document's name."""
    years = catalogue.index.years
    run: list[_Word] = []
    for match in WORD.finditer(text):
        numbered = _NUMBERED.match(text, match.end())
        noun = "" if numbered else noun_of(re.sub(r"['’]s?$", "", match.group()))
        stem = next((s for s in stems_of(match.group()) if s in catalogue.shares or s in years), "")
        if not stem and run and match.group().lower() in LOOSELY:
            definite = DEFINITE.search(text[: run[0].span.start])
            noun = "document" if definite and not any(word.noun for word in run) else ""
        if not stem and not noun:
            continue
        span = Span(*match.span())
        word = _Word(
            span,
            match.group(),
            "" if noun else stem,
            noun,
            bool(re.search("['’]s?$", match.group())),
        )
        if run and not _goes_on(text, run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _goes_on(text: str, last: _Word, word: _Word) -> bool:
    """Say whether a word belongs to the name of the word before it."""
    link = _LINK.fullmatch(text, last.span.end, word.span.start)
    if link is None or (link[1] and not last.noun):
        return False
    lower = word.text[0].islower() and not word.noun
    return not (lower and last.noun and link.group().isspace())


def _meant(text: str, run: Sequence[_Word], catalogue: Catalogue) -> tuple[str, ...] | None:
    """Give the documents that a stretch of words may mean; None where it names none."""
    words = {word.stem for word in run} - {""}
    nouns = {word.noun for word in run} - {""}
    telling = {word for word in words if catalogue.rare(word)}
    bare = not words
    definite = bool(DEFINITE.search(text[: run[0].span.start]))
    scores = {}
    if bare and definite:  # all that are called so suit as well
        scores = {document: 1.0 for document, _ in catalogue.index.of_kind(nouns)}
    for document, name in catalogue.index.sharing(words):
        if (
            telling.isdisjoint(name.all)
            and words.isdisjoint(name.alone)
            and words.isdisjoint(name.years)
            and nouns.isdisjoint(name.kinds)
        ):
            continue
        if score := _suits(text, run, name, catalogue):
            scores[document] = score
    most = max(scores.values(), default=0.0)
    best = tuple(one for one, score in scores.items() if score == most)
    if best and (len(best) * 2 <= catalogue.total or catalogue.total == 1):
        return best
    if not bare or not definite:
        return None
    this = re.search(r"\bthis\s+$", text[: run[0].span.start], re.IGNORECASE)
    if catalogue.total == 1 and (this or run[0].noun in ANY_DOCUMENT):
        return tuple(catalogue.index.names)
    return () if best or run[0].noun in ANY_DOCUMENT else None


def _suits(text: str, run: Sequence[_Word], name: CatalogueName, catalogue: Catalogue) -> float:
    """Say how well a stretch of words suits a document's name, 0 where it isn't one."""
    nouns = {word.noun for word in run} - {""}
    words = {word.stem for word in run} - {""}
    held = words & name.all
    years = words & name.years
    if len(held | years) * 2 < len(words):
        return 0.0
    kinds = nouns & name.kinds
    before = text[: run[0].span.start]
    alone = any(_says_enough(text, word, name, bool(nouns)) for word in run)
    if _INDEFINITE.search(before) and not alone:
        return 0.0
    told = any(map(catalogue.rare, held)) or bool(years)
    called = (told and bool(kinds or nouns & ANY_DOCUMENT)) or bool(
        kinds and words and words <= held
    )
    bare = bool(kinds) and not words and bool(DEFINITE.search(before))
    if not (alone or called or bare):
        return 0.0
    rarity = sum(1 / catalogue.shares.get(word, 1) for word in held)
    return rarity + len(years - held) + 0.5 * bool(kinds) + alone


def _says_enough(text: str, word: _Word, name: CatalogueName, noun: bool) -> bool:
    """Say whether a word alone names a document: a family name, initials, as a name is written."""
    if word.stem not in name.alone:
        return False
    bare = re.sub(r"['’]s?$", "", word.text)
    capital, shouted = bare[0].isupper(), text.isupper()
    if word.stem in name.common:
        said = (bare.isupper() and len(bare) > 1) or (capital and (noun or word.possessive))
        return said and not shouted and (word.span.start > 0 or word.possessive)
    return capital or noun or word.possessive or text[1:] == text[1:].lower()


def _unknown(text: str, catalogue: Catalogue, begins: Begins) -> Iterator[Name]:
    """Find a document by a word that no entry has, and that stands at its beginning."""
    if text.isupper():
        return
    kinds = ANY_DOCUMENT.union(catalogue.index.kinds)
    for match in _UNKNOWN.finditer(text):
        word, noun = match[1] or match[4], noun_of(match[2] or match[3])
        if noun not in kinds or (match.start() == 0 and not word.isupper()):
            continue
        if set(stems_of(word)) & catalogue.shares.keys():
            continue
        documents = tuple(one for one in begins(word) if one in catalogue.index.names)
        if documents and len(documents) * 2 <= max(2, catalogue.total):
            yield Name(with_article(text, Span(*match.span())), documents)
