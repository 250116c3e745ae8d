from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.tables.timeline import TABLE
from tests.rag.tables.made import document_of, lines, told, verbatim


@pytest.mark.parametrize(
    ("text", "date", "event"),
    [
        ("In 2019 the council closed the weir.", "2019", "the council closed the weir"),
        ("The weir was closed in May 2019.", "May 2019", "The weir was closed"),
        ("Tolls rose by 5% in 2019, which fishers opposed.", "2019", "Tolls rose by 5%"),
        ("The trust spent £7 in 2024-25 on its schools.", "2024-25",
         "The trust spent £7 … on its schools"),
        ("Between 2008 and 2011 the herd doubled.", "Between 2008 and 2011", "the herd doubled"),
        ("The plan (published on 21 July 2025) names ten ports.", "21 July 2025",
         "The plan (published"),
        ("The school reopened, but in 2015 pupils stayed away.", "2015", "pupils stayed away"),
        ("No ship sailed in the 1990s [4].", "1990s", "No ship sailed"),
        ("As of 31 March 2020 the fleet is sold.", "31 March 2020", "the fleet is sold"),
    ],
)  # fmt: skip
def test_what_happens_at_a_date(text: str, date: str, event: str) -> None:
    assert lines(TABLE, text, "date", "event") == [(date, event)]


def test_two_dates_of_one_sentence_have_an_event_each() -> None:
    text = "The pier was opened in 1901, and the mole was added in 1931.\n"
    assert lines(TABLE, text, "date", "event") == [
        ("1901", "The pier was opened"),
        ("1931", "the mole was added"),
    ]


def test_a_date_alone_at_the_beginning_is_of_what_it_stands_under() -> None:
    text = "# The long pier\n\nHarbour Board\n\nMay 2019\n\n2019\n\nIt has boats.\n"
    (row,) = TABLE.rows(document := document_of(text))
    assert (told(document, row, "date"), told(document, row, "event")) == (
        "May 2019",
        "The long pier",
    )
    assert row.marked("event")[0].where == "heading"


def test_a_date_alone_elsewhere_is_none() -> None:
    text = "# The long pier\n\n" + "It has boats.\n\n" * 15 + "May 2019\n"
    assert lines(TABLE, text, "date") == []


NOTHING = """# Contents

The tolls of 2019 ........ 4

The nets of 2020 ........ 9

The eels of 2021 ........ 12

The ports of 2022 ........ 15

# The tolls of 2019

It is so today, and was for two years, at 10:30 a.m. (Okoro 2015).

The 2009 Harbour Rule and the Ports Act 1964 apply; see Lind (2015) and (2016) 12 Ports Rev 3.

Figure 2: Eels in 2015

Source: Harbour survey, 2015

| Port | 2015 | 2016 |
|---|---|---|
| Ystad | 2015 | 2016 |

# References

Okoro, A. (2015) The eel. Harbour Press.
"""


def test_no_row_for_citations_names_contents_captions_tables_and_headings() -> None:
    assert lines(TABLE, NOTHING, "date", "event") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Boats must be registered by 3 May 2027.", "deadline"),
        ("A report is sent to the harbour master no later than 1 June 2020.", "deadline"),
        ("The Ports Act was passed in 1964.", "law"),
        ("The map was published in 1964.", "publication"),
        ("The board met on 3 May 2019.", "meeting"),
        ("From 1990 to 1995 no ship sailed.", "period"),
        ("Effective 1 May 2020, the board shall act.", ""),
        ("No ship sailed in 1990.", ""),
        ("The board passed the port in 1964.", ""),
        ("Most boats were gone by 1990.", ""),
    ],
)
def test_a_kind_only_where_it_is_told(text: str, kind: str) -> None:
    (row,) = TABLE.rows(document_of(text))
    assert row.facts["kind"] == kind


def test_sorted_by_the_date_and_told_as_written() -> None:
    document = document_of("In early 2014 tolls rose. From 2001 to 2005 they fell.")
    rows = sorted(TABLE.rows(document), key=lambda row: row.facts["iso"])
    assert [(row.facts["iso"], told(document, row, "date")) for row in rows] == [
        ("2001/2005", "From 2001 to 2005"),
        ("2014", "early 2014"),
    ]


def test_the_same_date_of_two_documents_and_an_event_with_two_dates() -> None:
    one = document_of("The long pier was opened on 3 May 1901. The mole broke in June 1950.", "one")
    other = document_of("The long pier was opened on 5 May 1901. Boats sank in June 1950.", "two")
    found = [(document, [*TABLE.rows(document)]) for document in (one, other)]
    assert TABLE.compare is not None
    groups = [*TABLE.compare(found)]
    assert [(group.label, len(group.rows)) for group in groups] == [
        ("The long pier was opened", 2),
        ("1950-06", 2),
    ]
    assert groups[0].remark == "different dates: “3 May 1901”, “5 May 1901”"


def test_a_date_told_more_exactly_is_no_other() -> None:
    one = document_of("The long pier was opened on 3 May 1901.", "one")
    other = document_of("The long pier was opened in 1901.", "two")
    found = [(document, [*TABLE.rows(document)]) for document in (one, other)]
    assert TABLE.compare is not None
    assert [*TABLE.compare(found)] == []


PIECES = st.sampled_from(
    "In 2019 |on 3 May 2020|, |(2015)|from 1990 to 1995|; |the weir |was closed |and |which |. |"
    "\n\n|- |# |[3]|“|early 2014|Okoro |by |1.2 ".split("|")
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_rows_are_words_of_the_document(text: str) -> None:
    document = document_of(text or "x")
    verbatim(document, TABLE.rows(document))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("(3) A holder must, by 31 March 2020, file a return.", "A holder must"),
        ("5. (1) The Act came into force on 1 May 2019.", "The Act came into force"),
        ("**Note** The pilots move on 1 June 2024.", "**Note** The pilots move"),
    ],
)
def test_no_mark_of_a_list_begins_an_event_and_none_of_emphasis_is_halved(
    text: str, event: str
) -> None:
    assert lines(TABLE, text, "event") == [(event,)]
