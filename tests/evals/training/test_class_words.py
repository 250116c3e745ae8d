"""Classes of words, from counts of senses."""

from __future__ import annotations

from evals.training.class_words import classes_of

FILES = {("n", "1"): "18", ("n", "2"): "06", ("v", "3"): "42", ("v", "4"): "36", ("a", "5"): "00"}


def test_the_part_of_speech_that_was_met_most_is_in_capitals() -> None:
    assert classes_of([[(("n", "2"), 9)], [(("v", "4"), 3)]], FILES) == "Nv"
    assert classes_of([[(("n", "2"), 3)], [(("v", "4"), 9)]], FILES) == "nV"


def test_what_was_hardly_ever_met_is_no_class() -> None:
    assert classes_of([[(("n", "2"), 500)], [(("a", "5"), 1)]], FILES) == "N"


def test_people_act_and_verbs_of_being_come_about_by_themselves() -> None:
    assert classes_of([[(("n", "1"), 5), (("n", "2"), 9)]], FILES) == "Np"
    assert classes_of([[(("n", "1"), 1), (("n", "2"), 9)]], FILES) == "N"
    assert classes_of([[(("v", "3"), 2)]], FILES) == "Vs"
