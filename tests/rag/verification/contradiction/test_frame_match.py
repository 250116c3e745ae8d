"""How surely a difference contradicts."""

from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.text.alignment import Pair
from rag.verification.contradiction.frame_match import SURE_ENOUGH, frame_of, load_frames, sureness
from rag.verification.contradiction.rules import proposed

SENTENCE = (
    "The council shall publish the list of all ponds in the district before the first of May."
)


def test_one_word_exchanged_is_surer_than_the_same_word_in_another_sentence() -> None:
    near = Pair(SENTENCE.replace("shall publish", "may publish"), SENTENCE)
    rule, found = next(one for one in proposed(near) if one[1].kind == "strength")
    assert sureness(near, found, rule) >= SURE_ENOUGH
    far = Pair("Each district must see to it that ponds are clean.", SENTENCE)
    assert sureness(far, found, rule) < SURE_ENOUGH


def test_what_is_measured_lies_between_0_and_its_bound() -> None:
    measured = 0
    for statement in (
        SENTENCE,
        "Ponds.",
        "Before May, ponds in the district were listed, not published.",
    ):
        for _, found in proposed(Pair(statement, SENTENCE)):
            values = frame_of(Pair(statement, SENTENCE), found)
            assert all(0 <= value <= 6 for value in values.values())
            measured += 1
    assert measured


def test_a_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "frame_match.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="install Sanad again"):
        load_frames(file)
