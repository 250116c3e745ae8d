from __future__ import annotations

import pytest

from rag.text.spelling import Lexicon, build_lexicon, in_their_case, is_english, read_question

TEXTS = """\
The Common Grazing Board (CGB) met in May. Members of the CGB spoke of drainage, of the \
Wells Levy, and of Ms Banks.
The Upper Canal Trust owns the locks. In 1990 the Upper Canal Trust had no rules; the UCT \
has them now. ACT NOW. Another Clear Thing happened.
""".splitlines()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(TEXTS)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("who owns the lokcs?", "who owns the locks?"),
        ("wich rules for drainge", "which rules for drainage"),
        ("wat are the rules", "what are the rules"),
        ("hat rules of wat", "hat rules of wat"),
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


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("is marijuana grown", "is marihuana grown"),
        ("how many kilometers", "how many kilometres"),
        ("who invested", "who invested"),  # no other spelling of "invented"
        ("is Harrison there", "is Harrison there"),  # a name
    ],
)
def test_another_spelling_of_a_word_is_the_corpus_s(asked: str, read: str) -> None:
    text = "Marihuana is grown for kilometres, it was invented by Harrisen in the fields."
    assert read_question(asked, build_lexicon([text])).question == read


def test_an_empty_corpus_mends_nothing() -> None:
    assert read_question("lokcs of teh canal", build_lexicon([])).question == "lokcs of teh canal"


def test_the_dictionary_knows_rare_words() -> None:
    assert is_english("intuitively")
    assert not is_english("goverment")


def test_words_of_no_language_that_is_known_are_not_mended(lexicon: Lexicon) -> None:
    asked = "lokcs hvordan drainge kanalen"
    assert read_question(asked, lexicon).question == asked


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("WHO OWNS THE LOCKS?", "who owns the locks?"),
        ("WHAT IS THE UCT?", "what is the UCT?"),
        ("who is ms banks?", "who is Ms Banks?"),
        ("WHAT DOES IT OWN?", "what does it own?"),
        ("RULES OF THE XQZT", "rules of the XQZT"),
        ("Who owns the LOCKS?", "Who owns the LOCKS?"),
        ("HOW MUCH IN 2012?", "how much in 2012?"),
        ("", ""),
        ("???", "???"),
    ],
)
def test_capitals_are_read_as_the_corpus_writes_them(
    lexicon: Lexicon, asked: str, read: str
) -> None:
    assert in_their_case(asked, lexicon) == read


def test_a_word_that_headings_capitalise_stays_small() -> None:
    text = "The Revenue of the port fell. Its revenue fell again, and the Revenue of Lanport rose."
    lexicon = build_lexicon([text])
    assert in_their_case("what was lanport revenue", lexicon) == "what was Lanport revenue"
