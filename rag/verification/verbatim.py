"""What of a statement is its source's word for word, and where only its digits are others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.grammar.attribution import frames
from rag.grammar.claim_strength import marks_of
from rag.text.quantities import days
from rag.text.quote_matching import exact, fold, quoted
from rag.text.sentences import Sentence
from rag.text.tokens import tokens
from rag.types import Check, Difference, DifferenceKind, Passage, Place, Span


def verbatim(
    statement: str, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> Check | None:
    """Say "verbatim" of a slice of a passage, but of none that was cut out of its frame."""
    for passage in passages:
        spans = exact(statement.strip(), passage.text)
        if not spans:
            continue
        places = tuple(
            Place(passage.document_id, passage.start + s.start, passage.start + s.end)
            for s in spans
        )
        if not _cut_off(statement, places[0], sentences):
            return Check("verbatim", "word for word in the source", 1.0, places)
    return None


def _cut_off(statement: str, place: Place, sentences: Sequence[Sentence]) -> bool:
    """Say whether words in front of a slice say whose view it is, or that it's in doubt.

    Only where the statement reads as a sentence of its own, by its capital.
    """
    first = statement.strip(" \n\t\"'“”‘’([")[:1]
    if not first.isupper():
        return False
    for sentence in sentences:
        start = place.start - sentence.place.start
        same = sentence.place.document_id == place.document_id
        if not (same and 0 < start < len(sentence.text)):
            continue
        words = tokens(sentence.text)
        for frame in frames(sentence.text):
            if words[frame.until - 1].end <= start and frame.voice not in ("author", "pronoun"):
                return True
        if marks_of("doubt", sentence.text[:start]):
            return True
    return False


def quotes_hold(statement: str, sentences: Sequence[Sentence]) -> bool:
    """Say whether what stands in quote marks is in the evidence."""
    text = "\n".join(sentence.text for sentence in sentences)
    return all(exact(statement[q.start : q.end].strip(" .,;"), text) for q in quoted(statement))


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def other_digits(
    statement: str, offset: int, sentences: Sequence[Sentence]
) -> tuple[Sentence, tuple[Difference, ...]] | None:
    """Find a sentence that is the statement but for digits: then they are what differs."""
    if not _DIGITS.search(statement):
        return None
    masked = _DIGITS.sub("0", fold(statement).text).strip(" .")
    apart: tuple[Sentence, tuple[Difference, ...]] | None = None
    for sentence in sentences:
        text = _DIGITS.sub("0", fold(sentence.text).text)
        if not masked or masked not in text:
            continue
        skipped = text[: text.index(masked)].count("0")
        ours = list(_DIGITS.finditer(statement))
        theirs = list(_DIGITS.finditer(sentence.text))[skipped : skipped + len(ours)]
        other = [
            (a, b) for a, b in zip(ours, theirs, strict=False)
            if a.group().replace(",", "") != b.group().replace(",", "")
        ]  # fmt: skip
        if not other:
            return None  # the digits are right
        if apart is None:
            found = tuple(_digits_apart(statement, a, b, sentence, offset) for a, b in other)
            apart = sentence, found
    return apart


def _digits_apart(
    statement: str, ours: re.Match[str], theirs: re.Match[str], sentence: Sentence, offset: int
) -> Difference:
    dated = any(d.start <= ours.start() < d.end for d in days(statement))
    kind: DifferenceKind = "date" if dated else "number"
    place = sentence.place
    return Difference(
        kind,
        f"it says “{ours.group()}”, the source “{theirs.group()}”",
        Span(ours.start() + offset, ours.end() + offset),
        Place(place.document_id, place.start + theirs.start(), place.start + theirs.end()),
    )
