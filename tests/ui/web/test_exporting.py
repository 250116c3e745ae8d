"""The conversation as a file: of the answers that were given, whatever the browser shows."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64decode

import pypandoc
import pytest

from rag.citations.answer_export import WRITERS
from rag.citations.styles import STYLES
from rag.library import Library
from rag.types import Answer, Query
from tests.rag.citations import zotero_reader
from tests.ui.web.pages import read
from tests.ui.web.test_events import CHECKS, YEAR
from ui.web.events import answer_question
from ui.web.exporting import (
    ENDING_NAMES,
    ZOTERO,
    export_conversation,
    exporting_html,
)
from ui.web.kept import MOST_KEPT, Kept


@pytest.fixture(scope="module")
def kept(library: Library) -> Kept:
    """Two answers, as the page keeps them while it shows them."""
    session = Kept()
    for question in (CHECKS, YEAR):
        list(answer_question(question, [], library, kept=session))
    return session


def made(kept: Kept, ending: str) -> bytes:
    parcel = export_conversation({"ending": ending, "style": "chicago"}, kept)
    assert parcel["told"] == "2 answers exported."
    return b64decode(parcel["data"])


def test_the_page_offers_what_the_program_has() -> None:
    offered = [value for name, value in read(exporting_html()).attributes if name == "value"]
    assert offered == [*ENDING_NAMES, *STYLES]
    assert set(ENDING_NAMES) == {*WRITERS, ZOTERO}


def test_all_answers_are_in_the_file(kept: Kept) -> None:
    text = made(kept, "txt").decode()
    assert CHECKS in text
    assert YEAR in text
    assert all(one.citations[0].quote in text for one in kept.shown)


def test_a_word_file_is_one(kept: Kept) -> None:
    text = pypandoc.convert_text(made(kept, "docx"), "plain", "docx", extra_args=["--wrap=none"])
    assert kept.shown[0].citations[0].quote in text


def test_a_word_file_has_citations_that_zotero_takes_over(kept: Kept) -> None:
    read_ = zotero_reader.read(made(kept, ZOTERO))
    assert read_.citations
    assert all(one.text == one.data["properties"]["plainCitation"] for one in read_.citations)
    assert zotero_reader.read_or_none(made(kept, "docx")) is None


def test_markdown_comes_with_the_bibliography_that_it_names(kept: Kept) -> None:
    with zipfile.ZipFile(io.BytesIO(made(kept, "md"))) as file:
        texts = {name: file.read(name).decode() for name in file.namelist()}
    assert "bibliography: sanad-answers-references.json" in texts["sanad-answers.md"]
    assert "[@pips-2017, para. 26]" in texts["sanad-answers.md"]
    assert json.loads(texts["sanad-answers-references.json"])[0]["id"] == "pips-2017"
    assert "@report{pips-2017" in texts["sanad-answers-references.bib"]


@pytest.mark.parametrize("wish", [None, {}, {"ending": "exe", "style": "apa"},
                                  {"ending": "txt", "style": "../x.csl"}])  # fmt: skip
def test_what_the_page_does_not_offer_is_refused(kept: Kept, wish: object) -> None:
    assert export_conversation(wish, kept).keys() == {"problem"}


def test_nothing_to_export_is_told() -> None:
    parcel = export_conversation({"ending": "txt", "style": "apa"}, Kept())
    assert "no answer to export" in parcel["problem"]


def test_what_is_kept_has_a_bound() -> None:
    session = Kept()
    for number in range(MOST_KEPT + 5):
        session.add(Answer(Query(str(number)), "refused"))
    assert len(session.shown) == MOST_KEPT
    assert session.shown[-1].query.question == str(MOST_KEPT + 4)
