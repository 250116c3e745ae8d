"""A document's blocks read for obligations: sentences, entries of lists and what opens a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.grammar.actors import is_meant
from rag.grammar.clause_words import Word, read
from rag.grammar.deadlines import deadline_in
from rag.grammar.doers import agrees, doer, main_subject, needs_doer, object_of
from rag.grammar.duty import Duty
from rag.grammar.obligations import TELLING, duties
from rag.grammar.orders import imperatives
from rag.grammar.quote_role import plain_role
from rag.grammar.requirements import NEEDED
from rag.grammar.told import told_by
from rag.tables.emphasis import whole
from rag.tables.list_openings import Opening, entry_of, headed_by, opened_by, placed
from rag.tables.row import Mark, Row, Where
from rag.types import Block, Document, Span

AROUND, LAWLIKE = 2000, 3
"""Characters before and behind a place, and times that "shall" and the like stand in them, from
which on it's taken for part of a text that obliges throughout."""
_LAWLIKE = re.compile(r"\b(?:shall|must|may not|pursuant to|subsection|hereby)\b")
RULES, FEWEST = 3, 5
"""Times in a thousand words, and in all, that a text names parts of itself as rules do ("this
section"), from which on what it tells to do is no advice."""
_PARTS = re.compile(
    r"\b(?:this|these|the) (?:act|regulations?|rules?|part|section|subsection|order|directive|"
    r"chapter|article|ordinance|paragraph|by-?law|statute|code|AD)\b|\bparagraphs? \(|§",
    re.IGNORECASE,
)
_ADVISING = frozenset(
    "contact call telephone phone email mail write visit send go follow see".split()
)
"""What the reader is told to do about a text, and not by it."""
_TELLS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, TELLING), key=len, reverse=True))})\b", re.IGNORECASE
)
_ROLES = frozenset(("contents", "caption", "reference", "blank"))
_OPENS = re.compile(r"(?:[:\u2014\u2013]|--)\s*$")
_ENUMERATED = re.compile(
    r"\s*(?:[•●▪■◦*–-]|\(?(?:\d{1,3}|[a-z]{1,4}|[ivx]{1,5})[.)]\)?)\s", re.IGNORECASE
)
_LABELLED = re.compile(r"\W*(?:[A-Z]|[A-Z][a-z]+ )\d{1,3}(?:\.\d{1,3})*[.:)]")
"""What begins anew, also among the entries of a list: "R4. Schools should:"."""
_ENDS = ".;:!"


@dataclass
class Reader:
    """A document on its way: what the heading and the list's opening say, who acted before."""

    document: Document
    laws: Sequence[int]
    rules: bool = False
    headed: Opening | None = None
    opening: Opening | None = None
    before: Span | None = None
    last: Span | None = None
    style: str = ""
    inner: Opening | None = None
    within: bool = False

    @classmethod
    def of(cls, document: Document) -> Reader:
        """Begin with a document."""
        laws = [match.start() for match in _LAWLIKE.finditer(document.text)]
        parts = sum(1 for _ in _PARTS.finditer(document.text))
        rules = parts >= max(FEWEST, RULES * document.text.count(" ") / 1000)
        return cls(document, laws, rules)

    def is_law(self, at: int) -> bool:
        """Say whether the text around a place obliges throughout: a law, a contract, rules."""
        first, last = (bisect_left(self.laws, at + off) for off in (-AROUND, AROUND))
        return last - first >= LAWLIKE


def rows_of_block(reader: Reader, block: Block) -> Iterator[Row]:
    """Give the rows of the next block of a document."""
    if block.kind in ("heading", "table", "code"):
        if block.kind == "heading":
            reader.opening = None
            reader.headed = headed_by(reader.document, Span(block.start, block.end))
        return
    document = reader.document
    text = document.text[block.start : block.end]
    entry = block.kind == "item" or bool(_ENUMERATED.match(text))
    labelled = bool(_LABELLED.match(text)) and bool(_OPENS.search(text))
    if labelled or (not entry and not text[:1].islower()):
        reader.opening = None
    opening = _opening(reader, text, block.level) if reader.opening else None
    nested = reader.opening is not None and reader.within and opening is not reader.opening
    reader.before = reader.last = None
    spans = document.sentences_in(block.start, block.end) or (Span(block.start, block.end),)
    for number, span in enumerate(spans):
        listed = (
            None
            if number or (nested and not opening)
            else opening or (reader.headed if entry and not nested else None)
        )
        yield from _of_sentence(reader, span, listed, entry=entry, inner=nested)
        reader.last = span
    if _OPENS.search(text) and entry and reader.opening:
        reader.within = True
        reader.inner = opened_by(document, spans[-1])
    elif _OPENS.search(text):
        reader.opening = opened_by(document, spans[-1])
        reader.style, reader.within = "", False


def _opening(reader: Reader, text: str, level: int) -> Opening | None:
    """Give what opens the list of an entry: within another entry, what that one says."""
    match = _ENUMERATED.match(text)
    mark = match.group().strip(" \t().") if match else ""
    style = f"{level}{mark[:1] if not mark.isalnum() else _style(mark)}"
    reader.style = reader.style or style
    if reader.within and style == reader.style:
        reader.within = False
    return reader.inner if reader.within else reader.opening


def _style(number: str) -> str:
    if number.isdigit():
        return "1"
    roman = not number.lower().strip("ivx") and (len(number) > 1 or number.lower() == "i")
    return ("i" if roman else "a") + ("U" if number.isupper() else "")


def _text(reader: Reader, span: Span) -> str:
    return reader.document.text[span.start : span.end]


def _of_sentence(
    reader: Reader, span: Span, opening: Opening | None, *, entry: bool, inner: bool = False
) -> Iterator[Row]:
    text = _text(reader, span)
    may_tell = bool(_TELLS.search(text))
    if not may_tell and not opening and not (text[:1].isupper() or entry):
        return
    words = read(text)
    told = duties(words) if may_tell else []
    law = reader.is_law(span.start)
    told = [
        one
        for one in told
        if not one.left_open and is_meant(words, one, law=law or (reader.rules and one.passive))
    ]
    item = entry_of(words, opening) if opening and not (told and opening.headed) else None
    if item and (not told or told[0].begins > item.verb + 1):
        until = min([item.end, *(one.begins for one in told)])
        told = [replace(item, end=until), *told]
    elif not inner and (entry or text.rstrip(" )”’'\"")[-1:] in _ENDS):
        told = [*_orders(reader, words[: told[0].begins] if told else words, entry=entry), *told]
    if not told or plain_role(reader.document, span) in _ROLES:
        return
    for duty in told:
        yield _row(reader, span, words, duty, opening)


def _orders(reader: Reader, words: Sequence[Word], *, entry: bool) -> list[Duty]:
    """Read what a sentence tells to do: in rules it must be done, elsewhere it's advice."""
    found = imperatives(words, listed=entry, ended=True)
    yours = any(one.low in ("you", "your", "please") for one in words)
    labelled = bool(found) and any(one.low == ":" for one in words[: found[0].verb])
    if not reader.rules or yours or labelled:
        return found
    return [
        replace(one, strength="must")
        if one.strength == "should" and words[one.verb].low not in _ADVISING
        else one
        for one in found
    ]


def _row(
    reader: Reader, span: Span, words: Sequence[Word], duty: Duty, opening: Opening | None
) -> Row:
    marks = list(_marks(reader, span, words, duty))
    facts: dict[str, str] = {"strength": duty.strength}
    if opening and (duty.form == "imperative" or opening.duty.form == "recommended"):
        reported, by, where = opening.reported, opening.reporter, opening.where
    else:
        reported, named = told_by(_text(reader, span), words, duty)
        by = Span(span.start + named[0], span.start + named[1]) if named else None
        where = "here"
    if by:
        marks.append(Mark("reporter", by, where))
    if reported:
        facts["reported"] = "yes"
    found = _actor(reader, span, words, duty, opening)
    times = [one.span for one in marks if one.column == "deadline"]
    if found and not any(one.overlaps(found[0]) for one in times):
        marks.insert(0, Mark("actor", *found))
        reader.before = found[0]
    text = reader.document.text
    marks = [replace(mark, span=whole(text, mark.span)) for mark in marks]
    return Row(reader.document.id, span, tuple(marks), facts)


def _actor(
    reader: Reader, span: Span, words: Sequence[Word], duty: Duty, opening: Opening | None
) -> tuple[Span, Where] | None:
    if opening and duty.form == "imperative":
        return (opening.actor, opening.where) if opening.actor else None
    part = doer(words, duty)
    if part:
        return placed(span, words, part), "here"
    if not needs_doer(words, duty):
        return None
    plural = words[duty.clause.first].low == "they"
    if words[duty.clause.first].low in ("he", "she"):
        return None
    if part := main_subject(words, duty.clause.start, plural=plural):
        return placed(span, words, part), "here"
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
    return (placed(reader.last, words, part), "before") if part else None


def _marks(reader: Reader, span: Span, words: Sequence[Word], duty: Duty) -> Iterator[Mark]:
    text = _text(reader, span)
    end = max(duty.end, duty.verb + 1)
    while end > duty.verb + 1 and words[end - 1].mark and words[end - 1].low not in (")", "”"):
        end -= 1
    action = range(_said_from(words, duty), end)
    subject = duty.clause.subject
    if duty.form == "needed" and duty.verb == _needed_at(words, duty) and subject:
        action = subject
    yield Mark("action", placed(span, words, action))
    verb = words[duty.verb].start
    when = deadline_in(text, verb, words[end - 1].end) or deadline_in(
        text, words[duty.begins].start, verb
    )
    timed = Span(span.start + when[0], span.start + when[1]) if when else None
    part = object_of(words, duty)
    thing = _apart(placed(span, words, part), timed) if part else None
    if thing:
        yield Mark("object", thing)
    if timed:
        yield Mark("deadline", timed)


def _said_from(words: Sequence[Word], duty: Duty) -> int:
    """Give where the action begins: with the "not" that the strength doesn't say."""
    if duty.strength not in ("should", "will") or duty.form != "modal":
        return duty.verb
    near = range(duty.at + 1, duty.verb)
    return next((i for i in near if words[i].low in ("not", "never")), duty.verb)


def _apart(thing: Span, timed: Span | None) -> Span | None:
    """Give the words for a thing without those for a time that run into them."""
    if timed is None or not thing.overlaps(timed):
        return thing
    return Span(thing.start, timed.start - 1) if thing.start < timed.start - 1 else None


def _needed_at(words: Sequence[Word], duty: Duty) -> int:
    """Give where "needed" stands in "is needed", or -1."""
    return next((i for i in range(duty.at, duty.end) if words[i].low in NEEDED), -1)
