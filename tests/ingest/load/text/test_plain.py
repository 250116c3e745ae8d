"""Layouts told from the text alone, on made-up samples. The corpus has tests of its own."""

from __future__ import annotations

import textwrap

import pytest

from ingest.load.text.plain import layout, line_step, split_lines

PROSE = (
    "The committee on rural water met twice in the spring and looked at every well in the "
    "district. It found that most of the pumps had been repaired since the flood, although "
    "nobody had kept a list of them. A second survey, ordered by the council, is to be finished "
    "before the next dry season begins."
)
SECOND = (
    "Farmers from the upper valley asked for a seat on the board, since they pay the larger part "
    "of the levy but are seldom heard. The chair promised an answer within a month."
)


def wrapped(*paragraphs: str, width: int = 72, gap: str = "\n\n") -> str:
    return gap.join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)


def spaced(*paragraphs: str, width: int = 72) -> str:
    """Like the text layer of a PDF: an empty line after every line, none for a paragraph."""
    lines = [line for p in paragraphs for line in textwrap.wrap(p, width, break_on_hyphens=False)]
    return "\n\n".join(f"{line} " for line in lines)


def blocks(text: str) -> list[tuple[str, str]]:
    found, _ = layout(text)
    return [(b.kind, " ".join(line.text for line in b.lines)) for b in found]


@pytest.mark.parametrize("width", [50, 64, 72, 90])
def test_wrapped_paragraphs_are_put_together(width: int) -> None:
    assert blocks(wrapped(PROSE, SECOND, width=width)) == [
        ("paragraph", PROSE),
        ("paragraph", SECOND),
    ]


@pytest.mark.parametrize("width", [60, 72, 85])
def test_spaced_lines_are_put_together(width: int) -> None:
    text = spaced("Water in the valley", PROSE, "Who pays", SECOND, width=width)
    assert blocks(text) == [
        ("heading", "Water in the valley"),
        ("paragraph", PROSE),
        ("heading", "Who pays"),
        ("paragraph", SECOND),
    ]


def test_a_line_is_a_paragraph_in_flowing_text() -> None:
    text = f"Water in the valley\n\n{PROSE}\n\n{SECOND}\n"
    assert line_step(split_lines(text)) is None
    assert blocks(text) == [
        ("heading", "Water in the valley"),
        ("paragraph", PROSE),
        ("paragraph", SECOND),
    ]


def test_a_spaced_page_begins_with_one_space() -> None:
    first, second = spaced(PROSE, PROSE), spaced(SECOND, SECOND)
    found, pages = layout(f"{first}\n {second}")
    assert [(page.number, page.inferred) for page in pages] == [(1, True), (2, True)]
    assert pages[1].start == len(first) + 2
    assert len(found) == 4


def test_a_sentence_runs_on_over_an_inferred_page_break() -> None:
    head, tail = PROSE[: PROSE.index("every")], PROSE[PROSE.index("every") :]
    text = f"{spaced(SECOND, head)}\n {spaced(tail, SECOND)}"
    _, pages = layout(text)
    assert len(pages) == 2
    assert [b[1] for b in blocks(text)] == [SECOND, PROSE, SECOND]


def test_form_feeds_are_pages_that_the_file_states() -> None:
    _, pages = layout(f"{wrapped(PROSE)}\f\f{wrapped(SECOND)}")
    assert [(page.number, page.inferred) for page in pages] == [(1, False), (2, False), (3, False)]


def test_indented_lines_of_a_wrapped_text_are_not_pages() -> None:
    _, pages = layout(wrapped(PROSE) + "\n " + wrapped(SECOND))
    assert pages == ()


@pytest.mark.parametrize("marker", ["•", "-", "*", "1.", "(a)", "–", "▪"])
def test_list_items_end_where_the_next_one_starts(marker: str) -> None:
    other = {"1.": "2.", "(a)": "(b)"}.get(marker, marker)
    text = wrapped("The board agreed on this:", gap="\n") + "\n"
    text += wrapped(f"{marker} {SECOND}", f"{other} {PROSE}", gap="\n")
    assert blocks(text) == [
        ("paragraph", "The board agreed on this:"),
        ("item", f"{marker} {SECOND}"),
        ("item", f"{other} {PROSE}"),
    ]


def test_nested_items_have_a_deeper_level() -> None:
    text = spaced(f"• {PROSE}", f"o {SECOND}", f"o {SECOND}", f"• {PROSE}", f"• {SECOND}")
    found, _ = layout(text)
    assert [block.level for block in found] == [1, 2, 2, 1, 1]
    assert all(block.kind == "item" for block in found)


def test_a_dash_inside_a_sentence_is_no_list() -> None:
    text = "The levy was raised in the upper valley and again in the lower one\n– by a third –\nbut"
    assert len(blocks(text + " the wells were not repaired before the winter came.")) == 1


def test_a_year_at_a_line_start_is_no_list() -> None:
    text = "It was decided by the council of the upper valley in the spring of the year\n"
    text += "2014. It has been so ever since, as everybody in the valley knows."
    assert len(blocks(f"{wrapped(PROSE)}\n\n{text}")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Nothing was found.",
        "May 13, 2015",
        "it begins small",
        "The wells shall be repaired before winter",
        "Costs; " * 20,
        "• A bullet",
    ],
)
def test_not_every_short_line_is_a_heading(text: str) -> None:
    assert blocks(f"{text}\n\n{PROSE}\n\n{SECOND}")[0][0] != "heading"


def test_a_table_caption_makes_the_cells_below_it_table_rows() -> None:
    text = spaced(PROSE, "Table 2: Wells by district", "District Wells", "Upper valley 12", PROSE)
    kinds = [kind for kind, _ in blocks(text)]
    assert kinds == ["paragraph", "heading", "table", "table", "paragraph"]
