"""Addresses of quotes that outlive the index: where words stood, and the words themselves.

An address reads ``document@hash:start-end#before,quote,after``: the document's id, the first
12 digits of the content hash, characters of the canonical text, and, percent-encoded, the
quote between a few words before and after it (as in W3C's TextQuoteSelector). The first part
alone is a passage's id. As long as the text is the same, the range finds it; afterwards the
words do, and those around them say which of several places is meant.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal
from urllib.parse import quote_plus, unquote_plus

from rapidfuzz import fuzz

from rag.errors import CiteError
from rag.text.fuzzy_matching import nearest
from rag.text.quote_matching import fold, whole_words
from rag.types import Citation, Document, Span

AROUND = 5
"""Words before and after the quote."""
AROUND_CHARACTERS = 80
ALIKE = 90.0
"""Of 100: how alike the words around a place must be to be those of the address."""
SAME_WORDS = 0.5
"""Share of the words that a place must have to be shown as what they may have become."""
PLACES = 200
"""Places with the same words that are compared."""
SEARCHED_WHOLE = 50_000
"""Characters of a document that is searched from end to end for words that are only alike."""
LONGEST = 100_000
"""Characters of an address."""

Status = Literal["there", "moved", "changed", "gone", "unknown"]
"""``there``: as it was. ``moved``: the same words, elsewhere or laid out otherwise. ``changed``:
other words between the same neighbours. ``gone``: the words have left the document, or it has
left the index. ``unknown``: the text has changed, and the address holds no words to look for."""

_ADDRESS = re.compile(
    r"(?P<id>[A-Za-z0-9][A-Za-z0-9._-]{0,99})@(?P<hash>[0-9a-f]{12,64})"
    r":(?P<start>\d{1,12})-(?P<end>\d{1,12})(?:#(?P<words>\S*))?"
)
_MARKS, _MARKS_BEHIND = re.compile(r"[^\w\s]+"), re.compile(r"[^\w\s]+$")


@dataclass(frozen=True, slots=True)
class Address:
    """Where words stood, and the words. ``quote`` is empty in a passage's id."""

    document_id: str
    content_hash: str
    start: int
    end: int
    quote: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Write it in one line of characters that neither a shell nor a web address minds."""
        place = f"{self.document_id}@{self.content_hash[:12]}:{self.start}-{self.end}"
        if not self.quote:
            return place
        return f"{place}#{','.join(map(_encode, (self.before, self.quote, self.after)))}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where the words of an address are now. ``span`` is None where they are gone or unknown.

    ``differences`` pairs ranges of the address's quote with ranges of the document, where
    the words have changed. ``nearest`` is the place most like words that are gone, if any.
    """

    address: Address
    status: Status
    reason: str
    span: Span | None = None
    differences: tuple[tuple[Span, Span], ...] = ()
    nearest: Span | None = None


def address_of(citation: Citation) -> Address:
    """Give the address of a citation's quote."""
    return Address(
        citation.document_id,
        citation.content_hash,
        citation.start,
        citation.end,
        citation.quote,
        citation.before,
        citation.after,
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Give a few whole words before and after a range, white space folded."""
    before = text[max(0, start - 400) : start].split()[-AROUND:]
    after = text[end : end + 400].split()[:AROUND]
    while len(" ".join(before)) > AROUND_CHARACTERS:
        before = before[1:]
    while len(" ".join(after)) > AROUND_CHARACTERS:
        after = after[:-1]
    return " ".join(before), " ".join(after)


def parse_address(text: str) -> Address:
    """Read an address or a passage's id. Raises `CiteError` for anything else."""
    found = _ADDRESS.fullmatch(text.strip()) if len(text) <= LONGEST else None
    encoded = found["words"].split(",") if found and found["words"] else ["", "", ""]
    if found is None or len(encoded) != 3 or int(found["start"]) >= int(found["end"]):
        shown = text if len(text) <= 80 else f"{text[:80]}…"
        raise CiteError(
            f"{shown!r} is no address; one begins like water-law@0123456789ab:100-220 "
            "(`sanad ask --json` gives them, as passage_id and address)"
        )
    before, quote, after = (unquote_plus(part) for part in encoded)
    start, end = int(found["start"]), int(found["end"])
    return Address(found["id"], found["hash"], start, end, quote, before, after)


def _encode(words: str) -> str:
    """Percent-encode what isn't a letter or digit, of any script; a space is a plus."""
    return "".join(
        one if unicodedata.category(one)[0] in "LMN" else quote_plus(one, errors="replace")
        for one in words
    )


def resolve(address: Address, document: Document | None) -> Resolved:
    """Say where an address's words are in a document as it is now; None if it has left."""
    if document is None:
        reason = f"There is no document {address.document_id} in the index any more."
        return Resolved(address, "gone", reason)
    text, span = document.text, Span(address.start, address.end)
    unchanged = document.content_hash.startswith(address.content_hash)
    held = text[span.start : span.end]
    if unchanged and span.end <= len(text) and address.quote in ("", held):
        return Resolved(address, "there", "", span)
    if not address.quote:
        reason = "The document has changed since, and this address holds no words to look for."
        return Resolved(address, "unknown", reason)
    return _look(address, document)


def _look(address: Address, document: Document) -> Resolved:
    text = document.text
    places = _same_words(address.quote, text)
    if places:
        # By the words around a place, then by how near it is.
        span = max(
            places,
            key=lambda p: (sum(_around(address, text, p)), -abs(p.start - address.start)),
        )
        reason = "The document has changed since; the words are the same."
        return Resolved(address, "moved", reason, span)
    gone = Resolved(address, "gone", "The words are no longer in the document.")
    near = nearest(address.quote, text, _searched(address, text))
    if near is None or near.likeness < SAME_WORDS:
        return gone
    span = _with_marks(Span(near.spans[0].start, near.spans[-1].end), address.quote, text)
    if min(_around(address, text, span)) < ALIKE:
        return replace(gone, nearest=span)
    reason = "The words have changed since."
    return Resolved(address, "changed", reason, span, near.differences)


def _with_marks(span: Span, quote: str, text: str) -> Span:
    """Take in the punctuation with which the quote begins and ends, where the text has it too."""
    head, tail = _MARKS.match(quote), _MARKS_BEHIND.search(quote)
    start, end = span.start, span.end
    if head and text.endswith(head.group(), 0, start):
        start -= len(head.group())
    if tail and text.startswith(tail.group(), end):
        end += len(tail.group())
    return Span(start, end)


def _searched(address: Address, text: str) -> Span:
    """Give the stretch to be searched for words like the quote.

    A long document takes minutes to search for what is merely alike, so there only the
    stretches beside the words that stood around the quote are looked at.
    """
    if len(text) <= SEARCHED_WHOLE:
        return Span(0, len(text))
    room = 2 * len(address.quote) + 500
    before = _spaced(address.before).search(text) if address.before else None
    if before:
        return Span(before.start(), min(len(text), before.end() + room))
    after = _spaced(address.after).search(text) if address.after else None
    return Span(max(0, after.start() - room), after.end()) if after else Span(0, 0)


def _spaced(words: str) -> re.Pattern[str]:
    """Match words with whatever white space between them."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def _same_words(quote: str, text: str) -> list[Span]:
    """Find the quote as it is, or else with white space, quote marks and hyphens folded."""
    if found := list(islice(whole_words(quote, text), PLACES)):
        return [Span(*place) for place in found]
    whole, wanted = fold(text), fold(quote).text
    return [whole.span(*place) for place in islice(whole_words(wanted, whole.text), PLACES)]


def _around(address: Address, text: str, place: Span) -> tuple[float, float]:
    """Compare the words before and after a place with the address's, each of 100.

    The beginning and the end of the document are like no words.
    """
    room = 2 * AROUND_CHARACTERS
    before = _words(text[max(0, place.start - room) : place.start])
    after = _words(text[place.end : place.end + room])
    ours, theirs = _words(address.before), _words(address.after)
    return (
        _alike(ours, before[-len(ours) :] if ours else before[-1:]),
        _alike(theirs, after[: len(theirs) or 1]),
    )


def _words(text: str) -> list[str]:
    """Give the words of a text, folded; a mark that stands alone is none."""
    return [word for word in fold(text).text.split() if any(map(str.isalnum, word))]


def _alike(ours: list[str], found: list[str]) -> float:
    return fuzz.ratio(" ".join(ours), " ".join(found)) if ours or found else 100.0
