"""A publication's authors and date, put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.types import Source

MONTHS = (
    "January February March April May June July August September October November December"
).split()


OWN_WORD = "sources.yaml"
"""What whoever keeps the documents says of them; whatever else is known was read by a program."""


def origin_text(source: Source, name: str) -> str:
    """Say where a field was read, and that nobody confirmed it if it wasn't the keeper's word."""
    origin = source.origins.get(name, "")
    return f"{origin}, not confirmed" if origin and origin != OWN_WORD else origin


def authors_text(source: Source) -> str:
    """List the authors, or say that none is known."""
    return "; ".join(source.author_names) or "author unknown"


def date_text(source: Source) -> str:
    """Give the date of publication; "no date" with that of the event where only that is known."""
    issued = _date(source.csl.get("issued"))
    if issued:
        return issued
    event = _date(source.csl.get("event-date"))
    return f"no date (event of {event})" if event else "no date"


def iso_date(value: object) -> str | None:
    """Turn a CSL date into ``2017-05-03``, ``2017-05`` or ``2017``; None if there is none."""
    parts = _date_parts(value)
    return (
        "-".join(f"{part:04d}" if i == 0 else f"{part:02d}" for i, part in enumerate(parts)) or None
    )


def _date(value: object) -> str:
    parts = _date_parts(value)
    if len(parts) == 3:
        return f"{parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return str(parts[0]) if parts else ""


def _date_parts(value: object) -> Sequence[int]:
    if not isinstance(value, Mapping):
        return ()
    dates = value.get("date-parts")
    first = dates[0] if isinstance(dates, Sequence) and dates else ()
    return tuple(int(part) for part in first)
