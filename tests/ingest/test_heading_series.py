"""Headings of a series that look like paragraphs, or stand at the wrong level."""

from __future__ import annotations

from ingest.heading_series import with_series
from ingest.load.raw import RawBlock, RawLine
from rag.types.document import BlockKind


def block(text: str, kind: BlockKind = "paragraph", level: int = 0) -> RawBlock:
    return RawBlock(kind, (RawLine(0, len(text), text),), level)


def headings(*blocks: RawBlock) -> list[tuple[str, int]]:
    return [(one.lines[0].text, one.level) for one in with_series(blocks) if one.kind == "heading"]


SAID = block("The harbour is dredged in spring, and whoever objects writes to the board.")
CONTENTS = [
    block(f"Proposal {n}: Dredge the {name} ....... {n}4")
    for n, name in enumerate(("inner basin", "outer basin", "mouth of the river"), 1)
]
PROPOSALS = [
    block(f"Proposal {n}: Dredge the {name}")
    for n, name in enumerate(("inner basin", "outer basin", "mouth of the river"), 1)
]


def test_what_the_contents_list_by_noun_and_number_is_a_heading() -> None:
    first, second, third = PROPOSALS
    between = block("Costs", "heading", 3)
    found = headings(
        *CONTENTS, block("Foreword", "heading", 1), SAID, first, SAID, between, SAID, second,
        SAID, third, SAID,
    )  # fmt: skip
    assert [text for text, level in found if level == 2] == [one.lines[0].text for one in PROPOSALS]


def test_without_contents_or_headings_of_the_series_they_stay_paragraphs() -> None:
    first, second, third = PROPOSALS
    assert headings(first, SAID, second, SAID, third, SAID) == []


def test_a_list_stays_a_list() -> None:
    assert headings(*CONTENTS, block("Summary", "heading", 1), *PROPOSALS, SAID) == [("Summary", 1)]


def test_what_stands_between_two_headings_of_a_series_is_one() -> None:
    item = block("III. WHO PAYS FOR IT.", "item")
    found = headings(
        block("II. Who decides", "heading", 2), SAID, item, SAID,
        block("IV. Who objects", "heading", 2), SAID,
    )  # fmt: skip
    assert ("III. WHO PAYS FOR IT.", 2) in found


def test_a_numbered_sentence_between_two_headings_is_none() -> None:
    rule = block("2. Each keeper should pay the fee before the first of May.")
    found = headings(
        block("1. Scope", "heading", 2), SAID, rule, SAID, block("3. Fees", "heading", 2), SAID
    )
    assert [text for text, _ in found] == ["1. Scope", "3. Fees"]


def test_a_heading_of_a_series_is_at_the_level_of_the_others() -> None:
    levels = (2, 2, 1, 2, 2)
    blocks = [
        one
        for n, level in enumerate(levels, 1)
        for one in (block(f"MEASURE {n}", "heading", level), SAID)
    ]
    assert {level for _, level in headings(*blocks)} == {2}


def test_captions_are_no_series() -> None:
    lines = [block(f"Table {n}: Catch of the year 201{n} .... {n}") for n in (1, 2, 3)]
    tables = [block(f"Table {n}: Catch of the year 201{n}") for n in (1, 2, 3)]
    assert headings(*lines, tables[0], SAID, tables[1], SAID, tables[2], SAID) == []
