"""Which documents a text names, in catalogues of invented documents."""

from __future__ import annotations

import time

import pytest

from rag.question.document_names import PLACEHOLDER, Naming, read_names
from rag.store.catalogue_rows import Entry
from rag.types import NO_PROPERTIES, Source


def entry(file: str, title: str, **csl: object) -> Entry:
    """An entry of the catalogue, of which only the source and the file matter here."""
    source = Source(file, {"title": title, **csl})
    return Entry("default", file, file, "", "", "", 1, 1, 0, "", NO_PROPERTIES, (), source)


def body(name: str) -> list[dict[str, str]]:
    return [{"literal": name}]


def issued(year: int) -> dict[str, object]:
    return {"date-parts": [[year]]}


HARBOUR = entry(
    "lanport-harbour-strategy.pdf",
    "Harbour Dredging Strategy",
    author=body("Lanport Harbour Authority"),
    issued=issued(2011),
)
BEES = entry(
    "orchard-bees.docx",
    "Handbook for Keepers of Orchard Bees",
    author=[{"family": "Okafor", "given": "Ada"}],
    issued=issued(2019),
)
CLINICS = entry(
    "clinics.txt", "Night clinics in small towns", genre="Brief", author=body("Vale Trust (VT4H)")
)
REPLY = entry(
    "mines-reply.pdf",
    "Government response to the Inquiry into Tailings Dams",
    author=body("Ministry of Mines and Energy"),
    issued=issued(2021),
)
CODE = entry("parking.html", "Ordinance on Kerbside Parking", publisher="Town of Emmerby")
WHO = entry("malaria.pdf", "Bed nets and spraying", author=body("World Health Organization"))
MAY = entry("trains.pdf", "Late trains", author=[{"family": "May", "given": "Iris"}])
LOANS = entry("loans.pdf", "Student Loan Circular", issued=issued(2011), publisher="Loan Bank")
SECOND_REPLY = entry("buses.pdf", "Response to the Bus Lane Petition", issued=issued(2022))
TEN = (HARBOUR, BEES, CLINICS, REPLY, CODE, WHO, MAY, LOANS, SECOND_REPLY, entry("x.txt", "Notes"))


def names(text: str, entries: tuple[Entry, ...] = TEN) -> Naming:
    return read_names(text, entries)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("What does the Harbour Dredging Strategy say of silt?", [HARBOUR]),
        ("what does the 2011 strategy say of silt?", [HARBOUR]),
        ("what does the LHA want?", [HARBOUR]),
        ("Who wrote the bees handbook?", [BEES]),
        ("What does Okafor recommend?", [BEES]),
        ("what does okafor recommend", [BEES]),
        ("How long is the handbook?", [BEES]),
        ("What are the recommendations of the brief?", [CLINICS]),
        ("Summarise VT4H's paper", [CLINICS]),
        ("summarise clinics.txt", [CLINICS]),
        ("outline the ordinance", [CODE]),
        ("What does Emmerby's ordinance demand?", [CODE]),
        ("How many nets did the WHO report count?", [WHO]),
        ("Compare the tailings response and May's paper", [REPLY, MAY]),
        ("the brief and Okafor’s handbook", [CLINICS, BEES]),
        ("compare the brief, the handbook and the ordinance", [CLINICS, BEES, CODE]),
        ("Does the response accept it?", [REPLY, SECOND_REPLY]),
        ("Does the government response accept it?", [REPLY]),
        ("Compare the Emmerby ordinance, parking.html, with the handbook", [CODE, BEES]),
        ("What does the Ministry of Mines and Energy answer?", [REPLY]),
        ("Compare the brief with May's paper: does the latter mention buses?", [CLINICS, MAY]),
        ("the second document", [BEES]),
    ],
)
def test_documents_are_named(text: str, documents: list[Entry]) -> None:
    assert names(text).documents == tuple(one.id for one in documents)


@pytest.mark.parametrize(
    "text",
    [
        "How deep is the harbour dredged?",
        "Who may park at the kerb in May?",
        "Who wrote to the ministry in 2011?",
        "Which trains are late?",
        "What documents must a keeper bring?",
        "What strategy did the captain choose?",
        "Does a plan need a handbook?",
        "What is the policy on silt?",
        "how many bees live in an orchard",
    ],
)
def test_words_of_a_title_name_no_document_in_a_plain_question(text: str) -> None:
    assert names(text).documents == ()


@pytest.mark.parametrize(
    "text",
    [
        "Compare what both papers say about silt",
        "what do the two documents say about silt",
        "what does each report say on silt",
        "which of the documents mention silt",
        "do they both want silt removed",
        "do all the reports agree",
        "do the papers differ on silt",
        "compare the documents on silt",
        "which of the two is older",
        "what do these three papers say",
    ],
)
def test_several_documents(text: str) -> None:
    naming = names(text)
    assert naming.several
    assert naming.documents == ()


def test_all_of_one_kind() -> None:
    assert names("what do both responses say").documents == (REPLY.id, SECOND_REPLY.id)
    assert not names("what do both strategies say").several


@pytest.mark.parametrize(
    "text",
    ["both banks of the river", "each keeper", "which law is it?", "What do the papers cost?"],
)
def test_several_other_things(text: str) -> None:
    assert not names(text).several


def test_what_is_left() -> None:
    naming = names("What do the brief and the 2011 Harbour Dredging Strategy say about silt?")
    assert naming.marked == f"What do {PLACEHOLDER} and {PLACEHOLDER} say about silt?"
    assert naming.rest == "What do and say about silt?"


def test_one_document() -> None:
    assert names("Who wrote this report?", (BEES,)).documents == (BEES.id,)
    assert names("What does the document say?", (BEES,)).documents == (BEES.id,)
    assert names("What is the policy on wasps?", (BEES,)).documents == ()


def test_the_document_may_be_any() -> None:
    naming = names("Who wrote the document?")
    assert naming.names == ((),)
    assert naming.documents == ()


def test_words_that_both_share_tell_neither() -> None:
    two = (entry("a.pdf", "River Safety and Boats"), entry("b.pdf", "Charting River Safety Policy"))
    assert names("What does the river safety policy want?", two).documents == ()
    assert names("Compare the boats paper with the other paper", two).documents == (
        "a.pdf",
        "b.pdf",
    )


def test_the_words_of_a_title_alone_are_no_title() -> None:
    two = (entry("a.pdf", "River safety and challenges"), entry("b.pdf", "Boats"))
    assert names("Which river safety challenges are worst?", two).documents == ()
    assert names("who wrote river safety and challenges", two).documents == ("a.pdf",)


def test_a_word_at_the_beginning() -> None:
    asked: list[str] = []

    def begins(word: str) -> tuple[str, ...]:
        asked.append(word)
        return (BEES.id,) if word == "ABK" else ()

    assert read_names("Who wrote the ABK report?", TEN, begins).documents == (BEES.id,)
    assert read_names("How many ABK members are there in Ulm?", TEN, begins).documents == ()
    assert asked == ["ABK"]


def test_a_thousand_documents_take_no_time() -> None:
    many = tuple(
        entry(f"{n}.pdf", f"Report {n} on {'abcdefghij'[n % 10] * 5} by-laws", issued=issued(2000))
        for n in range(1000)
    )
    names("warm up", many)
    start = time.perf_counter()
    names("What does the 2000 report on aaaaa by-laws say about the silt of the harbour?", many)
    assert time.perf_counter() - start < 0.2
