"""A matrix in words and as JSON, the same in the terminal and on the page."""

from __future__ import annotations

from rag.citations.publication import authors_text, date_text, iso_date
from rag.matrix.export import LABELS
from rag.matrix.matrix import Cell, Matrix
from rag.types import DocumentFact
from ui.display import place_text
from ui.schema import citation_json

Json = dict[str, object]


def fact_text(fact: DocumentFact) -> str:
    """Say what the catalogue knows, and whence."""
    origin = f" ({fact.origin})" if fact.origin else ""
    return f"{fact.name}: {fact.value or 'not in the catalogue'}{origin}"


def cell_words(cell: Cell) -> tuple[str, str, str]:
    """Give a cell's label, its words and their place; "" for what it hasn't."""
    label = LABELS[cell.outcome]
    if cell.citations:
        best = cell.citations[0]
        facts = "; ".join(map(fact_text, cell.facts))
        return label, f"{facts}{': ' if facts else ''}“{best.quote}”", place_text(best)
    if cell.facts:
        return label, "; ".join(map(fact_text, cell.facts)), ""
    return label, cell.reason if cell.outcome == "failed" else "", ""


def matrix_json(matrix: Matrix) -> Json:
    """Give a matrix as JSON values: rows, documents, and the cells that were filled."""
    plan = matrix.plan
    return {
        "schema": 1,
        "rows": [{"text": row.text, "kind": row.kind} for row in plan.rows],
        "documents": [
            {
                "document_id": name,
                "title": source.title,
                "author": authors_text(source),
                "date": iso_date(source.csl.get("issued")) or "n.d.",
                "date_text": date_text(source),
            }
            for name, source in plan.documents
        ],
        "cells": [
            cell_json(cell, number)
            for number, row in enumerate(plan.rows)
            for name, _ in plan.documents
            if (cell := matrix.cell(row, name))
        ],
    }


def cell_json(cell: Cell, row: int) -> Json:
    """Give a cell as JSON values; ``answer`` counts characters of the first quote."""
    answer = cell.answer
    return {
        "row": row,
        "document_id": cell.document_id,
        "outcome": cell.outcome,
        "reason": cell.reason,
        "answer": {"start": answer.start, "end": answer.end} if answer else None,
        "citations": [citation_json(one) for one in cell.citations],
        "facts": [fact_text(one) for one in cell.facts],
    }
