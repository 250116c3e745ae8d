from __future__ import annotations

import pytest

from rag.lexicon import Lexicon, build_lexicon, is_english, read_question, short_forms, spell_out

TEXTS = """\
The Common Grazing Board (CGB) met in May. Members of the CGB spoke of drainage, of the \
Wells Levy, and of Ms Banks.
The Upper Canal Trust owns the locks. In 1990 the Upper Canal Trust had no rules; the UCT \
has them now. ACT NOW. Another Clear Thing happened.
""".splitlines()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(TEXTS)


def test_long_forms_come_from_definitions_and_from_initials_used_twice(lexicon: Lexicon) -> None:
    assert lexicon.long_forms == {"CGB": "Common Grazing Board", "UCT": "Upper Canal Trust"}


def test_an_abbreviation_of_two_names_is_left_alone() -> None:
    text = "Upper Canal Trust. Upper Canal Trust. United Coal Tar. United Coal Tar. The UCT."
    assert build_lexicon([text]).long_forms == {}


def test_each_form_is_asked_for_with_the_other(lexicon: Lexicon) -> None:
    assert spell_out("Who runs the UCT?", lexicon) == "Who runs the UCT (Upper Canal Trust)?"
    assert spell_out("Is a UCTX one?", lexicon) == "Is a UCTX one?"
    assert short_forms("Who runs the upper canal trust?", lexicon) == ("UCT",)
    assert short_forms("Who runs the UCT?", lexicon) == ()


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("who owns the lokcs?", "who owns the locks?"),
        ("wich rules for drainge", "which rules for drainage"),
        ("What is a mebmer?", "What is a mebmer?"),  # the corpus has only "members"
        ("Who is Mr Banki?", "Who is Mr Banki?"),  # a name, not a slip for Banks
        ("the levee on wells", "the levee on wells"),  # a word of its own
    ],
)
def test_slips_are_mended_and_words_are_not(lexicon: Lexicon, asked: str, read: str) -> None:
    assert read_question(asked, lexicon).question == read


def test_what_was_mended_is_told(lexicon: Lexicon) -> None:
    reading = read_question("who owns the lokcs?", lexicon)
    assert reading.respelled == (("lokcs", "locks"),)


def test_an_empty_corpus_mends_nothing() -> None:
    assert read_question("lokcs of teh canal", build_lexicon([])).question == "lokcs of teh canal"


def test_the_dictionary_knows_rare_words() -> None:
    assert is_english("intuitively")
    assert not is_english("goverment")
