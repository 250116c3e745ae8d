"""Who said what: statements by a person, a body, a group or the author, as documents tell them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answerability.neighbours import end_of_led_in
from rag.english.word_lists import words
from rag.grammar.quote_role import is_reprinted, plain_role
from rag.grammar.reporting_words import SINGLE, Voice
from rag.grammar.statements import Statement, statements
from rag.tables.row import Column, Found, Group, Mark, Row, Table
from rag.text.sentences import trimmed
from rag.types import Block, Document, Span

LONGEST = 4000
"""Characters of a quotation that runs over sentences."""
_KINDS: dict[Voice, str] = {
    "one": "person",
    "some": "persons",
    "members": "members",
    "group": "group",
    "body": "body",
    "name": "named",
    "author": "author",
    "nobody": "not named",
    "pronoun": "not named",
    "other": "other",
}
"""What a speaker is called by the kind of words that name them; a name may be anybody's."""
_TEXTS = frozenset(words("statements", "texts"))
_TITLES = frozenset(words("statements", "titles"))
_OFFICES = frozenset(words("statements", "office_holders"))
_MEANT: dict[str, frozenset[Voice]] = {
    "he": frozenset({"one", "name", "other"}),
    "she": frozenset({"one", "name", "other"}),
    "they": frozenset({"members", "some", "group", "body"}),
    "it": frozenset({"group", "body"}),
}
"""Whom a pronoun may mean in the sentence behind that of its speaker."""
_CLOSERS = {"“": "”", "«": "»", '"': '"'}
_ROLES = frozenset({"contents", "reference", "caption", "heading", "blank", "question"})
_WORD = re.compile(r"[^\W_]+")
_OWN = re.compile(r"(?:this|the present|our) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """The speaker of the sentence before, as it may be meant by a pronoun."""

    voice: Voice
    speaker: Span
    kind: str
    introduced: Span
    quoted: bool


def rows(document: Document) -> Iterator[Row]:
    """Give the statements of a document, in the order of its text."""
    last: _Told | None = None
    for block in document.blocks:
        if block.kind not in ("paragraph", "item", "footnote"):
            last = None
            continue
        for number, unit in enumerate(_units(document, block)):
            text = document.text[unit.start : unit.end]
            if number and last and last.quoted and _is_quotation(text):
                yield _goes_on(document, unit, last)
                continue
            found = statements(text)
            if found and plain_role(document, unit) in _ROLES:
                found = ()
            rows_ = [_row(document, unit, one, last) for one in found]
            yield from (row for row in rows_ if row.marked("said"))
            last = _told(unit, found, rows_, text)


def _units(document: Document, block: Block) -> Iterator[Span]:
    """Give the sentences of a block; those that one quotation holds together are one."""
    held: list[Span] = []
    closer = ""
    for sentence in document.sentences_in(block.start, block.end):
        held.append(sentence)
        closer = _still_open(document.text[sentence.start : sentence.end], closer)
        if not closer:
            yield Span(held[0].start, sentence.end)
            held = []
        elif sentence.end - held[0].start > LONGEST:
            yield from held
            held, closer = [], ""
    yield from held


def _still_open(text: str, closer: str) -> str:
    """Give what closes the quotation that is still open behind a text; "" where none is."""
    for character in text:
        if not closer:
            closer = _CLOSERS.get(character, "")
        elif character == closer:
            closer = ""
    return closer


def _row(document: Document, unit: Span, one: Statement, last: _Told | None) -> Row:
    at = unit.start
    text = document.text[at : unit.end]
    marks: list[Mark] = []
    kind = _kind(document, unit, one)
    if one.speaker:
        said = text[one.speaker.start : one.speaker.end].lower()
        meant = last if last and last.voice in _MEANT.get(said, ()) else None
        if meant:
            kind = meant.kind
        span = meant.speaker if meant else _moved(one.speaker, at)
        marks.append(Mark("speaker", span, "before" if meant else "here"))
    marks.append(Mark("introduced", _moved(one.introduced, at)))
    marks += (Mark("said", _moved(span, at)) for span in one.said)
    if not one.said and (behind := _led_in(document, unit.end)):
        marks.append(Mark("said", behind))
        unit = Span(unit.start, behind.end)
    return Row(document.id, unit, tuple(marks), {"kind": kind})


def _led_in(document: Document, end: int) -> Span | None:
    """Give what "members said:" leads in: a list, or a paragraph that is a quotation."""
    if (last := end_of_led_in(document, end)) > end:
        return next(trimmed(document.text, end, last), None)
    block = document.block_at(end + 1)
    after = next((one for one in document.blocks if one.start >= end), None) if block else None
    if after and _is_quotation(document.text[after.start : after.end]):
        return Span(after.start, after.end)
    return None


def _kind(document: Document, unit: Span, one: Statement) -> str:
    """Say what kind of speaker it is, as far as the words tell."""
    if one.speaker is None:
        return _KINDS["nobody"]
    said = document.text[unit.start + one.speaker.start : unit.start + one.speaker.end]
    named = [word for word in _WORD.findall(said.lower()) if word.isalpha()]
    if named and named[-1] in _TEXTS and not _OWN.match(said):
        return "document"
    if one.voice == "body" and named[:1] and named[0] in _TITLES:
        return _KINDS["name"]  # "Dr. Lee of the institute"
    if one.voice == "body" and set(named) & _OFFICES and not named[-1].endswith("s"):
        return _KINDS["one"]
    if one.voice == "author" and is_reprinted(document, unit.start):
        return "who is replied to"
    return _KINDS[one.voice]


def _told(unit: Span, found: Sequence[Statement], made: Sequence[Row], text: str) -> _Told | None:
    """Give the one speaker of a sentence, for the next; None where there are several or none."""
    if len(found) != 1 or not (marks := made[0].marked("speaker")):
        return None
    one, row = found[0], made[0]
    voice: Voice = one.voice
    if voice == "pronoun" and marks[0].where == "here":
        return None
    if voice == "pronoun":
        voice = "one" if row.facts["kind"] in ("person", "named", "other") else "body"
    quoted = any(text[span.end - 1 : span.end] in '”"»' for span in one.said)
    return _Told(
        voice, marks[0].span, row.facts["kind"], _moved(one.introduced, unit.start), quoted
    )


def _is_quotation(text: str) -> bool:
    """Say whether a sentence is nothing but words of somebody's."""
    return text[:1] in '“"«' and text.rstrip()[-1:] in '”"»' and len(text) > 2


def _goes_on(document: Document, unit: Span, last: _Told) -> Row:
    """Give the row of a quotation behind that of its speaker."""
    marks = (
        Mark("speaker", last.speaker, "before"),
        Mark("introduced", last.introduced, "before"),
        Mark("said", unit),
    )
    return Row(document.id, unit, marks, {"kind": last.kind})


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def compare(found: Found) -> Iterator[Group]:
    """Give the rows of each speaker who is named in several documents, or often in one."""
    groups: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for document, rows_ in found:
        for row in rows_:
            for mark in row.marked("speaker")[:1]:
                said = document.text[mark.span.start : mark.span.end]
                if key := _key(said, row.facts["kind"]):
                    groups[key].append((said, row))
    for key in sorted(groups):
        names, those = zip(*groups[key], strict=True)
        documents = len({row.document_id for row in those})
        if len(those) > 1:
            yield Group(_label(names), tuple(those), _remark(documents, len(found)))


def _key(said: str, kind: str) -> str:
    """Give what tells a speaker from others; "" for those that are somebody else each time."""
    if kind in ("author", "not named", "who is replied to"):
        return ""
    named = _WORD.findall(said.lower().replace("’s", "").replace("'s", ""))
    if named and named[0] in ("a", "an", "one", "another", "some", "other", "others", "many"):
        return ""
    plain = [word for word in named if word not in _TITLES | {"the", "hon"}]
    return "" if not plain or (plain[-1] in SINGLE and len(plain) == 1) else " ".join(plain)


def _label(said: Sequence[str]) -> str:
    longest = max(said, key=len)
    return " ".join(longest.split())


def _remark(documents: int, of: int) -> str:
    if of < 2:
        return ""
    return f"Named in {documents} documents." if documents > 1 else "Named in one document only."


TABLE = Table(
    "positions",
    "Who said what",
    (
        Column("speaker", "Speaker"),
        Column("introduced", "Introduced by"),
        Column("said", "What is said"),
        Column("kind", "Kind of speaker", marked=False),
    ),
    rows,
    compare,
)
"""Statements by speaker, with how each is introduced."""
