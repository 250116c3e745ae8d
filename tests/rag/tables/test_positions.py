"""Tests for who said what in a document."""

from __future__ import annotations

from rag.tables.positions import TABLE
from rag.types import Document
from tests.rag.tables.made import cells, document_of

MINUTES = """# Minutes of the harbour board

A member warned that the pier is rotten. He added that the lamps are out.

The chair of the fishers' union, Ann Lee, said the toll was too high. They left early.

“The toll is fair,” the warden told the board. “Nobody was ever turned away.”

It was noted that the tide is early.

The board was told that the dredger is late.

We recommend that the toll be halved. This report argues that tolls are old.

## Contents

Who said that the pier is rotten?
"""
REPLY = """# The harbour board's response to the fishers' report

## Recommendation 1

We recommend that the tolls be halved.

There will be no change to the tolls. We note that they are low.
"""
LEFT, COLUMNS = (
    "# Notes\n\nThe Lanport Trust said that piers rot.\n",
    ("speaker", "introduced", "said"),
)


def told(document: Document) -> list[tuple[str, ...]]:
    return [(*cells(document, row, COLUMNS), row.facts["kind"]) for row in TABLE.rows(document)]


def test_the_statements_of_minutes() -> None:
    assert told(document_of(MINUTES)) == [
        ("A member", "warned", "the pier is rotten", "person"),
        ("A member", "added", "the lamps are out", "person"),
        ("Ann Lee", "said", "the toll was too high", "named"),
        ("the warden", "told", "“The toll is fair,”", "other"),
        ("the warden", "told", "“Nobody was ever turned away.”", "other"),
        ("", "It was noted", "the tide is early", "not named"),
        ("", "The board was told", "the dredger is late", "not named"),
        ("We", "recommend", "the toll be halved", "author"),
        ("This report", "argues", "tolls are old", "author"),
    ]


def test_a_speaker_in_the_sentence_before_is_said_to_stand_there() -> None:
    document = document_of(MINUTES)
    where = [
        row.marked("speaker")[0].where for row in TABLE.rows(document) if row.marked("speaker")
    ]
    assert where[:5] == ["here", "before", "here", "here", "before"]


def test_a_pronoun_that_may_be_anybody_stays_as_it_is() -> None:
    document = document_of("Two members argued that piers rot. He said that they don’t.")
    assert [row[0] for row in told(document)] == ["Two members", "He"]


def test_we_of_what_is_replied_to_is_not_the_author() -> None:
    assert [(row[0], row[3]) for row in told(document_of(REPLY))] == [
        ("We", "who is replied to"),
        ("We", "author"),
    ]


def test_a_quotation_over_sentences_is_one_row() -> None:
    document = document_of("“Piers rot. Lamps fail. Tides turn,” said Mr. Okafor of the Trust.")
    (row,) = TABLE.rows(document)
    assert cells(document, row, COLUMNS) == (
        "Mr. Okafor of the Trust", "said", "“Piers rot. Lamps fail. Tides turn,”",
    )  # fmt: skip


def test_a_list_and_a_quotation_that_are_led_in_are_what_is_said() -> None:
    document = document_of(
        "Members argued the following:\n\n- piers rot\n- lamps fail\n\nThe warden wrote:\n\n"
        "“Nobody was ever turned away.”\n\nThe clerk asked:\n\nTides turn."
    )
    assert told(document) == [
        ("Members", "argued", "piers rot\nlamps fail", "members"),
        ("The warden", "wrote", "“Nobody was ever turned away.”", "other"),
        ("The clerk", "asked", "Tides turn.", "other"),
    ]


def test_an_open_quotation_mark_holds_nothing_back() -> None:
    document = document_of("The “pier is rotten. A member said that lamps fail. Tides turn.")
    assert [row[0] for row in told(document)] == ["A member"]


def test_speakers_are_compared_across_documents() -> None:
    one, other = document_of(MINUTES), document_of(
        "# News\n\nAnn Lee said that piers rot. A member argued that they last.", "news"
    )  # fmt: skip
    assert TABLE.compare
    groups = list(TABLE.compare([(doc, list(TABLE.rows(doc))) for doc in (one, other)]))
    assert [(group.label, len(group.rows), group.remark) for group in groups] == [
        ("Ann Lee", 2, "Named in 2 documents."),
        ("the warden", 2, "Named in one document only."),
    ]


def test_apostrophes_in_names() -> None:
    document = document_of(
        "The Bakers' Guild, however, said that flour is dear. Dr. M. O’Hara of the Flour "
        "Institute told the guild that it is cheap. The 'users' board said that mills are old."
    )
    assert [(row[0], row[-1]) for row in told(document)] == [
        ("The Bakers' Guild", "named"),
        ("Dr. M. O’Hara of the Flour Institute", "named"),
        ("board", "body"),
    ]
