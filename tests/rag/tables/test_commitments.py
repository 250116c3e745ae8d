"""Who must, should, may or will do what: rows of sentences from many fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.tables.commitments import TABLE, rows
from rag.types import Document
from rag.types.document import BlockKind
from tests.rag.tables.lines import filled, of_lines


def found(text: str, *, law: bool = False) -> list[dict[str, str]]:
    """The rows of a paragraph; in a law others stand before it that oblige as well."""
    before = "Hives shall be numbered. Keepers shall pay a fee. Wax shall be sold by weight."
    paragraphs = [before] * law + [text]
    document = of_lines(*(("paragraph", line) for line in paragraphs))
    start = document.blocks[-1].start
    return [filled(row, document) for row in rows(document) if row.span.start >= start]


SAID = {
    "The harbour master must inspect each berth before 1 May 2031.": {
        "strength": "must", "actor": "The harbour master", "object": "each berth",
        "action": "inspect each berth before 1 May 2031", "deadline": "before 1 May 2031",
    },
    "Schools and colleges should, where possible, publish their menus by the end of each term.": {
        "strength": "should", "actor": "Schools and colleges", "object": "their menus",
        "action": "publish their menus by the end of each term",
        "deadline": "by the end of each term",
    },
    "The Ministry, after consulting the unions, shall set the wage within 30 days.": {
        "strength": "must", "actor": "The Ministry", "action": "set the wage within 30 days",
        "object": "the wage", "deadline": "within 30 days",
    },
    "Any person who keeps bees must register each hive annually.": {
        "strength": "must", "actor": "Any person who keeps bees", "object": "each hive",
        "action": "register each hive annually", "deadline": "annually",
    },
    "Labels shall be kept legible.": {
        "strength": "must", "action": "be kept legible", "object": "Labels",
    },
    "The accounts are to be audited by the county treasurer every year.": {
        "strength": "must", "actor": "the county treasurer", "object": "The accounts",
        "action": "be audited by the county treasurer every year", "deadline": "every year",
    },
    "If a tenant is absent, the landlord may not enter the flat.": {
        "strength": "must not", "actor": "the landlord", "action": "enter the flat",
        "object": "the flat",
    },
    "No person shall fish in the lake at night.": {
        "strength": "must not", "actor": "No person", "action": "fish in the lake at night",
        "object": "the lake",
    },
    "Doctors are required to report cases of measles promptly.": {
        "strength": "must", "actor": "Doctors", "action": "report cases of measles promptly",
        "object": "cases of measles", "deadline": "promptly",
    },
    "Taxpayers are entitled to appeal.": {
        "strength": "may", "actor": "Taxpayers", "action": "appeal",
    },
    "Passengers are not permitted to smoke on board.": {
        "strength": "must not", "actor": "Passengers", "action": "smoke on board",
        "object": "board",
    },
    "Ship owners are responsible for removing wrecks.": {
        "strength": "must", "actor": "Ship owners", "action": "removing wrecks",
        "object": "wrecks",
    },
    "Employers have a legal duty to keep records.": {
        "strength": "must", "actor": "Employers", "action": "keep records", "object": "records",
    },
    "It is essential that nurses wash their hands.": {
        "strength": "must", "actor": "nurses", "action": "wash their hands",
        "object": "their hands",
    },
    "It is unlawful for any keeper to sell dirty wax.": {
        "strength": "must not", "actor": "any keeper", "action": "sell dirty wax",
        "object": "dirty wax",
    },
    "It is the duty of the clerk to read the minutes.": {
        "strength": "must", "actor": "the clerk", "action": "read the minutes",
        "object": "the minutes",
    },
    "A second bridge is urgently needed.": {
        "strength": "should", "action": "A second bridge", "object": "A second bridge",
    },
    "Visitors are advised to arrive early.": {
        "strength": "should", "actor": "Visitors", "action": "arrive early",
    },
    "The council plans to build 40 homes by March 2028.": {
        "strength": "will", "actor": "The council", "action": "build 40 homes by March 2028",
        "object": "40 homes", "deadline": "by March 2028",
    },
    "The government remains committed to ending child labour.": {
        "strength": "will", "actor": "The government", "action": "ending child labour",
        "object": "child labour",
    },
    "Kenya will host the next meeting.": {
        "strength": "will", "actor": "Kenya", "action": "host the next meeting",
        "object": "the next meeting",
    },
    "Applicants will be notified within ten working days.": {
        "strength": "will", "action": "be notified within ten working days",
        "object": "Applicants", "deadline": "within ten working days",
    },
    "Contact your bank as soon as possible.": {
        "strength": "should", "action": "Contact your bank as soon as possible",
        "object": "your bank", "deadline": "as soon as possible",
    },
    "When the pump fails, close the valve.": {
        "strength": "should", "action": "close the valve", "object": "the valve",
    },
    "Never leave a child alone.": {
        "strength": "must not", "action": "leave a child alone", "object": "a child alone",
    },
    "There are plans to build a dam.": {
        "strength": "will", "action": "build a dam", "object": "a dam",
    },
    "The port grew, with a second quay to be opened in May 2031.": {
        "strength": "will", "action": "be opened in May 2031", "object": "a second quay",
        "deadline": "in May 2031",
    },
    "Clean streets should be a priority for the new mayor.": {
        "strength": "should", "actor": "the new mayor", "object": "Clean streets",
        "action": "be a priority for the new mayor",
    },
    "Ann Li, a judge, shall visit the mine.": {
        "strength": "must", "actor": "Ann Li", "action": "visit the mine", "object": "the mine",
    },
    "The provinces should be made to share their data.": {
        "strength": "should", "actor": "The provinces", "action": "be made to share their data",
    },
}  # fmt: skip


@pytest.mark.parametrize(("text", "row"), SAID.items())
def test_a_row_has_actor_action_object_deadline_and_strength(
    text: str, row: dict[str, str]
) -> None:
    assert found(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "Bread prices will rise next winter.",
        "Salt may cause rust.",
        "The letter must have been lost.",
        "The report should have been published earlier.",
        "Members may be late in winter.",
        "Nurses can work at night.",
        "The judge might ask for a copy.",
        "Farmers had to pay a levy under the old law.",
        "The mill was required to close in 1931.",
        "“Keeper” shall mean any person who has a hive.",
        "This Act may be cited as the Bees Act.",
        "Must the council reply?",
        "What should a tenant do?",
        "If a pupil must leave early, the bell is rung.",
        "The panel asked how the fund should be spent.",
        "The purpose of the fund is to protect bees.",
        "See section 4 and table 2.",
        "Store Fund House",
        "The dam built in May holds water.",
        "It was his last will and testament.",
        "The plans to the left show the harbour.",
        "There is no need to hurry.",
        "Steam turbines often replaced older engines.",
        "The credits that you need to retire depend on your age.",
        "Sales will likely double.",
        "Reports suggest the loss was small.",
        "It continued to be made in towns.",
        "They were never proposed to the board.",
        "The ministry paid for the roof in 1990.",
    ],
)
def test_what_is_possible_foretold_past_asked_or_defined_is_no_row(text: str) -> None:
    assert found(text) == []


def test_a_sentence_with_two_modals_has_two_rows() -> None:
    first, second = found("Prices must be shown in euros, and shops should keep receipts.")
    assert (first["action"], second["action"]) == ("be shown in euros", "keep receipts")
    assert "actor" not in first
    assert second["actor"] == "shops"


def test_a_second_verb_shares_its_subject() -> None:
    first, second = found("The board is growing fast and should hire pilots, but may not lend.")
    assert first["actor"] == second["actor"] == "The board"
    assert (first["strength"], second["strength"]) == ("should", "must not")


def test_a_relative_clause_has_what_it_tells_of_for_its_subject() -> None:
    first, second = found("The inspector, who must be independent, shall report to the mayor.")
    assert first["actor"] == second["actor"] == "The inspector"


def test_may_permits_in_a_law_and_is_possible_elsewhere() -> None:
    text = "The Authority may revoke the licence."
    assert found(text) == []
    (row,) = found(text, law=True)
    assert (row["strength"], row["actor"]) == ("may", "The Authority")
    assert found("Frost may kill the hive.", law=True) == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Hospitals admit patients. They must keep records.", "Hospitals"),
        ("The bank grants a loan a day. It should publish its rates.", "The bank"),
        ("The two mills share a weir. It should be mended by them.", None),
        ("Bees need water. It must be clean.", None),
        ("The clerk met the tenants. They must pay.", None),
        ("The unions met the mayor and the judge. They should be made to agree.", "The unions"),
    ],
)
def test_who_it_and_they_stand_for_is_taken_from_before_only_if_their_number_agrees(
    text: str, actor: str | None
) -> None:
    (row,) = found(text)
    assert row.get("actor") == actor


def test_an_actor_from_the_sentence_before_says_so() -> None:
    document = of_lines(("paragraph", "Hospitals admit patients. They must keep records."))
    (row,) = rows(document)
    assert [mark.where for mark in row.marked("actor")] == ["before"]


@pytest.mark.parametrize(
    ("text", "reporter", "actor", "strength"),
    [
        ("Members called for a ban on plastic bags.", "Members", None, "should"),
        ("The panel urged the mayor to mend the quay.", "The panel", "the mayor", "should"),
        ("One member argued that the port should dredge.", "One member", "the port", "should"),
        ("The auditor recommended replacing the boiler.", "The auditor", None, "should"),
        ("The union insisted that the mine be closed.", "The union", None, "must"),
        ("Pilots stressed the need for a second tug.", "Pilots", None, "should"),
        ("The mayor announced that the city would plant 500 trees.", "The mayor", "the city",
         "will"),
        ("The nurses felt that the ward had to close.", "The nurses", None, "must"),
    ],
)  # fmt: skip
def test_reports_stay_reports(text: str, reporter: str, actor: str | None, strength: str) -> None:
    (row,) = found(text)
    assert row["reported"] == "yes"
    assert row["reporter"] == reporter
    assert row["strength"] == strength
    if actor:
        assert row["actor"] == actor
    else:
        assert row.get("actor") != reporter


def test_what_the_document_itself_recommends_is_no_report() -> None:
    (row,) = found("We recommend that the council plant trees.")
    assert "reported" not in row
    assert row["actor"] == "the council"


def test_headings_tables_and_contents_are_no_rows() -> None:
    document = of_lines(
        ("heading", "What keepers must do"),
        ("table", "Keepers must pay | 12 euros"),
        ("paragraph", "Keepers must pay for wax .......... 12"),
        ("paragraph", "Figure 3. What keepers should do"),
    )
    assert list(rows(document)) == []


def test_what_is_not_in_english_has_no_rows() -> None:
    text = "Die Schulen sollen ihre Pläne bis zum Ende des Jahres veröffentlichen, und die Ämter "
    text += "müssen sie prüfen, weil das Gesetz es so will und die Eltern es verlangen: must be."
    assert found(text) == []


WORDS = st.sampled_from(
    "the a Board keepers who must shall should may will not be is are required to inspect keep "
    "hives and or , ; : ( ) “ ” — by within 30 days if that which It They recommends called for "
    "need needs has been committed ensuring of in May 2031 it essential . No".split()
)


LINES = st.lists(
    st.tuples(
        st.sampled_from(("paragraph", "item", "heading")), st.lists(WORDS, min_size=1, max_size=25)
    ),
    min_size=1,
    max_size=5,
)


@given(LINES)
def test_every_mark_is_words_of_the_document_and_here_is_in_the_row(
    lines: list[tuple[BlockKind, list[str]]],
) -> None:
    document = of_lines(*((kind, " ".join(words)) for kind, words in lines))
    columns = {column.name for column in TABLE.columns}
    for row in rows(document):
        _whole(row.span.start, row.span.end, document)
        assert row.facts["strength"] in ("must", "must not", "should", "may", "will")
        assert row.marked("action")
        for mark in row.marks:
            assert mark.column in columns
            _whole(mark.span.start, mark.span.end, document)
            if mark.where == "here":
                assert row.span.start <= mark.span.start < mark.span.end <= row.span.end


def _whole(start: int, end: int, document: Document) -> None:
    assert 0 <= start < end <= len(document.text)
    assert document.text[start:end] == document.text[start:end].strip()
