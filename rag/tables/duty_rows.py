"""A document's blocks read for obligations: sentences, entries of lists and what opens a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.grammar.actors import is_meant
from rag.grammar.clause_words import Word, read
from rag.grammar.clauses import Clause
from rag.grammar.deadlines import deadline_in
from rag.grammar.doers import agrees, doer, main_subject, needs_doer, object_of, told_by
from rag.grammar.duty import Duty
from rag.grammar.imperatives import imperative
from rag.grammar.obligations import TELLING, duties
from rag.grammar.quote_role import plain_role
from rag.grammar.requirements import NEEDED
from rag.tables.row import Mark, Row, Where
from rag.types import Block, Document, Span

AROUND, LAWLIKE = 2000, 3
"""Characters before and behind a place, and times that "shall" and the like stand in them, from
which on it's taken for part of a text that obliges throughout."""
_LAWLIKE = re.compile(r"\b(?:shall|must|may not|pursuant to|subsection|hereby)\b")
_TELLS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, TELLING - {'to'}), key=len, reverse=True))}"
    r"|needs?|has|have|is to|are to)\b",
    re.IGNORECASE,
)
_ROLES = frozenset(("contents", "caption", "reference", "blank"))
_OPENS = re.compile(r"(?:[:\u2014\u2013]|--)\s*$")
_ENUMERATED = re.compile(
    r"\s*(?:[•●▪■◦*–-]|\(?(?:\d{1,3}|[a-z]{1,4}|[ivx]{1,5})[.)]\)?)\s", re.IGNORECASE
)
_ENDS = ".;:!"


@dataclass
class Reader:
    """A document on its way: what opened the list that is read, who was to act before."""

    document: Document
    laws: Sequence[int]
    opening: Duty | None = None
    opener: Span | None = None
    actor: Span | None = None
    before: Span | None = None
    last: Span | None = None

    @classmethod
    def of(cls, document: Document) -> Reader:
        """Begin with a document."""
        return cls(document, [match.start() for match in _LAWLIKE.finditer(document.text)])

    def is_law(self, at: int) -> bool:
        """Say whether the text around a place obliges throughout: a law, a contract, rules."""
        first, last = (bisect_left(self.laws, at + off) for off in (-AROUND, AROUND))
        return last - first >= LAWLIKE


def rows_of_block(reader: Reader, block: Block) -> Iterator[Row]:
    """Give the rows of the next block of a document."""
    if block.kind in ("heading", "table", "code"):
        if block.kind == "heading":
            reader.opening = None
        return
    document = reader.document
    text = document.text[block.start : block.end]
    entry = block.kind == "item" or bool(_ENUMERATED.match(text))
    if not entry and not text[:1].islower():
        reader.opening = None
    reader.before = reader.last = None
    spans = document.sentences_in(block.start, block.end) or (Span(block.start, block.end),)
    for number, span in enumerate(spans):
        listed = reader.opening if not number else None
        yield from _of_sentence(reader, span, listed, entry=entry)
        reader.last = span
    if _OPENS.search(text) and not (entry and reader.opening):
        _open(reader, spans[-1])


def _open(reader: Reader, span: Span) -> None:
    """Keep what a list's opening leaves to its entries."""
    words = read(_text(reader, span))
    found = [duty for duty in duties(words) if duty.left_open]
    reader.opening = found[-1] if found and is_meant(words, found[-1], law=True) else None
    reader.opener = span
    if reader.opening:
        part = doer(words, reader.opening)
        reader.actor = _span(span, words, part) if part else None


def _text(reader: Reader, span: Span) -> str:
    return reader.document.text[span.start : span.end]


def _of_sentence(reader: Reader, span: Span, opening: Duty | None, *, entry: bool) -> Iterator[Row]:
    text = _text(reader, span)
    may_tell = bool(_TELLS.search(text))
    if not may_tell and not opening and not (text[:1].isupper() or entry):
        return
    words = read(text)
    told = duties(words) if may_tell else []
    law = reader.is_law(span.start)
    told = [one for one in told if not one.left_open and is_meant(words, one, law=law)]
    if opening and (item := _entry(words, opening, told)):
        told = [item]
    elif not told and (entry or text.rstrip(' )”"')[-1:] in _ENDS):
        told = [order] if (order := imperative(words)) else []
    if not told or plain_role(reader.document, span) in _ROLES:
        return
    for duty in told:
        yield _row(reader, span, words, duty, opening if duty.form == "imperative" else None)


def _entry(words: Sequence[Word], opening: Duty, told: Sequence[Duty]) -> Duty | None:
    """Read an entry of a list whose opening says that it's to be done."""
    found = imperative(words, entry=True)
    if found is None:
        if told or len(words) < 2 or opening.form == "imperative":
            return None
        first = next((i for i, word in enumerate(words) if not word.mark), 0)
        end = len(words)
        found = Duty(opening.strength, first, first, end, Clause(0, 0, 0), "imperative")
    return replace(found, strength=opening.strength)


def _row(
    reader: Reader, span: Span, words: Sequence[Word], duty: Duty, opening: Duty | None
) -> Row:
    marks = list(_marks(reader, span, words, duty))
    facts: dict[str, str] = {"strength": duty.strength}
    teller, told = (opening, reader.opener) if opening and reader.opener else (duty, span)
    said = _text(reader, told)
    reported, by = told_by(said, read(said), teller)
    if by:
        where: Where = "list" if opening else "here"
        marks.append(Mark("reporter", Span(told.start + by[0], told.start + by[1]), where))
    if reported:
        facts["reported"] = "yes"
    found = _actor(reader, span, words, duty, opening)
    if found:
        marks.insert(0, Mark("actor", *found))
        reader.before = found[0]
    return Row(reader.document.id, span, tuple(marks), facts)


def _actor(
    reader: Reader, span: Span, words: Sequence[Word], duty: Duty, opening: Duty | None
) -> tuple[Span, Where] | None:
    if opening:
        return (reader.actor, "list") if reader.actor else None
    part = doer(words, duty)
    if part:
        return _span(span, words, part), "here"
    if not needs_doer(words, duty):
        return None
    plural = words[duty.clause.first].low == "they"
    if words[duty.clause.first].low in ("he", "she"):
        return None
    if part := main_subject(words, duty.clause.start, plural=plural):
        return _span(span, words, part), "here"
    return _actor_before(reader, plural=plural)


def _actor_before(reader: Reader, *, plural: bool) -> tuple[Span, Where] | None:
    """Give whom "it" or "they" stands for: who acts in the sentence before, in the same block."""
    if reader.last is None:
        return None
    if reader.before:
        named = [word.low for word in read(_text(reader, reader.before))]
        if agrees(named, plural=plural):
            return reader.before, "before"
    words = read(_text(reader, reader.last))
    part = main_subject(words, len(words), plural=plural)
    return (_span(reader.last, words, part), "before") if part else None


def _marks(reader: Reader, span: Span, words: Sequence[Word], duty: Duty) -> Iterator[Mark]:
    text = _text(reader, span)
    end = max(duty.end, duty.verb + 1)
    while end > duty.verb + 1 and words[end - 1].mark and words[end - 1].low not in (")", "”"):
        end -= 1
    action = range(duty.verb, end)
    subject = duty.clause.subject
    if duty.form == "needed" and duty.verb == _needed_at(words, duty) and subject:
        action = subject
    yield Mark("action", _span(span, words, action))
    if part := object_of(words, duty):
        yield Mark("object", _span(span, words, part))
    verb = words[duty.verb].start
    when = deadline_in(text, verb, words[end - 1].end) or deadline_in(
        text, words[duty.begins].start, verb
    )
    if when:
        yield Mark("deadline", Span(span.start + when[0], span.start + when[1]))


def _needed_at(words: Sequence[Word], duty: Duty) -> int:
    """Give where "needed" stands in "is needed", or -1."""
    return next((i for i in range(duty.at, duty.end) if words[i].low in NEEDED), -1)


def _span(span: Span, words: Sequence[Word], part: range) -> Span:
    return Span(span.start + words[part.start].start, span.start + words[part.stop - 1].end)
