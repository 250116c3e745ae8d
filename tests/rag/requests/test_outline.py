"""Sections of documents."""

from __future__ import annotations

from rag.library import Library
from rag.requests.contents_lines import is_contents
from rag.requests.heading_labels import label_of, plain_number
from rag.requests.outline import items, main_sections, outline
from rag.types import Block, Document, Source, SourceMap
from tests.rag.requests.shelf import document


def of_blocks(*lines: tuple[str, str, int]) -> Document:
    """A document of blocks: kind, text and level."""
    text, blocks = "", []
    for kind, line, level in lines:
        blocks.append(Block(kind, len(text), len(text) + len(line), level))  # type: ignore[arg-type]
        text += line + "\n"
    return Document("d", "d", text, "", Source("d", {"title": "On wells"}), SourceMap("utf-8", ()),
                    tuple(blocks))  # fmt: skip


def test_labels_part_noun_number_and_words() -> None:
    assert (label_of("Article 12. Penalties").noun, label_of("Article 12.").number) == (
        "articl",
        "12",
    )
    assert label_of("TITLE IV—WELLS").number == "4"
    assert label_of("Annex B – Maps").number == "b"
    assert label_of("3.2.1 Depth").number == "3.2.1"
    assert label_of("A simple well").number == ""
    assert label_of("Recommendation 9").stems == {"recommend"}
    assert [plain_number(one) for one in ("xiv", "IX", "7", "b")] == ["14", "9", "7", "b"]


def test_a_section_ends_at_the_next_heading_of_its_level(shelf: Library) -> None:
    ferries = document("ferries.md", shelf)
    found = {one.title: one for one in outline(ferries)}
    assert len(items(ferries, found["2. Findings"])) == 2
    assert found["2.1 Delays"].path == ("The ferries of Lanport", "2. Findings")


def test_the_table_of_contents_has_no_sections() -> None:
    made = of_blocks(
        ("heading", "On wells", 1),
        ("heading", "Contents", 2),
        ("paragraph", "Depth .......... 3", 0),
        ("heading", "Depth", 2),
        ("paragraph", "A well is as deep as its rope.", 0),
        ("heading", "Width", 2),
        ("paragraph", "A well is as wide as its lid.", 0),
    )
    assert [one.title for one in main_sections(made)] == ["Depth", "Width"]
    assert "Contents" not in [one.title for one in outline(made)]


def test_a_heading_in_two_lines_is_one() -> None:
    made = of_blocks(
        ("heading", "CHAPTER 2", 1),
        ("heading", "DEPTH AND WIDTH", 1),
        ("paragraph", "A well is as deep as its rope.", 0),
    )
    assert [one.title for one in outline(made)] == ["CHAPTER 2 DEPTH AND WIDTH"]


def test_lines_of_contents() -> None:
    assert is_contents("Depth of wells ........ 12")
    assert is_contents("A. PURPOSE1-1")
    assert not is_contents("A well is as deep as its rope.")


def test_the_label_of_a_row_is_over_the_list_in_its_cell() -> None:
    made = of_blocks(
        ("heading", "Table of wishes", 1),
        ("table", "Wells and pumps", 0),
        ("item", "A longer rope", 1),
        ("item", "A new lid", 1),
        ("table", "Roads", 0),
        ("item", "A wider gate", 1),
        ("table", "Depth | 12", 0),
    )
    found = {one.title: one for one in outline(made)}
    assert [*found] == ["Table of wishes", "Wells and pumps", "Roads"]
    texts = [made.text[one.start : one.end] for one in items(made, found["Wells and pumps"])]
    assert texts == ["A longer rope", "A new lid"]
