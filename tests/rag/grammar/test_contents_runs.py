"""Lines of contents told from a table's rows, and records from what a document says."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.html.reader import load_html
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.grammar.contents_runs import contents_blocks
from rag.grammar.quote_role import record_over
from rag.types import Document, Source
from rag.types.known import Known

PARTS = ("Keeping bees in towns", "Hives on roofs", "Honey and its sale", "Swarms", "Neighbours")
BODY = "".join(
    f"<h2>{n}. {part}</h2><p>About {part} much is said.</p>" for n, part in enumerate(PARTS)
)


def page(*lines: str, body: str = BODY) -> Document:
    text = f"<html><body><h1>Bees</h1>{''.join(lines)}{body}</body></html>"
    return build_document("bees.html", load_html(text.encode(), Reading()), Source("bees"))


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def listed(document: Document) -> list[str]:
    told = contents_blocks(Known(document))
    return [document.text[one.start : one.end] for one in document.blocks if one.start in told]


def test_a_run_of_titles_that_stand_again_is_contents_without_a_heading_that_says_so() -> None:
    pages = ("2", "3", "9", "14", "20")
    assert len(listed(page(table(*zip(PARTS, pages, strict=True))))) == len(PARTS)
    dotted = "".join(f"<p>{one} ..... {at}</p>" for one, at in zip(PARTS, pages, strict=True))
    assert len(listed(page(dotted))) == len(PARTS)
    numbered = "".join(f"<p>{one} 1.{at} {at}</p>" for one, at in zip(PARTS, pages, strict=True))
    assert len(listed(page(numbered))) == len(PARTS)


def test_what_says_contents_needs_no_titles_that_stand_again() -> None:
    lines = "<h2>Contents</h2><p>Wax 2</p><p>Brood 4</p><p>Smoke 7</p><p>Veils 11</p><h2>Bees</h2>"
    assert listed(page(lines, body="<p>Bees fly.</p>")) == [
        "Wax 2",
        "Brood 4",
        "Smoke 7",
        "Veils 11",
    ]


def test_a_laws_list_of_its_sections_is_contents() -> None:
    sections = ("Hives to be numbered", "Distance from the road", "Register of swarms", "Fines")
    lines = "".join(f"<p>3.{n} {one}.</p>" for n, one in enumerate(sections, 1))
    assert len(listed(page(f"<p>Sec.</p>{lines}<p>Each keeper numbers the hives.</p>"))) == 4
    assert listed(page(f"<p>Rules</p>{lines}<p>Each keeper numbers the hives.</p>")) == []


@pytest.mark.parametrize(
    "lines",
    [
        table(("Wax", "2"), ("Brood", "4"), ("Smoke", "7"), ("Veils", "11")),
        table(*((part, at, "3") for part, at in zip(PARTS, "24689", strict=True))),
        table(*((part, at) for part, at in zip(PARTS, "92716", strict=True))),
        "".join(f"<p>Hives in 190{n}</p>" for n in range(5)),
        "".join(f"<p>Recommendation {n}</p>" for n in (2, 3, 5, 9, 12)),
        "<p>Sec.</p>"
        + "".join(f"<p>3.{n} The keeper should wear veil {n}.</p>" for n in range(1, 6)),
        "".join(
            f"<p>The keeper of {part} has hives {at}</p>"
            for part, at in zip(PARTS, "24689", strict=True)
        ),
    ],
)
def test_other_rows_and_lines_are_none(lines: str) -> None:
    assert listed(page(lines)) == []


def test_a_long_title_is_contents_with_its_second_half() -> None:
    lines = (
        "<h2>Contents</h2><p>Wax 2</p><p>Brood 4</p><p>The smoke and what it does to a swarm</p>"
    )
    rest = "<p>that has been troubled 7</p><p>Veils 11</p>"
    assert len(listed(page(lines + rest, body="<h2>Bees</h2><p>Bees fly.</p>"))) == 5


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Revision history", True),
        ("Appendix 2: List of witnesses", True),
        ("The witnesses' accounts of the swarm", False),
        ("How the history of beekeeping was written", False),
    ],
)
def test_a_record_is_told_by_its_heading(head: str, expected: bool) -> None:
    text = f"# Bees\n\n## {head}\n\nVersion 1.1 with small changes.\n"
    document = build_document("bees.md", load_markdown(text.encode(), Reading()), Source("bees"))
    assert bool(record_over(document, document.text.index("Version 1.1"))) is expected
