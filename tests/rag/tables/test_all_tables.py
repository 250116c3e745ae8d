"""What holds of each table, whatever a document says: rows and marks are its own words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.library import Library
from rag.tables.export import export
from rag.tables.exported import exported
from rag.tables.kinds import TITLES, table_of
from rag.tables.lines import Line, stands
from rag.tables.listing import choice_of, compared, gathered, listed
from rag.tables.row import Row
from rag.types import Document, Scope
from tests.rag.tables.shelf import document_of, shelf

WHO = (
    "The Ministry of Fisheries", "The board", "They", "It", "A member", "We", "No person",
    "The Governor (or her deputy)", "Schools and nurseries", "The National Water Board (NWB)",
    "Dr. A. B. Okoro", "“The Authority”", "=HYPERLINK(1)", "Ärzte", "The 12 trustees", "",
)  # fmt: skip
DOES = (
    "must publish a report", "shall not enter", "should be closed", "may appeal", "argued that",
    "will", "is responsible for mending", "means a vessel", "was told that fees rose", "urged",
    "agreed to pay 12 million crowns", "said: “we shall see”", "is to", "shall", "must",
    "recommends that", "was founded", "has to", "rose from 3 to 40 per cent", "",
)  # fmt: skip
WHEN = (
    "by 3 May 2031", "within 30 days", "in early 2014", "between 2008 and 2011", "annually",
    "since the 1990s", "on Monday", "for two years", "in fiscal year 2016-17", "before the hearing",
    "(NWB)", "at Rs 3.5 billion", "of half the households", "[see section 3]", "| 4 | 5 |", "",
)  # fmt: skip
ENDS = (".", ";", ":", "?", "!", " …", ".”", ")", "", "\u200b.", " <script>.", "\u202e.", "*", "||")
SENTENCE = st.tuples(
    st.sampled_from(WHO), st.sampled_from(DOES), st.sampled_from(WHEN), st.sampled_from(ENDS)
).map(lambda parts: " ".join(filter(None, parts[:3])) + parts[3])
ANYTHING = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), max_codepoint=0x2FFFF), max_size=40
)
LEADS = ("", "# ", "## ", "- ", "1. ", "(a) ", "> ", "| ", "Recommendation 3: ", "    ")
BLOCK = st.tuples(
    st.sampled_from(LEADS),
    st.lists(st.one_of(SENTENCE, SENTENCE, SENTENCE, ANYTHING), min_size=1, max_size=4),
).map(lambda parts: parts[0] + " ".join(parts[1]))
TEXTS = st.tuples(st.lists(BLOCK, min_size=1, max_size=12), st.sampled_from(("\n\n", "\n"))).map(
    lambda parts: parts[1].join(parts[0])
)

RICH = """\
# The water plan

The National Water Board (NWB) shall publish a report by 3 May 2031. “Well” means a shaft of more
than 12 metres. A member argued that fees are too high.

## What the council is to do

- The council must test 40 wells within 30 days.
- Owners should keep 5 goats away.

In early 2014 the board raised the fee to 12 crowns. It rose from 30 to 40 per cent in 2015. The
minister said that the NWB was slow.

| Year | Fee in crowns |
|---|---|
| 2014 | 12 |
| 2015 | 16 |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Library:
    files = {"plan.md": RICH, "other.md": RICH.replace("12", "14").replace("(NWB)", "(NB)")}
    return shelf(tmp_path_factory.mktemp("rich"), files)


def rows_of(name: str, document: Document) -> list[Row]:
    return list(table_of(name).rows(document))


@pytest.mark.parametrize("name", TITLES)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(text=TEXTS)
def test_every_row_and_mark_is_the_document_s_own(name: str, folder: Path, text: str) -> None:
    document = document_of(folder / f"{name}.md", text)
    table, rows = table_of(name), rows_of(name, document)
    starts = [row.span.start for row in rows]
    assert starts == sorted(starts)
    for row in rows:
        assert stands(row, document), row
        assert all(isinstance(fact, str) for fact in row.facts.values()), row
    assert rows_of(name, document) == rows
    if table.compare is not None:
        for group in table.compare([(document, rows)]):
            assert group.label
            assert all(one in rows for one in group.rows)


@pytest.mark.parametrize("name", TITLES)
def test_files_hold_the_rows_that_are_listed(name: str, rich: Library) -> None:
    table = table_of(name)
    made = gathered(table, listed(table, choice_of(table, Scope()), rich))
    of = exported(made, rich, compared(table, made.lines))
    assert len(of.rows) == len(made.lines) > 1
    words = [" ".join(one.citation.quote.split()) for one in of.rows]
    tables = docx.Document(io.BytesIO(export(of, "docx"))).tables
    assert [row.cells[-1].text.strip() for row in tables[0].rows][1:] == [f"“{w}”" for w in words]
    sheet = openpyxl.load_workbook(io.BytesIO(export(of, "xlsx")))["Rows"]
    (column,) = (field.column for field in sheet[1] if field.value == "Words")
    assert [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)] == words
    lines = csv.DictReader(io.StringIO(export(of, "csv").decode("utf-8-sig")))
    assert [line["quote"] for line in lines] == words
    assert export(of, "md").decode().count("\n|") == len(words) + 2


@pytest.mark.parametrize("name", TITLES)
def test_rows_are_chosen_by_each_fact_that_they_have(name: str, rich: Library) -> None:
    table = table_of(name)
    rows = gathered(table, listed(table, choice_of(table, Scope()), rich)).lines
    facts = {fact: text for line in rows for fact, text in line.row.facts.items() if text}
    assert facts
    for fact, text in facts.items():
        chosen = choice_of(table, Scope(), [f"{fact}={text}"])
        found = gathered(table, listed(table, chosen, rich)).lines
        assert 0 < len(found) <= len(rows), fact


@pytest.mark.parametrize("name", TITLES)
def test_rows_are_given_as_they_are_found(name: str, rich: Library) -> None:
    table = table_of(name)
    found = listed(table, choice_of(table, Scope()), rich)
    first = next(found)
    assert isinstance(first, Line)
    for column in table.columns:
        assert len(
            gathered(table, listed(table, choice_of(table, Scope(), (), column.name), rich)).lines
        )
