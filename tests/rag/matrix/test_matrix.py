"""Questions and claims down, documents across."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.citations.integrity import problem_with
from rag.errors import QueryError
from rag.library import Library
from rag.matrix.matrix import MOST_ROWS, Cell, Matrix, Row, cells, planned, rows_of
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import DEFAULT_COLLECTION
from tests.conftest import fill
from tests.rag.matrix.conftest import CLAIM, FARE, LAMPS, NESTS

CRANE = """\
# Note on the Tannay Harbour

The harbour of Tannay was closed on 2 May 2025 after the crane fell.

Repair of the crane costs 640,000 crowns and will take eleven months.
"""


def at(matrix: Matrix, row: Row, title: str) -> Cell:
    name = next(name for name, source in matrix.plan.documents if title in source.title)
    cell = matrix.cell(row, name)
    assert cell is not None
    return cell


def test_each_cell_has_the_words_of_its_own_document(matrix: Matrix, small: Library) -> None:
    ferries, lamps = at(matrix, FARE, "ferry plan"), at(matrix, FARE, "lamp plan")
    assert (ferries.outcome, lamps.outcome) == ("said", "said")
    assert "12 crowns" in ferries.citations[0].quote
    assert "15 crowns" in lamps.citations[0].quote
    for cell in matrix.cells.values():
        for citation in cell.citations:
            assert citation.document_id == cell.document_id
            assert problem_with(citation, small.store, DEFAULT_COLLECTION) is None


def test_the_words_that_answer_are_known(matrix: Matrix) -> None:
    cell = at(matrix, LAMPS, "lamp plan")
    assert cell.answer is not None
    assert "40" in cell.citations[0].quote[cell.answer.start : cell.answer.end]


def test_what_a_document_does_not_say(matrix: Matrix) -> None:
    assert at(matrix, NESTS, "ferry plan").outcome in ("not said", "unsure")
    assert at(matrix, NESTS, "gulls").outcome == "said"


def test_a_claim_is_checked_within_each_document(matrix: Matrix) -> None:
    borne_out, against = at(matrix, CLAIM, "ferry plan"), at(matrix, CLAIM, "lamp plan")
    assert (borne_out.outcome, against.outcome) == ("said", "otherwise")
    assert "15 crowns" in against.citations[0].quote
    silent = at(matrix, CLAIM, "gulls")
    assert (silent.outcome, silent.citations) == ("not said", ())


def test_cells_come_row_by_row_and_can_be_stopped(small: Library) -> None:
    plan = planned((FARE, NESTS), (), small)
    filling = cells(plan, small)
    first = next(filling)
    assert (first.row, first.document_id) == (FARE, plan.documents[0][0])
    filling.close()
    with pytest.raises(StopIteration):
        next(filling)


def test_the_documents_can_be_chosen(small: Library) -> None:
    plan = planned((FARE,), ("lamps.md",), small)
    assert [source.title for _, source in plan.documents] == ["The lamp plan"]
    assert plan.size == 1
    for named in (("lamps.md", "ferries.md"), ("ferries.md", "lamps.md")):
        chosen = planned((FARE,), named, small)
        assert [name for name, _ in chosen.documents] == [
            entry.id for file in named for entry in small.store.entries() if entry.file == file
        ]


def test_rows_are_read_from_lines() -> None:
    text = "1. Who pays?\n\n- Who decides?\n  Who pays?\nClaim: The state pays.\n• 3 ships sail?"
    assert rows_of(text) == (
        Row("Who pays?"),
        Row("Who decides?"),
        Row("The state pays.", "claim"),
        Row("3 ships sail?"),
    )
    assert rows_of("a **b** * c 1. d") == (Row("a **b** * c 1. d"),)
    assert rows_of("The state pays.", "claim") == (Row("The state pays.", "claim"),)


@pytest.mark.parametrize(
    ("rows", "documents", "said"),
    [
        ((), (), "no question"),
        (tuple(Row(f"Who pays for {n}?") for n in range(MOST_ROWS + 1)), (), "at most 50"),
        ((FARE, Row("x" * 3000)), (), "row 2"),
        ((FARE,), ("nowhere.md",), "nowhere.md"),
    ],
)
def test_what_cannot_be_asked_is_told(
    small: Library, rows: tuple[Row, ...], documents: tuple[str, ...], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        planned(rows, documents, small)


def test_a_document_that_left_is_told_in_its_cells(small: Library) -> None:
    plan = planned((FARE,), (), small)
    gone = type(plan)(plan.rows, (("gone.md", plan.documents[0][1]), *plan.documents))
    first, second, *_ = cells(gone, small)
    assert first.outcome == "failed"
    assert "gone.md" in first.reason
    assert second.outcome != "failed"


def test_it_is_what_the_one_document_is_about(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "crane.md").write_text(CRANE)
    settings = load_settings(corpus=tmp_path, store=tmp_path / "store", dtype="float32")
    library = fill(settings, embedder)
    asked = tuple(map(Row, ("How much does it cost?", "What does it cost?", "Who owns it?")))
    *costs, owner = cells(planned(asked, (), library), library)
    for found in costs:
        assert found.outcome == "said"
        assert "640,000 crowns" in found.citations[0].quote
    assert owner.outcome != "said"
    library.close()
