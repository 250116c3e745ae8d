"""The numbered headings of one name."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill
from tests.rag.requests.conftest import answer_to
from tests.rag.requests.shelf import quotes

WELLS = """# Report on the wells of Emmerby

## Findings

We made two field trials, of which the second was longer.

## Field trial 1: Digging by hand

The well was dug in nine days.

## Field trial 2: Digging by horse

The horse was willing.

## Field trial 2

The horse was fed.

## Annex A: Costs

Nine crowns.

## Annex B: Who was asked

The parish.

## Annex D: Maps

None was kept.
"""
PUMPS = "# Handbook of pumps\n\n## Pumps\n\nA pump is oiled each spring.\n"


@pytest.fixture(scope="module")
def wells(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder = tmp_path_factory.mktemp("wells")
    (folder / "wells.md").write_text(WELLS, "utf-8")
    (folder / "pumps.md").write_text(PUMPS, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which field trials are in the report on the wells?", ["by hand", "by horse"]),
        ("list the field trials in the wells report", ["by hand", "by horse"]),
        ("What annexes does the report on the wells have?", ["Costs", "asked", "Maps"]),
    ],
)
def test_each_number_is_given_once(text: str, said: list[str], wells: Library) -> None:
    answer = answer_to(text, wells)
    assert answer.kind == "list"
    given = quotes(answer)
    assert len(given) == len(said)
    assert all(one in quote for one, quote in zip(said, given, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Which pumps are in the handbook of pumps?",
        "Which field trials in the wells report cost most?",
        "Which field trials are longest in the wells report?",
    ],
)
def test_other_questions_are_no_such_list(text: str, wells: Library) -> None:
    assert "called so and numbered" not in " ".join(p.note for p in answer_to(text, wells).parts)
