"""A marker's identity: which answer it stands in, and which words of which document it means.

It travels through the browser as one class name and needs no memory on the server, so a
marker of an old answer works for as long as its page is open, and can become a link later.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal

from rag.types import Citation, Document, Span, hash_text

Kind = Literal["source", "nearest", "document", "link", "pin"]
"""``nearest`` cites a passage that may not answer; ``document`` means all of it, no quote;
``link`` is a place that the page was opened at, ``pin`` a quote of the notebook."""

_LETTERS: dict[Kind, str] = {
    "source": "s",
    "nearest": "n",
    "document": "d",
    "link": "l",
    "pin": "p",
}
_KINDS: dict[str, Kind] = {letter: kind for kind, letter in _LETTERS.items()}
_ID = re.compile(r"c-(\d{1,6})-([sndlp])(\d{1,6})-([A-Za-z0-9_-]{1,2000})")
_DIGEST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Marker:
    """What a marker points at: ``digest`` is the beginning of the quote's SHA-256."""

    turn: int
    kind: Kind
    number: int
    document_id: str
    start: int = 0
    end: int = 0
    digest: str = ""

    @property
    def id(self) -> str:
        """The marker as a class name: the turn, the number shown, then the place, opaque."""
        place = "\n".join((self.document_id, str(self.start), str(self.end), self.digest))
        token = urlsafe_b64encode(place.encode()).decode().rstrip("=")
        return f"c-{self.turn}-{_LETTERS[self.kind]}{self.number}-{token}"

    def agrees_with(self, document: Document) -> bool:
        """Say whether the document still has the quoted words at the quoted place."""
        return _digest(document.text[self.start : self.end]) == self.digest


def marker_of(citation: Citation, *, turn: int, number: int, kind: Kind = "source") -> Marker:
    """Make the marker that leads to a citation's quote."""
    return Marker(
        turn=turn,
        kind=kind,
        number=number,
        document_id=citation.document_id,
        start=citation.start,
        end=citation.end,
        digest=_digest(citation.quote),
    )


def marker_at(document: Document, span: Span, *, turn: int, number: int) -> Marker:
    """Make the marker that leads to a range of a document."""
    digest = _digest(document.text[span.start : span.end])
    return Marker(turn, "source", number, document.id, span.start, span.end, digest)


def parse_marker(marker_id: str) -> Marker | None:
    """Read a class name that came back from the browser; None if it isn't one of ours."""
    match = _ID.fullmatch(marker_id)
    if not match:
        return None
    turn, letter, number, token = match.groups()
    try:
        place = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        document_id, start, end, digest = place.rsplit("\n", 3)
        span = (int(start), int(end))
    except ValueError:
        return None
    return Marker(int(turn), _KINDS[letter], int(number), document_id, *span, digest)


def _digest(quote: str) -> str:
    return hash_text(quote)[:_DIGEST_DIGITS]
