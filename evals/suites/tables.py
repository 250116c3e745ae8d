"""Tables of documents beside what people marked in them: commitments, dated events, figures.

    python -m evals.suites.tables MARKS.jsonl… --store STORE [--parts FILE [--left-out FILE]]
        [--kind KIND] [--show wrong]

A file of marks is named for its document's id, an object a line: ``kind`` (commitment, date,
figure), ``part``, ``at`` (words copied from the sentence), the words that fill the columns, and
``doubtful``. FILE says which parts of the texts were marked, by document lists of name, start and
end; nothing else counts, nor what a line of ``--left-out`` names ("DOCUMENT PART"), nor cells of
tables. How rows and
marks are paired, and what is right, says
`evals.suites.table_marks`. ``--show wrong`` lists what is missed, found besides or filled wrongly:
only to be looked at for documents that one may tune on.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from evals.suites.rows import read_jsonl, validated
from evals.suites.table_marks import COLUMNS, TELLING, Marked, Result, compare, said, verdict
from rag.library import Library
from rag.settings import load_settings
from rag.tables.row import Table
from rag.types import Document

MODULES = {"commitment": "commitments", "date": "timeline", "figure": "figures"}


@dataclass
class Counts:
    """Sums over documents."""

    marked: int = 0
    found: int = 0
    matched: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> Counts:
        """Add a document's."""
        self.marked += len(result.pairs) + len(result.missed)
        self.found += len(result.pairs) + len(result.besides)
        self.matched += len(result.pairs)
        for mark, row in result.pairs:
            for column in COLUMNS[result.kind]:
                self.told[verdict(column, mark, row, result.document)] += 1
        return self


def main() -> None:
    """Measure each table in each document that was marked, and write the counts."""
    parser = argparse.ArgumentParser(prog="python -m evals.suites.tables", description=__doc__)
    parser.add_argument("marks", type=Path, nargs="+", help="what was marked, a file a document")
    parser.add_argument("--store", type=Path, action="append", required=True)
    parser.add_argument("--parts", type=Path, help="which parts of each text were marked")
    parser.add_argument("--left-out", type=Path, help="parts that weren't marked after all")
    parser.add_argument("--kind", choices=list(TELLING), action="append")
    parser.add_argument("--show", choices=["wrong"])
    options = parser.parse_args()
    left_out = options.left_out.read_text("utf-8").splitlines() if options.left_out else ()
    parts = read_parts(options.parts, left_out) if options.parts else {}
    kinds = {kind: table for kind in options.kind or TELLING if (table := _table(kind))}
    documents = dict(_documents(options.store, [path.stem for path in options.marks]))
    sums = {kind: Counts() for kind in kinds}
    for path in options.marks:
        marks = [mark for _, mark in validated(read_jsonl(path, "kind", "at"), Marked, path)]
        for kind, table in kinds.items():
            document = documents[path.stem]
            rows = (row for row in table.rows(document) if row.facts.get("in") != "table")
            result = compare(document, kind, rows, marks, parts.get(path.stem))
            sums[kind].add(result)
            click.echo(_line(path.stem, kind, Counts().add(result), result.lost))
            for line in _wrong(result) if options.show else ():
                click.echo(line)
    for kind, counts in sums.items():
        click.echo(_line("all", kind, counts))


def read_parts(path: Path, left_out: Collection[str] = ()) -> dict[str, list[tuple[str, int, int]]]:
    """Read which parts were marked: JSON objects by document, one or several behind each other."""
    text, at = path.read_text("utf-8").strip(), 0
    found: dict[str, list[tuple[str, int, int]]] = {}
    while at < len(text):
        one, at = json.JSONDecoder().raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        for name, parts in one.items():
            kept = [part for part in parts if f"{name} {part[0]}" not in left_out]
            found[name] = [(part, start, end) for part, start, end in kept]
    return found


def _table(kind: str) -> Table | None:
    name = f"rag.tables.{MODULES[kind]}"
    return import_module(name).TABLE if find_spec(name) else None


def _documents(stores: Iterable[Path], names: Sequence[str]) -> Iterator[tuple[str, Document]]:
    for store in stores:
        library = Library(load_settings(store=store))
        for entry in library.store.entries():
            if entry.id in names and (document := library.store.document(entry.id)):
                yield entry.id, document
        library.close()


def _line(name: str, kind: str, counts: Counts, lost: int = 0) -> str:
    recall, precision = (
        f"{counts.matched / of:.2f}" if of else "–" for of in (counts.marked, counts.found)
    )
    said = f"{name} {kind}: marked {counts.marked}, found {counts.found}, matched {counts.matched}"
    said += f", recall {recall}, precision {precision}"
    for column in COLUMNS[kind] if counts.matched else ():
        said += f"; {column} {counts.told[f'{column} right'] / counts.matched:.2f}"
        errors = ("wrong", "missing", "invented")
        told = [f"{counts.told[f'{column} {one}']} {one}" for one in errors]
        rest = [one for one in told if not one.startswith("0 ")]
        said += f" ({', '.join(rest)})" if rest else ""
    return said + (f"; {lost} marks not in the text" if lost else "")


def _wrong(result: Result) -> Iterator[str]:
    document, kind = result.document, result.kind
    for mark in result.missed:
        yield f"  missed: {mark.at} {_columns(mark.said, kind)}"
    for row in result.besides:
        text = document.text[row.span.start : row.span.end]
        filled = _columns(lambda one, row=row: said(one, row, document), kind)  # type: ignore[misc]
        yield f"  besides: {text[:300]} {filled}"
    for mark, row in result.pairs:
        told = {one: verdict(one, mark, row, document) for one in COLUMNS[kind]}
        if bad := [one for one, how in told.items() if not how.endswith("right")]:
            yield f"  filled: {document.text[row.span.start : row.span.end][:300]}"
            for one in bad:
                yield f"    {told[one]}: {said(one, row, document)!r} for {mark.said(one)!r}"


def _columns(of: Callable[[str], str], kind: str) -> Mapping[str, str]:
    return {column: of(column) for column in COLUMNS[kind] if of(column)}


if __name__ == "__main__":
    main()
