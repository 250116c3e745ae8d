"""Parts that are named by number: cut short, in one another, several at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.part_numbers import numbered_parts
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import quotes

WELLS = """\
# K.B. 2210

An Act on the wells of Emmerby

Contents

Sec. 1. Digging.

Sec. 2. Cleaning.

Sec. 3. Closing.

## SEC. 1. DIGGING.

A well is dug in autumn.

## SEC. 2. CLEANING.

(a) The warden cleans each well as section 3 has it—

(1) in spring, with a brush; and

(2) in autumn, with lime.

(b) The parish pays for the lime.

## SEC. 3. CLOSING.

A dry well is closed with a stone.
"""
BARGES = """\
# Handbook for barge crews

## Chapter 2 Locks

### A. Gates

#### 1. Opening

The gate is opened by two.

#### 2. Shutting

The gate is shut by one.

## Chapter 3 Cargo

### A. Loading

#### 2. Grain

Grain is loaded when it is dry.

## Conclusions and advice

4.1 We advise that crews rest at noon.

4.2 We advise that ropes are changed each year.
"""
ROPES = """\
# Code of ropes

## § 9.11 Schedule I

Ropes of wire.

## § 9.12 Schedule II

Ropes of hemp.
"""


@pytest.fixture(scope="module")
def locks(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """Two documents with parts in parts. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("locks")
    (folder / "emmerby.md").write_text(WELLS, "utf-8")
    (folder / "barges.md").write_text(BARGES, "utf-8")
    (folder / "ropes.md").write_text(ROPES, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("show me SEC. 106", [("section 106", "")]),
        ("s. 12 of it", [("section 12", "")]),
        ("s12(3)(b)", [("section 12", "3 b")]),
        ("Art. 5 (2)", [("articl 5", "2")]),
        ("rec. 10", [("recommend 10", "")]),
        ("the fourth article", [("articl 4", "")]),
        ("Part II, chapter 4", [("part 2/chapter 4", "")]),
        ("section 2 of chapter 3", [("chapter 3/section 2", "")]),
        ("chapter 3, D 4", [("chapter 3/ d/ 4", "")]),
        ("articles 5 to 7", [("articl 5", ""), ("articl 6", ""), ("articl 7", "")]),
        ("sections 2 and 4", [("section 2", ""), ("section 4", "")]),
        ("§ 4", [(" 4", "")]),
        ("7 CFR 210.3(b)", [(" 210.3", "b")]),
        ("7 C.F.R. part 210", [("part 210", "")]),
        ("covid19 and vitamin b12", []),
        ("the recommendations of the report", []),
    ],
)
def test_the_numbers_that_a_text_names(text: str, named: list[tuple[str, str]]) -> None:
    found = [
        ("/".join(f"{one.noun} {one.number}" for one in part.chain), " ".join(part.points))
        for part in numbered_parts(text)[0]
    ]
    assert found == named


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("show me SEC. 3 of K.B. 2210", ["A dry well is closed with a stone."]),
        ("sec 1 of kb 2210", []),  # no file is called so, and these are no initials
        ("s. 1 of the wells act", ["A well is dug in autumn."]),
        ("section 2(a)(2)", ["(2) in autumn, with lime."]),
        ("section 2(b) of the wells act", ["(b) The parish pays for the lime."]),
        ("barge handbook chapter 2, A 2 shutting", ["The gate is shut by one."]),
        ("chapter 3, A 2", ["Grain is loaded when it is dry."]),
        ("schedule II", ["Ropes of hemp."]),
        ("9 CFR 9.11", ["Ropes of wire."]),
        ("advice 4.2", ["4.2 We advise that ropes are changed each year."]),
    ],
)
def test_the_parts_own_text_is_given(text: str, quoted: list[str], locks: Library) -> None:
    answer = ask(Query(text), locks)
    assert (quotes(answer) if answer.kind == "section" else []) == quoted


def test_a_line_of_the_contents_is_no_section(locks: Library) -> None:
    answer = ask(Query("section 2 of the act on wells"), locks)
    assert answer.kind == "section"
    assert not any("Sec." in quote for quote in quotes(answer))
