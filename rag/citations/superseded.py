"""Whether a document still holds on the day that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rag.citations.reference_formats import date_parts
from rag.types import Source


def cautions(source: Source, sources: Iterable[Source], as_of: date | None) -> tuple[str, ...]:
    """Give the warnings that a citation of a document carries: its own, superseded, expired.

    ``sources`` are those of all documents of the collection. Without a day
    nothing counts as expired, since no clock is read: then the last day is named.
    A document that supersedes this one, but was issued after the day asked for,
    doesn't count.
    """
    own = (source.caution,) if source.caution else ()
    return (*own, *_superseded(source, sources, as_of), *_expired(source, as_of))


def _superseded(source: Source, sources: Iterable[Source], as_of: date | None) -> Iterable[str]:
    for other in sources:
        if source.id not in other.supersedes or other.id == source.id:
            continue
        issued = issued_on(other)
        if as_of and issued and issued > as_of:
            continue
        since = f" of {issued.year}" if issued else ""
        yield f"Superseded by “{other.title}”{since}."


def _expired(source: Source, as_of: date | None) -> Iterable[str]:
    last = source.valid_until
    if last is None:
        return
    day = f"{last.day} {last:%B} {last.year}"
    if as_of is None:
        yield f"Valid until {day}; ask with a date (--as-of) to have that looked at."
    elif last < as_of:
        yield f"Expired: it was valid until {day}."


def issued_on(source: Source) -> date | None:
    """Give the first day of the year, month or day on which a document was issued, if known."""
    parts = date_parts(source.csl.get("issued"))
    try:
        return date(*(*parts[0], 1, 1)[:3]) if parts else None
    except ValueError:
        return None
