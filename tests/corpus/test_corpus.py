"""The two shipped documents: byte for byte, and read the way a person reads them."""

from __future__ import annotations

import hashlib
import re

import pytest

from ingest.load import load
from ingest.sources import read_sources
from ingest.document import build_document
from rag.types import Document
from tests.conftest import CORPUS

BRIEF = "pips-2017-internal-security-and-challenges.txt"
PAGE = "rumi-2015-charting-pakistan-internal-security-policy.txt"
SUPPLIED = {
    BRIEF: "e2e50593c233b1c6502ae6fdb73c6b44e376aa822c8c2aa0dfbad24fd22a6026",
    PAGE: "fc037259ed757ff65f5a85a804a3177da76c00b544a924306cc23ea9d332bb20",
}


def read(file: str) -> Document:
    return build_document(file, load(CORPUS / file), read_sources(CORPUS)[file])


@pytest.fixture(scope="module")
def brief() -> Document:
    return read(BRIEF)


@pytest.fixture(scope="module")
def web_page() -> Document:
    return read(PAGE)


def texts(document: Document, *kinds: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind in kinds]


@pytest.mark.parametrize("file", SUPPLIED)
def test_the_documents_are_those_supplied(file: str) -> None:
    assert hashlib.sha256((CORPUS / file).read_bytes()).hexdigest() == SUPPLIED[file]


def test_the_brief_has_its_headings(brief: Document) -> None:
    assert texts(brief, "heading") == [
        "Internal security and challenges",
        "Summary",
        "Background",
        "Key considerations",
        "Recommendations",
        "Table: Working table on recommendations and implementation mechanism "
        "on “Internal security and challenges”",
    ]


def test_the_nine_earlier_groups_are_nine_paragraphs(brief: Document) -> None:
    ordinals = "first second third fourth fifth sixth seventh eighth ninth".split()
    items = [t for t in texts(brief, "item") if re.match(r"The \w+ (working )?group, ", t)]
    assert [text.split()[1] for text in items] == ordinals
    assert all(text.endswith(".") for text in items)


def test_no_paragraph_of_the_brief_breaks_off(brief: Document) -> None:
    """Outside the table, each block ends a sentence; the one that doesn't has no stop in print."""
    body = [b for b in brief.blocks if not b.heading_path[-1:] or "Table" not in b.heading_path[-1]]
    ends = [brief.text[b.start : b.end] for b in body if b.kind != "heading"]
    assert [text for text in ends if not re.search(r"[.:?”]$", text)] == [
        "Parliament shall take lead in overseeing internal security policy"
    ]
    assert not [text for text in ends if text[0].islower()]


def test_hyphens_that_belong_to_a_word_stay(brief: Document) -> None:
    for word in ("geo-economics", "re-assess", "non-Muslims", "inter-connected"):
        assert word in brief.text
    assert "- " not in brief.text


def test_a_sentence_over_a_page_break_is_whole(brief: Document) -> None:
    sentence = (
        "The prevailing trend puts a lid on the militant effusion for a while, "
        "but the products continue to be producing."
    )
    start = brief.text.index(sentence)
    assert any((s.start, s.end) == (start, start + len(sentence)) for s in brief.sentences)
    pages = brief.passage(start, start + len(sentence)).pages
    assert [(page.number, page.inferred) for page in pages] == [(5, True), (6, True)]


def test_the_briefs_pages_are_inferred(brief: Document) -> None:
    pages = brief.source_map.pages
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6, 7]
    assert all(page.inferred for page in pages)
    starts = [brief.text[page.start : page.start + 12] for page in pages]
    assert starts[1:] == [
        "Background\n\n",
        "This meeting",
        "At the same ",
        "• A member c",
        "but the prod",
        "Table: Worki",
    ]


def test_the_flattened_table_keeps_its_items(brief: Document) -> None:
    table = [b for b in brief.blocks if b.heading_path and "Table" in b.heading_path[-1]]
    items = [brief.text[b.start : b.end] for b in table if b.kind == "item"]
    assert "Fundamental rights should not comprised in Internal Security Policy" in items
    assert (
        "Process of reintegration with Baloch separatists; political mainstreaming of Balochistan"
        in items
    )
    assert "Justice and Governance" in [
        brief.text[b.start : b.end] for b in table if b.kind == "table"
    ]


def test_the_web_page_is_read_as_it_stands(web_page: Document) -> None:
    assert texts(web_page, "heading") == [
        "Charting Pakistan Internal Security Policy",
        "About the Report",
        "About the Author",
    ]
    assert "This report reviews Pakistan progress in devising" in web_page.text
    assert len(texts(web_page, "item")) == 7
    assert web_page.source_map.pages == ()


def test_the_metadata_say_only_what_the_documents_say(brief: Document, web_page: Document) -> None:
    assert "issued" not in brief.source.csl
    assert brief.source.csl["event-date"] == {"date-parts": [[2017, 5, 3]]}
    assert web_page.source.csl["issued"] == {"date-parts": [[2015, 5, 13]]}
    assert web_page.source.caution is not None
    assert "Check the original" in " ".join(web_page.source.caution.split())
    for document in (brief, web_page):
        assert "URL" not in document.source.csl
        assert "page" not in document.source.csl
        assert document.source.rights is not None
        for name in ("title", "publisher", "event-title"):
            words = re.findall(r"\w+", str(document.source.csl.get(name, "")).lower())
            assert set(words) <= set(re.findall(r"\w+", document.text.lower()))
