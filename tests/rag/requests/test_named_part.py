"""A question that names a numbered part is asked of that part."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.named_part import part_named
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import request

ORCHARD = """\
# Answer of Marrow Council to the Orchard Inquiry

## Foreword

The deadline by which the Council works on the orchard is 1 May 1920, and its wardens keep to it.

## Recommendation 1

The plum trees should be pruned before 3 March 1921, when the sap rises.

The wardens have bought new shears for the plum trees.

## Recommendation 2

A fence should be set around the apple trees.

The fence is made of willow, since the sheep don't eat that.

## Recommendation 3

Ladders should be counted each autumn.

There are nine ladders, of which the school has two.
"""
OTHER = """\
# Answer of Tarn Council to the Well Inquiry

## Recommendation 1

The well should be covered.

A lid of oak was laid on the well.
"""


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """Two answers to inquiries. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("orchard")
    (folder / "orchard.md").write_text(ORCHARD, "utf-8")
    (folder / "well.md").write_text(OTHER, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("what is the fence of recommendation 2 made of", "Recommendation 2"),
        (
            "By which deadline is recommendation 3 of the Orchard Inquiry to be met?",
            "Recommendation 3",
        ),
        ("who bought shears for recommendation 1 of the orchard inquiry?", "Recommendation 1"),
    ],
)
def test_the_part_is_the_only_one_that_may_be_meant(
    text: str, title: str, orchard: Library
) -> None:
    part = part_named(request(text, orchard))
    assert part is not None
    assert (part.section.title, "Orchard" in part.document.source.title) == (title, True)


def test_of_several_parts_of_a_number_none_is_chosen(orchard: Library) -> None:
    assert part_named(request("who pays for recommendation 1?", orchard)) is None
    assert part_named(request("who pays for the 2 fences?", orchard)) is None


def test_a_part_answers_itself(orchard: Library) -> None:
    answer = ask(Query("what is the fence of recommendation 2 made of"), orchard)
    assert answer.status == "answered"
    assert {one.heading_path[-1] for one in answer.citations} == {"Recommendation 2"}


def test_what_is_said_elsewhere_is_no_answer(orchard: Library) -> None:
    answer = ask(Query("By which deadline must recommendation 2 be met?"), orchard)
    assert answer.status == "unsure"
    assert {one.heading_path[-1] for one in answer.nearest} == {"Recommendation 2"}
    assert "Looked for in “Recommendation 2” alone: the question names it." in answer.notes


def test_a_section_that_is_not_there_is_never_sure(orchard: Library) -> None:
    assert ask(Query("who counts the ladders of the school"), orchard).status != "refused"
    answer = ask(
        Query("what does the Ladders and Shears chapter of the orchard answer say"), orchard
    )
    assert answer.status != "answered"


def test_each_question_of_a_text_is_asked_of_the_part_that_it_names(orchard: Library) -> None:
    first = "What is the fence of recommendation 2 of the Orchard Inquiry made of"
    answer = ask(Query(f"{first}, and who keeps to it by which deadline?"), orchard)
    assert len(answer.parts) == 2
    assert {one.heading_path[-1] for one in answer.citations} == {"Recommendation 2"}
