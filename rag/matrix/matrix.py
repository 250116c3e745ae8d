"""Questions or claims down, documents across: each cell the best words of that document."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.answering.steps import checked_query
from rag.ask import ask
from rag.checking.check_claim import Checked, check_claim
from rag.conversation.anaphora import find
from rag.errors import QueryError, SanadError
from rag.library import Library
from rag.types import Answer, Citation, DocumentFact, Query, Scope, Source, Span, Verdict

MOST_ROWS = 50
MOST_DOCUMENTS = 50

RowKind = Literal["question", "claim"]
Outcome = Literal["said", "otherwise", "compare", "unsure", "not said", "failed"]
"""``said``: it answers, or bears the claim out; ``otherwise``: it speaks against the claim;
``compare``: it says much the same as the claim; ``unsure``: it may answer; ``failed``: it
couldn't be looked into, ``reason`` says why."""

_OUTCOMES: dict[Verdict, Outcome] = {
    "verbatim": "said",
    "supported": "said",
    "contradicted": "otherwise",
    "compare": "compare",
    "not verified": "not said",
}
_LISTED = re.compile(r"^\s*(?:[-*\u2022\u2013]\s+|\(?\d{1,3}[.)]\s+)")
_HOW_MUCH = re.compile(
    r"^how much (?=(?:do|does|did|will|would|may|might) (?:it|this|that|they)\b.*\bcosts?\b)",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"claim\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A question, or a statement that is to be checked."""

    text: str
    kind: RowKind = "question"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says on one row.

    ``citations`` hold its words, the best first; where it's ``unsure`` or to ``compare`` they are
    those that come closest, where it's ``not said`` there are none. ``answer`` are the characters
    of the first one that the question asks for; ``facts`` answer from the catalogue.
    """

    row: Row
    document_id: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    answer: Span | None = None
    reason: str = ""
    facts: tuple[DocumentFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows and documents that can be asked, each document with what is known of it."""

    rows: tuple[Row, ...]
    documents: tuple[tuple[str, Source], ...]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.rows) * len(self.documents)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A plan and its cells, by row and document; those that weren't filled are missing."""

    plan: Plan
    cells: dict[tuple[Row, str], Cell]

    def cell(self, row: Row, document_id: str) -> Cell | None:
        """Give a cell, None where it wasn't filled."""
        return self.cells.get((row, document_id))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The first words of each cell that has some, row by row."""
        cells = (self.cell(row, name) for row in self.plan.rows for name, _ in self.plan.documents)
        return tuple(cell.citations[0] for cell in cells if cell and cell.citations)


def rows_of(text: str, kind: RowKind = "question") -> tuple[Row, ...]:
    """Read rows from a text, one a line, each once; numbers and bullets before them are dropped.

    A line that begins with "Claim:" is a claim, whatever the others are.
    """
    found: dict[Row, None] = {}
    for line in text.splitlines():
        said = " ".join(_LISTED.sub("", line, count=1).split())
        claim = _CLAIM.match(said)
        said = said[claim.end() :] if claim else said
        if said:
            found[Row(said, "claim" if claim else kind)] = None
    return tuple(found)


def planned(rows: Sequence[Row], documents: Sequence[str], library: Library) -> Plan:
    """Plan a matrix over some documents, named by id or file, in their order; or over all.

    Raises `QueryError` where there is nothing to ask, too much, or a row that can't be asked, and
    what `rag.ask.ask` raises where the store can't be.
    """
    if not rows:
        raise QueryError("there is no question; type one a line")
    if len(rows) > MOST_ROWS:
        raise QueryError(f"there are {len(rows):,} rows; ask at most {MOST_ROWS} at a time")
    scope = Scope(documents=tuple(documents))
    for number, row in enumerate(rows, start=1):
        try:
            checked_query(Query(row.text, scope), library)
        except QueryError as error:
            raise QueryError(f"row {number}: {error}") from error
    at = {name: place for place, name in enumerate(scope.documents)}
    entries = [
        entry for entry in library.store.entries() if not at or {entry.id, entry.file} & at.keys()
    ]
    if at:
        entries.sort(key=lambda one: min(at.get(one.id, len(at)), at.get(one.file, len(at))))
    if len(entries) > MOST_DOCUMENTS:
        raise QueryError(
            f"there are {len(entries):,} documents; choose at most {MOST_DOCUMENTS} of them"
        )
    return Plan(tuple(rows), tuple((entry.id, entry.source) for entry in entries))


def cells(plan: Plan, library: Library) -> Generator[Cell, None, None]:
    """Fill a plan cell by cell, row by row; whoever stops asking for the next one stops it."""
    for row in plan.rows:
        for document_id, _ in plan.documents:
            yield cell(row, document_id, library)


def cell(row: Row, document_id: str, library: Library) -> Cell:
    """Say what one document says on a row, in its own words: no language model is asked.

    What goes wrong is told in the cell: the others go on.
    """
    scope, quoting = Scope(documents=(document_id,)), library.quoting()
    try:
        if row.kind == "claim":
            return _checked(row, document_id, check_claim(Query(row.text, scope), quoting))
        # "How much" of an "it" names nothing to search for, "cost" does.
        asked = _HOW_MUCH.sub("What ", row.text)
        made = _answered(row, document_id, ask(Query(asked, scope), quoting))
        return _of_its_subject(made, asked, scope, quoting) if made.outcome == "unsure" else made
    except SanadError as error:
        return Cell(row, document_id, "failed", reason=str(error))


def gathered(plan: Plan, filled: Iterable[Cell]) -> Matrix:
    """Put cells into a matrix."""
    return Matrix(plan, {(one.row, one.document_id): one for one in filled})


def _answered(row: Row, document_id: str, answer: Answer) -> Cell:
    if answer.status == "answered" and (answer.citations or answer.facts):
        first = answer.statements[0] if answer.statements else None
        quoted = first is not None and first.verdict == "verbatim"
        best = [one for one in answer.citations if first and one.key in first.citations]
        rest = [one for one in answer.citations if one not in best]
        marked = first.answer if first and quoted else None
        return Cell(row, document_id, "said", (*best, *rest), marked, answer.reason, answer.facts)
    if answer.status == "unsure" and answer.nearest:
        return Cell(row, document_id, "unsure", answer.nearest, reason=answer.reason)
    return Cell(row, document_id, "not said", reason=answer.reason)


def _of_its_subject(made: Cell, asked: str, scope: Scope, library: Library) -> Cell:
    """Ask again with what a document is called in the place of an "it" that nothing else is.

    By itself that isn't sure: it answers where the same words come out first both times.
    """
    entry = next((one for one in library.store.entries() if one.id == made.document_id), None)
    its = [one for one in find(asked) if one.word in ("it", "its")]
    if entry is None or len(its) != 1 or entry.source.origins.get("title") == "file name":
        return made
    subject = entry.source.title + ("’s" if its[0].possessive else "")
    named = f"{asked[: its[0].start]}{subject}{asked[its[0].end :]}"
    again = _answered(made.row, made.document_id, ask(Query(named, scope), library))
    same = again.outcome == "said" and _place_of(again) == _place_of(made)
    return again if same else made


def _place_of(cell: Cell) -> tuple[int, int] | None:
    return (cell.citations[0].start, cell.citations[0].end) if cell.citations else None


def _checked(row: Row, document_id: str, checked: Checked) -> Cell:
    outcome, reason = _OUTCOMES[checked.check.verdict], checked.check.reason
    if outcome == "said":
        shown = checked.supporting or checked.nearest
    elif outcome == "otherwise":
        shown = checked.opposing or checked.nearest
    elif checked.supporting:  # of a part of it, or of all in other words
        outcome, shown = "unsure", checked.supporting
    elif outcome == "compare":
        shown = checked.nearest
    else:
        shown = ()
    if outcome != "not said" and not shown:
        outcome = "not said"
    return Cell(row, document_id, outcome, shown, reason=reason)
