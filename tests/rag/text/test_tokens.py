from __future__ import annotations

import pytest

from rag.text.tokens import alike, initials, nearly_spelt, root, tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def test_contractions_are_two_words_and_possessives_none() -> None:
    assert words("The mill’s owner can't pay; he won’t, she cannot.") == [
        "the", "mill", "owner", "can", "not", "pay", "he", "will", "not", "she", "can", "not",
    ]  # fmt: skip
    assert words("did n't pay") == ["did", "not", "pay"]


def test_hyphens_part_and_figures_stay_whole() -> None:
    assert words("low-intensity war of 8,300 men in the 1990s") == [
        "low", "intensity", "war", "of", "8,300", "men", "in", "the", "1990s",
    ]  # fmt: skip


def test_places_are_those_of_the_text() -> None:
    text = "“Goats” don’t pay."
    for token in tokens(text):
        assert text[token.start : token.end] == token.text


def test_forms_of_a_word_are_alike() -> None:
    assert root("took") == root("taken") == root("takes")
    assert alike(root("implementation"), root("implementing"))
    assert not alike(root("militants"), root("military"))


def test_initials_are_found_with_the_words_that_they_stand_for() -> None:
    found = initials(tokens("the Institute for Public Wells of Ruritania said"))
    assert found["ipw"] == (1, 5)
    assert found["ipwr"] == (1, 7)
    assert initials(tokens("the National Wells Tax Authority"))["nawta"] == (1, 5)
    assert "nat" not in initials(tokens("National Tax"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("millenia", "millennia", True), ("accept", "except", False), ("mill", "mills", False)],
)
def test_a_slip_of_one_letter(one: str, other: str, same: bool) -> None:
    assert nearly_spelt(one, other) is same
