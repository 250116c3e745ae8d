"""A draft with 30 planted quotations, written by somebody who had seen the documents alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from rag.checking.draft import check_draft
from rag.library import Library
from ui.draft.read import read_draft

FOLDER = Path(__file__).parent / "planted"
KEY = yaml.safe_load((FOLDER / "key.yaml").read_text("utf-8"))


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, str]:
    """What the check says of each quotation, by its letters."""
    review = check_draft(read_draft(FOLDER / "draft.md").draft, library)
    return {letters(one.text): one.sort for one in review.findings if one.is_quotation}


@pytest.mark.parametrize("planted", KEY["quotations"], ids=lambda one: one["id"])
def test_each_quotation_is_what_it_was_planted_as(
    found: dict[str, str], planted: dict[str, str]
) -> None:
    wanted = letters(planted["text"])
    said = [finding for text, finding in found.items() if wanted in text or text in wanted]
    assert said == [planted["finding"]]


def test_the_writers_own_sentences_and_scare_quotes_are_left_alone(
    library: Library, found: dict[str, str]
) -> None:
    review = check_draft(read_draft(FOLDER / "draft.md").draft, library)
    claims = {letters(one.text) for one in review.findings if not one.is_quotation}
    assert not claims & {
        letters(own if isinstance(own, str) else own["text"]) for own in KEY["own"]
    }
    scare = {letters(one if isinstance(one, str) else one["text"]) for one in KEY["scare"]}
    assert not scare & found.keys()
