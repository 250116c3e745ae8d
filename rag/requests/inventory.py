"""Which documents there are, all or by what the catalogue knows of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePath

from rag.answering.unread import unread_notes
from rag.english.vocabulary import AUXILIARIES, DETERMINERS, PREPOSITIONS
from rag.english.word_lists import words
from rag.question.catalogue_names import ANY_DOCUMENT, name_of, noun_of, stems_of
from rag.requests.catalogue_facts import fact
from rag.requests.draft import Draft
from rag.requests.forms import forms, match_of, plain
from rag.requests.overview import LANGUAGES
from rag.requests.request import Request
from rag.store.catalogue_rows import Entry
from rag.text.dates import dates_in
from rag.text.stopwords import WORD
from rag.types import DocumentFact

Holds = Callable[[Entry], bool]

LISTED = 40
"""Documents that are listed."""
TOLD = ("author", "date")
_YEAR = r"(?P<{}>(?:1[5-9]|20)\d\d)"
_SPAN = re.compile(
    rf"\b(?P<how>after|since|before|until|from|between)? ?{_YEAR.format('first')}"
    rf"(?: ?(?:to|and|until|-|–) ?{_YEAR.format('last')})?\b",
    re.IGNORECASE,
)
_FORMATS = {"pdf": (".pdf",), "word": (".doc", ".docx"), "html": (".htm", ".html")}
"""What a format is called, by the endings of its files."""
TELLING = frozenset(LANGUAGES) | {one + end for one in _FORMATS for end in ("", "s")}
"""Words that say which documents are meant, though they say nothing of what they're about."""
_SINCE = re.compile(r"\b(after|since|before|until)\W+(?:the\s+)?$", re.IGNORECASE)
_DATING = AUXILIARIES | DETERMINERS | PREPOSITIONS | frozenset(words("requests", "dating"))
"""What a text has that asks for documents by their date, beside the date and "documents"."""


def inventory(request: Request) -> Draft | None:
    """Give the documents that may be asked, or those of a date, where a text asks which."""
    named = request.naming.documents
    asked = not named and match_of(plain(request.naming.marked), forms("document_list", "all"))
    if asked:
        return _listed(request.entries, request) if request.entries else None
    return _dated(request) if _asks_by_date(request) else None


def _asks_by_date(request: Request) -> bool:
    """Say whether a text asks for documents by their month or day, and for nothing else of them.

    What has a year alone may be about that year: its meaning tells.
    """
    said = WORD.findall(_without_dates(plain(request.text)))
    nouns = [word for word in said if noun_of(word) and word.lower() not in _DATING]
    months = any(len(found.parts) > 1 for found in dates_in(request.text))
    return months and bool(nouns) and all(noun_of(w) or w.lower() in _DATING for w in said)


def _dated(request: Request) -> Draft:
    """Give the documents of a date, or say that the catalogue has none of it."""
    said = WORD.findall(request.text)
    nouns = [word for word in said if noun_of(word) and word.lower() not in _DATING]
    if found := inventory_of([nouns], request):
        return found
    unknown = sum(not _issued(one) for one in request.entries)
    reason = "The catalogue has no document of that date."
    notes = (f"The date isn’t known of {unknown:,} of {len(request.entries):,} documents.",)
    return Draft("document fact", reason=reason, notes=notes if unknown else ())


def inventory_of(alternatives: Sequence[Sequence[str]], request: Request) -> Draft | None:
    """Give the documents of which the catalogue has some words: of a body, a year, a language.

    Any of the alternatives suffices ("laws or rules"). None where it has them of no document.
    """
    text = _without_dates(request.text)
    dated = [_of_date(one.parts, request.text[: one.start]) for one in dates_in(request.text)]
    years = list(_SPAN.finditer(text))
    told = " ".join((*_dates_of(request.text), *(match.group() for match in years)))
    within = [*dated, *(_of_years(match) for match in years)]
    wanted = [[*_wanted([w for w in some if w not in told])] for some in alternatives]
    wanted = [some for some in wanted if some] or [[]]
    found = [
        one
        for one in request.entries
        if all(holds(one) for holds in within)
        and any(all(holds(one) for holds in some) for some in wanted)
    ]
    return _listed(found, request, filtered=bool(within or wanted[0])) if found else None


def _wanted(words: Sequence[str]) -> Iterator[Holds]:
    """Give what each of some words says of a document; "document" says nothing."""
    return (
        partial(_is, word) for word in words if noun_of(word) not in ANY_DOCUMENT or _format(word)
    )


def _is(word: str, entry: Entry) -> bool:
    """Say whether a document is in a language or a format, or is called by a word."""
    if code := LANGUAGES.get(word.lower()):
        return str(entry.source.csl.get("language", "")).lower()[:2] == code
    if endings := _format(word):
        return PurePath(entry.file).suffix.lower() in endings
    name = name_of(entry)
    return noun_of(word) in name.kinds or not name.all.isdisjoint(stems_of(word))


def _format(word: str) -> tuple[str, ...]:
    return _FORMATS.get(word.lower().removesuffix("s"), ())


def _of_years(match: re.Match[str]) -> Holds:
    first, how = int(match["first"]), (match["how"] or "").lower()
    last = int(match["last"] or first)
    if how in ("after", "since"):
        first, last = first + (how == "after"), 9999
    elif how in ("before", "until"):
        first, last = 0, first - (how == "before")
    return lambda one: any(first <= int(year) <= last for year in name_of(one).years)


def _dates_of(text: str) -> Iterator[str]:
    return (text[one.start : one.end] for one in dates_in(text))


def _without_dates(text: str) -> str:
    """Leave out the days and months of a text; years that stand alone stay."""
    for one in _dates_of(text):
        text = text.replace(one, " ")
    return text


def _of_date(asked: tuple[int, ...], before: str) -> Holds:
    """Give whether a document is of a month or a day, or after or before it, if that is said."""
    said = _SINCE.search(before)
    how = said[1].lower() if said else ""

    def holds(entry: Entry) -> bool:
        own = _issued(entry)[: len(asked)]
        if len(own) < len(asked) and own == asked[: len(own)]:
            return False  # only its year is known
        if how in ("after", "since"):
            return own > asked or (how == "since" and own == asked)
        return own == asked if not how else own < asked or (how == "until" and own == asked)

    return holds


def _issued(entry: Entry) -> tuple[int, ...]:
    """Give the date of a document, else of the event that it's of, () where neither is known."""
    csl = entry.source.csl
    value = csl.get("issued") or csl.get("event-date")
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    return tuple(int(part) for part in parts[0]) if parts and parts[0] else ()


def _listed(entries: Sequence[Entry], request: Request, *, filtered: bool = False) -> Draft:
    count, total = len(entries), len(request.entries)
    facts = tuple(one for entry in entries[:LISTED] for one in _facts(entry, request))
    rest = f" The first {LISTED} are listed." if count > LISTED else ""
    if filtered:
        by = "by what the catalogue has as their titles, authors, dates, languages and files"
        note = f"{count:,} of {total:,} documents, {by}; it may not tell of all.{rest}"
    else:
        note = f"{count:,} document{'s' * (count != 1)} can be asked.{rest}"
    return Draft(
        "document fact", facts=facts, notes=(note, *unread_notes(request.query, request.library))
    )


def _facts(entry: Entry, request: Request) -> Iterator[DocumentFact]:
    """Give what a document is called, who made it and when, as far as that's known."""
    told = [one for name in TOLD if (one := fact(entry, name, request)).value]
    yield from told or [fact(entry, "title", request)]
