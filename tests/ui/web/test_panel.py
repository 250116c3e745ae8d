"""The source panel: what is highlighted is what was quoted, or nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Block, Document, Finding, Page, SourceMap
from tests.ui.web.pages import Read, cite, cite_words, make_document, read
from tests.ui.web.test_render import HOSTILE
from ui.web.markers import Marker, marker_of
from ui.web.panel import SURROUNDINGS_CHARS, empty_panel, problem_panel, source_panel

DOCUMENT = make_document("The checks are a burden.", "People are fed up.", "Parliament leads.")

OURS = set(
    "article bdi button dd details div dl dt h2 h3 h4 h5 h6 header input label li mark nav "
    "optgroup option p path pre q select span summary svg u ul".split()
)

DATA = {
    f"data-{name}"
    for name in "at boxes document end hash high length low marker page placed start to way".split()
}


def panel_for(document: Document, words: str) -> str:
    return source_panel(marker_of(cite_words(document, words), turn=1, number=1), document)


def test_the_quote_is_highlighted_in_its_surroundings() -> None:
    seen = read(panel_for(DOCUMENT, "are fed"))
    assert seen.marked == ["are fed"]
    for words in ("The checks are a burden.", "Parliament leads.", "People are fed up."):
        assert words in seen.text


def test_the_head_names_the_source_and_the_place() -> None:
    source = replace(DOCUMENT.source, caution="Check the original.")
    seen = read(panel_for(replace(DOCUMENT, source=source), "are fed"))
    for words in (
        "Source 1",
        "A brief",
        "An institute",
        "no date",
        "p. 1 (estimated)",
        "Paragraph2",
    ):
        assert words in seen.text
    assert "brief.txt" in seen.text
    assert "Check the original." in seen.text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_documents_show_as_themselves(text: str) -> None:
    document = make_document(f"Before. {text}", "After.", title=text, file=f"{text}.txt")
    document = replace(document, source=replace(document.source, caution=text))
    seen = read(panel_for(document, text))
    assert set(seen.tags) <= OURS
    assert {name for name, _ in seen.attributes} <= {
        "aria-hidden", "aria-label", "autocomplete", "class", "d", "dir", "for", "hidden", "id",
        "inputmode", "label", "maxlength", "name", "placeholder", "role", "spellcheck", "tabindex",
        "title", "type", "value", "viewbox", *DATA,
    }  # fmt: skip
    marker = marker_of(cite_words(document, f"Before. {text}"), turn=1, number=1)
    quote = read(source_panel(marker, document)).marked
    assert quote == [f"Before. {text}".replace("\0", "\ufffd")]


@given(st.data())
def test_every_quote_is_highlighted_word_for_word(data: st.DataObject) -> None:
    texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
    document = make_document(*data.draw(st.lists(texts, min_size=1, max_size=5)))
    block = data.draw(st.sampled_from(document.blocks))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    marker = marker_of(cite(document, start, end), turn=1, number=1)
    assert read(source_panel(marker, document)).marked == [document.text[start:end]]


def test_a_quote_over_two_blocks_is_highlighted_in_both() -> None:
    document = make_document("One. Two.", "Three. Four.")
    start, end = document.text.index("Two."), document.text.index(" Four.")
    marker = marker_of(cite(document, start, end), turn=1, number=1)
    assert read(source_panel(marker, document)).marked == ["Two.", "Three."]


@pytest.mark.parametrize("blocks", [(), DOCUMENT.blocks[:1]])
def test_a_quote_outside_all_blocks_is_highlighted_all_the_same(
    blocks: tuple[Block, ...],
) -> None:
    bare = replace(DOCUMENT, blocks=blocks)
    assert read(panel_for(bare, "are fed")).marked == ["are fed"]


def test_a_changed_source_is_told_and_nothing_is_highlighted() -> None:
    marker = marker_of(cite_words(DOCUMENT, "are fed"), turn=1, number=1)
    changed = make_document("The checks are no burden.", "People are fed up.")
    seen = read(source_panel(marker, changed))
    assert "The source has changed" in seen.text
    assert "mark" not in seen.tags
    assert "fed up" not in seen.text


def test_text_added_after_the_quote_changes_nothing() -> None:
    marker = marker_of(cite_words(DOCUMENT, "are fed"), turn=1, number=1)
    longer = make_document("The checks are a burden.", "People are fed up.", "New.")
    assert read(source_panel(marker, longer)).marked == ["are fed"]


def test_a_source_that_is_gone_is_told() -> None:
    marker = marker_of(cite_words(DOCUMENT, "are fed"), turn=1, number=1)
    assert "no longer among those" in read(source_panel(marker, None)).text


def test_only_the_surroundings_of_a_long_document_are_shown() -> None:
    document = make_document(*[f"Paragraph {number}. " + "word " * 100 for number in range(100)])
    seen = read(panel_for(document, "Paragraph 50."))
    assert "Paragraph 0." not in seen.text
    assert len(seen.text) < 3 * SURROUNDINGS_CHARS
    assert ends(seen) == {"earlier": True, "later": True}
    assert ends(read(panel_for(DOCUMENT, "are fed"))) == {"earlier": False, "later": False}


def ends(seen: Read) -> dict[str, bool]:
    """Say at which ends there is more text to come."""
    hidden = [value for name, value in seen.attributes if name == "class" or name == "hidden"]
    marked = {name: f"cut {name}" for name in ("earlier", "later")}
    return {name: hidden[hidden.index(words) + 1 :][:1] != [None] for name, words in marked.items()}


def test_one_endless_block_is_cut_too() -> None:
    document = make_document("word " * 10_000 + "here " + "word " * 10_000)
    seen = read(panel_for(document, "here"))
    assert seen.marked == ["here"]
    assert len(seen.text) < 3 * SURROUNDINGS_CHARS


def test_a_page_that_begins_is_named_but_never_inside_a_quote() -> None:
    text = DOCUMENT.text
    middle, last = text.index("fed"), text.index("Parliament")
    pages = (Page(1, 0, middle), Page(2, middle, last), Page(3, last, len(text), label="iii"))
    paged = replace(DOCUMENT, source_map=SourceMap("utf-8", (), pages))
    seen = read(panel_for(paged, "People are fed up."))
    assert seen.marked == ["People are fed up."]
    assert seen.text.index("People are fed up.") < seen.text.index("p. iii (page 3 of the file)")


def test_lists_tables_and_code_keep_their_form() -> None:
    document = make_document("first", "second", "cell", "x = 1", "<sub>")
    kinds = ("item", "item", "table", "code", "heading")
    blocks = tuple(
        replace(block, kind=kind, level=1)  # type: ignore[arg-type]
        for block, kind in zip(document.blocks[1:], kinds, strict=True)
    )
    seen = read(panel_for(replace(document, blocks=(document.blocks[0], *blocks)), "cell"))
    assert seen.tags.count("ul") == 1
    assert seen.tags.count("li") == 2
    assert "pre" in seen.tags
    assert seen.marked == ["cell"]


def test_a_whole_document_can_be_opened() -> None:
    seen = read(source_panel(Marker(0, "document", 1, "brief"), DOCUMENT))
    assert seen.marked == []
    assert "Parliament leads." in seen.text


def test_a_document_names_its_pages_wherever_they_begin() -> None:
    document = make_document("First words. More words.", "Last words.", file="a.pdf")
    more, last = document.text.index("More"), document.text.index("Last")
    pages = (Page(1, 0, more, "i"), Page(2, more, more, reading="blank"), Page(3, more, last, "ii"),
             Page(4, last, len(document.text)))  # fmt: skip
    document = replace(document, source_map=replace(document.source_map, pages=pages))
    seen = read(source_panel(Marker(0, "document", 1, "brief"), document)).text
    marks = (
        "i (PDF p. 1)",
        "First",
        "PDF p. 2, without text",
        "ii (PDF p. 3)",
        "More",
        "PDF p. 4",
        "Last",
    )
    places = [seen.index(mark) for mark in marks]
    assert places == sorted(places)


def test_what_was_left_out_is_told_with_a_whole_document() -> None:
    finding = Finding("left out", "left out: <b>comments</b> (2)", 3)
    document = replace(DOCUMENT, findings=(finding,))
    seen = read(source_panel(Marker(0, "document", 1, "brief"), document))
    assert "left out: <b>comments</b> (2) (page 3)" in seen.text


def test_words_without_a_source() -> None:
    assert "Choose a number" in read(empty_panel()).text
    assert read(problem_panel("no <store>")).text.count("No <store>") == 1


def test_blocks_longer_than_the_document_do_no_harm() -> None:
    wrong = replace(DOCUMENT, blocks=(Block("paragraph", 0, 10_000),))
    assert read(panel_for(wrong, "are fed")).marked == ["are fed"]
