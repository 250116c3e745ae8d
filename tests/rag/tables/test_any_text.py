"""Whatever a document says, positions and terms are words of it, at their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.tables import positions, terms
from rag.tables.row import Table
from tests.rag.tables.made import document_of

WORDS = (
    "the a member members group Board (LHB) LHB said argued that told told, by according to view "
    'in of who which he they it we was has must not “ ” " ’s ( ) , ; : – means “pier” is defined '
    "as Ann Lee Lee's and but if while goats eat 12 2015 [3] welcomed proposed claim claims note"
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
TEXTS = st.lists(
    st.one_of(SENTENCES, st.text("aB“” \n.:()|–'\"", max_size=30)), min_size=1, max_size=6
)


@pytest.mark.parametrize("table", [positions.TABLE, terms.TABLE], ids=lambda table: table.name)
@settings(max_examples=60, deadline=None)
@given(texts=TEXTS)
def test_rows_are_words_of_the_document(table: Table, texts: list[str]) -> None:
    document = document_of(". ".join(texts) + "\n\n## Glossary\n\n" + "\n\n".join(texts))
    rows = list(table.rows(document))
    columns = {column.name for column in table.columns}
    for row in rows:
        assert 0 <= row.span.start < row.span.end <= len(document.text)
        assert row.marks
        assert {mark.column for mark in row.marks} | set(row.facts) <= columns
        for mark in row.marks:
            assert document.text[mark.span.start : mark.span.end].strip()
            inside = row.span.start <= mark.span.start and mark.span.end <= row.span.end
            assert inside or mark.where != "here"
    assert table.compare
    list(table.compare([(document, rows)]))
