"""Citations made for the page: right, bare of markup that isn't ours, told when they can't be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.ask import ask
from rag.citations.quote_address import address_of
from rag.citations.styles import FORMS, STYLES, cite
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Citation, Query
from tests.conftest import fill
from tests.ui.web.pages import cite_words, make_document, read
from tests.ui.web.test_events import BROKEN, CHECKS
from tests.ui.web.test_render import HOSTILE
from ui.web.citing import (
    DATA_NAMES,
    FORM_NAMES,
    STYLE_NAMES,
    _cautions,
    bare_html,
    citing_html,
    make_citation,
)
from ui.web.markers import marker_of


@pytest.fixture(scope="module")
def citation(library: Library) -> Citation:
    return ask(Query(CHECKS), library).citations[0]


def wish(citation: Citation, **chosen: object) -> dict[str, object]:
    marker = marker_of(citation, turn=1, number=1).id
    return {"marker": marker, "style": "chicago", "form": "footnote", **chosen}


def test_the_page_offers_what_the_program_has() -> None:
    assert set(STYLE_NAMES) == set(STYLES)
    assert set(FORM_NAMES) == set(FORMS)
    offered = [value for name, value in read(citing_html()).attributes if name == "value"]
    assert offered == [*STYLE_NAMES, *FORM_NAMES, *DATA_NAMES]


def test_a_footnote_says_what_the_program_says(library: Library, citation: Citation) -> None:
    made = make_citation(wish(citation), library)
    assert "<em>Internal Security and Challenges</em>" in made["shown"]
    assert read(made["shown"]).text.strip() == cite(citation, to="html").replace(
        "<em>", ""
    ).replace("</em>", "").removeprefix("<p>").removesuffix("</p>")
    assert made["address"] == str(address_of(citation))
    assert "the paragraph is cited instead" in made["notes"]
    assert citation.quote not in made["shown"]


def test_the_quote_and_sic_come_when_asked_for(library: Library, citation: Citation) -> None:
    made = make_citation(wish(citation, quoted=True, sic=True), library)
    assert f"“{citation.quote} [sic]”" in read(made["shown"]).text
    assert "[sic]" not in make_citation(wish(citation, sic=True), library)["shown"]


def test_a_damaged_source_is_to_be_checked(library: Library) -> None:
    document = library.store.document("rumi-2015")
    assert document is not None
    damaged = cite_words(document, "About the Author")
    made = make_citation(wish(damaged, form="bibtex"), library)
    assert made["text"].startswith("@")
    assert "check the original" in made["notes"]
    assert "[sic]" in read(made["notes"]).text


def test_a_web_page_can_be_linked_at_the_words(tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "levy.txt").write_text(
        "The levy\n\nThe levy was raised by a third in May.\n", "utf-8"
    )
    (folder / "sources.yaml").write_text(
        "sources:\n- file: levy.txt\n  id: levy\n  csl: {title: The levy, "
        "URL: 'https://example.org/levy#top'}\n",
        "utf-8",
    )
    settings = load_settings(corpus=folder, store=tmp_path / "store", dtype="float32")
    library = fill(settings, embedder)
    document = library.store.document("levy")
    assert document is not None
    made = make_citation(wish(cite_words(document, "raised by a third")), library)
    library.close()
    assert made["web"].startswith("https://example.org/levy#:~:text=")
    assert "raised%20by%20a%20third" in made["web"]


@pytest.mark.parametrize(
    "bad", [None, "x", {}, {"style": "../x"}, {"form": "pdf"}, {"marker": "c-1-s1-YQ"}]
)
def test_what_the_page_does_not_offer_is_refused(
    library: Library, citation: Citation, bad: object
) -> None:
    asked = {**wish(citation), **bad} if isinstance(bad, dict) and bad else bad
    made = make_citation(asked, library)
    assert made.keys() == {"problem"}


def test_words_that_moved_are_not_cited(library: Library, citation: Citation) -> None:
    made = make_citation(wish(replace(citation, quote="Other words.")), library)
    assert "no longer there" in made["problem"]


def test_what_nobody_foresaw_is_told(citation: Citation) -> None:
    assert "secret" not in make_citation(wish(citation), BROKEN)["problem"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_words_reaches_the_page(text: str) -> None:
    document = make_document("Some words.", title=f"A {text}")
    url = "javascript:alert(1)" if "script" in text else "https://example.org/a"
    source = replace(document.source, csl={**document.source.csl, "URL": url})
    made = bare_html(cite(cite_words(replace(document, source=source), "Some words."), to="html"))
    seen = read(made)
    assert set(seen.tags) <= {"p", "em", "strong"}
    assert seen.attributes == []


def test_a_style_without_footnotes_says_that_it_has_none(
    library: Library, citation: Citation
) -> None:
    told = {
        style: "has no footnotes" in make_citation(wish(citation, style=style), library)["notes"]
        for style in STYLES
    }
    assert told == {"chicago": False, "apa": True, "mla": True, "harvard": True, "oscola": False}
    entry = make_citation(wish(citation, style="apa", form="entry"), library)
    assert "footnotes" not in entry["notes"]


def test_the_page_says_where_to_click_and_no_command(library: Library, citation: Citation) -> None:
    read_there = replace(citation.source, origins={"author": "title page"})
    told = " ".join(_cautions(replace(citation, source=read_there), "entry", "apa"))
    assert "Library, under “Edit”" in told
    assert "`" not in told
