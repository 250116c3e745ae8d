"""What common words can be."""

from __future__ import annotations

from rag.grammar.word_classes import classes, is_agent, is_base, mostly_verb, of_itself


def test_verbs_are_known_in_their_base_form() -> None:
    assert is_base("publish")
    assert is_base("fund")
    assert is_base("prioritise")  # listed with a "z"
    assert not is_base("published")
    assert not is_base("ministry")
    assert mostly_verb("assess")
    assert not mostly_verb("contact")


def test_forms_have_the_classes_of_their_base() -> None:
    assert classes("ministries") == classes("ministry")
    assert classes("qwertz") == ""


def test_people_bodies_and_countries_act() -> None:
    for word in ("nurse", "council", "ministries", "women", "america"):
        assert is_agent(word), word
    for word in ("canal", "report", "wax"):
        assert not is_agent(word), word


def test_verbs_of_change_and_being_come_about_by_themselves() -> None:
    assert of_itself("increases")
    assert not of_itself("publish")
