"""Which documents a question is asked of: by name, author, type and date, resolved here alone."""

from __future__ import annotations

import difflib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from rag.errors import QueryError
from rag.types import Scope, Source

if TYPE_CHECKING:  # what it says in words is printed by commands that open no store
    from rag.store.catalogue_rows import Entry

FORMATS: Mapping[str, str] = {
    ".pdf": "pdf",
    ".docx": "word", ".docm": "word", ".dotx": "word", ".dotm": "word",
    ".html": "web page", ".htm": "web page", ".xhtml": "web page",
    ".mhtml": "web page", ".mht": "web page",
    ".txt": "text", ".md": "markdown", ".markdown": "markdown",
    ".odt": "opendocument", ".rtf": "rtf", ".epub": "epub",
    ".pptx": "powerpoint", ".pptm": "powerpoint",
    ".xlsx": "excel", ".xlsm": "excel", ".eml": "e-mail",
}  # fmt: skip
"""What people call the formats that are read."""
NAMED = 3
"""Documents that are named where a scope is put into words; of others there is a count."""
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def in_scope(entry: Entry, scope: Scope) -> bool:
    """Say whether a search of this scope looks through a document of its collection.

    Within one kind of choice (authors, say) any will do; of several kinds each must hold.
    """
    return bool(those_in((entry,), scope))


def those_in(entries: Sequence[Entry], scope: Scope) -> tuple[Entry, ...]:
    """Give those of a collection's documents that a search of this scope looks through."""
    if not scope.chosen:
        return tuple(entries)
    named = frozenset(scope.documents)
    return tuple(
        entry
        for entry in entries
        if (not named or entry.id in named or entry.file in named) and _suits(entry, scope)
    )


def _suits(entry: Entry, scope: Scope) -> bool:
    """Say whether a document is chosen by all but its name."""
    if scope.authors and not set(scope.authors) & set(entry.source.author_names):
        return False
    if scope.kinds and not set(scope.kinds) & set(kinds_of(entry)):
        return False
    if (scope.since or scope.until) and not _in_period(entry.source, scope):
        return False
    return all(str(entry.source.csl.get(name, "")) == value for name, value in scope.filters)


def kinds_of(entry: Entry) -> tuple[str, ...]:
    """Give what a document may be chosen by as its type: CSL's, where known, and its format."""
    kind = str(entry.source.csl.get("type") or "")
    return tuple(filter(None, (kind, format_of(entry.file))))


def format_of(file: str) -> str:
    """Name a file's format by its ending; the ending itself where it has no name."""
    ending = PurePath(file).suffix.lower()
    return FORMATS.get(ending, ending.lstrip("."))


def period_of(source: Source) -> tuple[date, date] | None:
    """Give the first and the last day on which a document may have been published.

    That is its year where no more is known; the day of the event where no date is; None where
    neither is.
    """
    for name in ("issued", "event-date"):
        value = source.csl.get(name)
        dates = value.get("date-parts") if isinstance(value, Mapping) else None
        parts = dates[0] if isinstance(dates, Sequence) and dates else ()
        try:
            if period := _period([int(part) for part in parts]):
                return period
        except (TypeError, ValueError):
            continue
    return None


def _period(parts: Sequence[int]) -> tuple[date, date] | None:
    if not parts:
        return None
    year, month, day = (*parts, 0, 0)[:3]
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = day or monthrange(year, month)[1]
    return date(year, month, day or 1), date(year, month, last)


def _in_period(source: Source, scope: Scope) -> bool:
    period = period_of(source)
    if period is None:
        return False
    first, last = period
    return not (scope.since and last < scope.since) and not (scope.until and first > scope.until)


def first_day(text: str) -> date:
    """Read ``2019``, ``2019-05`` or ``2019-05-03`` as the first day of it. Raises `QueryError`."""
    return _days(text)[0]


def last_day(text: str) -> date:
    """Read ``2019``, ``2019-05`` or ``2019-05-03`` as the last day of it. Raises `QueryError`."""
    return _days(text)[1]


def _days(text: str) -> tuple[date, date]:
    match = DAY.fullmatch(text.strip())
    try:
        found = _period([int(part) for part in match.groups() if part]) if match else None
    except ValueError:
        found = None
    if found is None:
        raise QueryError(f"{text!r} is no date; write it like 2019, 2019-05 or 2019-05-03")
    return found


def resolved(scope: Scope, entries: Sequence[Entry]) -> Scope:
    """Give a scope with its authors and types as the documents have them, and its titles filled in.

    An author may be named by a part of the name. Raises `QueryError` for a document, an author
    or a type that isn't there, and where no document is left.
    """
    if not scope.chosen:
        return scope
    known = {name for entry in entries for name in (entry.id, entry.file)}
    for name in scope.documents:
        if name not in known:
            raise QueryError(f"there is no document {name!r}; `sanad sources` lists them")
    authors = {name for entry in entries for name in entry.source.author_names}
    kinds = {kind for entry in entries for kind in kinds_of(entry)}
    scope = replace(
        scope,
        authors=tuple(dict.fromkeys(one for name in scope.authors for one in _by(name, authors))),
        kinds=tuple(dict.fromkeys(_of_type(kind, kinds) for kind in scope.kinds)),
    )
    chosen = those_in(entries, scope)
    if not chosen:
        raise QueryError(f"no document is chosen: none is {choices_text(scope)}; choose others")
    return replace(scope, titles=tuple(entry.source.title for entry in chosen))


def by_name(scope: Scope, entries: Sequence[Entry]) -> Scope:
    """Give a scope that names by id all documents that it has, if it is one of some documents."""
    if not scope.chosen:
        return scope
    return replace(scope, documents=tuple(one.id for one in those_in(entries, scope)))


def narrowed(scope: Scope, documents: Sequence[str], entries: Sequence[Entry]) -> Scope:
    """Ask only some documents (by id) of a scope, all of it where none are named.

    Raises `QueryError` where the scope has none of them.
    """
    if not documents:
        return scope
    if not scope.chosen:
        return replace(scope, documents=tuple(documents))
    named = [entry for entry in entries if entry.id in documents]
    inside = tuple(entry.id for entry in those_in(named, scope))
    if not inside:
        titles = titles_text([entry.source.title for entry in named])
        raise QueryError(
            f"only some documents are asked, and {titles or 'what this means'} isn't among them; "
            "choose it, or ask all documents"
        )
    return replace(scope, documents=inside)


def _by(name: str, authors: Iterable[str]) -> tuple[str, ...]:
    """Give the authors that a name means: the one that is called so, else those with its words."""
    wanted, names = _folded(name), sorted(authors)
    same = tuple(one for one in names if _folded(one) == wanted)
    words = set(wanted.split())
    found = same or tuple(one for one in names if words and words <= set(_folded(one).split()))
    if not found:
        raise QueryError(f"no document is by {name!r}{_near(name, names)}")
    return found


def _of_type(kind: str, kinds: Iterable[str]) -> str:
    wanted, names = _folded(kind), sorted(kinds)
    wanted = FORMATS.get(f".{wanted.lstrip('.')}", wanted)
    if wanted not in names:
        raise QueryError(f"no document is of the type {kind!r}; there are {', '.join(names)}")
    return wanted


def _near(name: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean {close[0]!r}?" if close else "; `sanad sources` lists the authors"


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(r"[,;]", " ", plain).split())


def choices_text(scope: Scope) -> str:
    """Put into words what documents are chosen by, beside their names: "by Doe, since 2015"."""
    said = []
    if scope.authors:
        said.append(f"by {' or '.join(scope.authors)}")
    if scope.kinds:
        said.append(f"of the type {' or '.join(scope.kinds)}")
    if scope.since:
        said.append(f"since {_since_text(scope.since)}")
    if scope.until:
        said.append(f"until {_until_text(scope.until)}")
    if scope.documents and said:
        said.append("among those named")
    return ", ".join(said)


def asked_of_text(scope: Scope) -> str:
    """Say of which documents a question was asked: "2 documents (by Doe): “A”, “B”"; else nothing.

    The scope is one that was `resolved`.
    """
    if not scope.chosen or not scope.titles:
        return ""
    count = len(scope.titles)
    how = choices_text(scope)
    how = f" ({how})" if how else ""
    return f"{count:,} document{'' if count == 1 else 's'}{how}: {titles_text(scope.titles)}"


def titles_text(titles: Sequence[str]) -> str:
    """Name documents by their titles, the first few of many."""
    shown = ", ".join(f"“{title}”" for title in titles[:NAMED])
    rest = len(titles) - NAMED
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _since_text(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (1, 1) else day.isoformat()


def _until_text(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()
