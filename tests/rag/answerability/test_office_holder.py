"""Who holds an office: a person's name stands with it, or nobody is named."""

from __future__ import annotations

import pytest

from rag.answerability.answer_candidates import find_fillers
from rag.answerability.features import Fit, Measured
from rag.answerability.office_holder import names_holder, office_asked
from rag.question.question_type import parse


def measured(question: str, sentence: str, score: float) -> Measured:
    slot = parse(question)
    fits = tuple(Fit(0, filler, 1.0, score) for filler in find_fillers(slot, sentence))
    sentences = (sentence,)
    return Measured(slot, {}, (0.5,), (1.0,), sentence, fits, (), 0.0, None, sentences=sentences)


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the current harbour master?", ("harbour", "master")),
        ("who's the director of the port now?", ("director",)),
        ("Who is the president of the guild?", ("president",)),
        ("Who is currently the Keeper of Seals?", ("Keeper",)),
        ("Who is the primary rival of the guild?", ()),
        ("Who is responsible for the quay?", ()),
        ("Who was the director of the port?", ()),
        ("What is the current toll?", ()),
    ],
)
def test_an_office_is_asked_for_by_its_noun_or_as_todays(
    question: str, office: tuple[str, ...]
) -> None:
    assert office_asked(parse(question)) == office


@pytest.mark.parametrize(
    ("sentence", "score", "names"),
    [
        ("The harbour master, Ane Solberg, spoke first.", 0.5, True),
        ("Harbour Master Solberg spoke first.", 0.5, True),
        ("The council confirmed a harbour master in June to advise the port.", 0.5, False),
        ("The post of harbour master was created by the Port Act.", 0.05, False),
        ("The former harbour master, Ane Solberg, spoke first.", 0.5, False),
        ("Ane Solberg, a baker, spoke first.", 0.5, False),
        ("The harbour master reports to the Northern Coast Authority.", 0.5, False),
    ],
)
def test_only_a_name_with_the_office_answers(sentence: str, score: float, names: bool) -> None:
    said = measured("Who is the current harbour master?", sentence, score)
    assert names_holder(said, sentence) is names


def test_any_sentence_will_do_where_no_office_is_asked_for() -> None:
    assert names_holder(measured("Who paid the toll?", "Nobody did.", 0.0), "Nobody did.")
