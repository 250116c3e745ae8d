"""What a question turns on that a sentence near it may leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answerability.narrowing import leaves_open
from rag.ask import ask
from rag.models.embedder import Embedder
from rag.question.question_type import parse
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill


def _left_open(question: str, sentence: str, over: str = "") -> bool:
    return leaves_open(parse(question), sentence, over)


@pytest.mark.parametrize(
    ("question", "sentence", "over"),
    [
        ("when did the fourth panel meet", "The panels follow a plan of 2011.", ""),
        ("when did panel 4 meet", "The third panel met on April 4, 2011.", ""),
        ("what year did the third fleet sail", "The fleet of 1811 sailed in 1812.", ""),
        ("Which farm loses most?", "The Ash farm loses 40 crowns from the levy.", ""),
        ("biggest grant to a school?", "The school of Emmerby had a grant of 300.", ""),
        ("who gains the most from the levy", "Ada gains 40 crowns from the levy.", ""),
        ("which sites made the final short-list", "Site D lies outside the valley.", ""),
        ("which sites were chosen", "The needs of site C are greater.", ""),
    ],
)
def test_what_is_near_may_leave_open_what_is_asked(question: str, sentence: str, over: str) -> None:
    assert _left_open(question, sentence, over)


@pytest.mark.parametrize(
    ("question", "sentence", "over"),
    [
        ("when did the fourth panel meet", "The 4th panel met on 3 May 2011.", ""),
        ("when did the fourth panel meet", "It met on 3 May 2011.", "The fourth panel"),
        ("when did the fourth panel meet", "Panel 4 met on 3 May 2011.", ""),
        ("when did panel 4 meet", "The fourth panel met on April 9, 2011.", ""),
        ("when did 40 keepers meet on may 4", "The keepers met at noon.", ""),
        ("how many keepers are on the third list", "There are 300 keepers on it.", ""),
        ("when was the first pier built", "The pier was originally built in 1811.", ""),
        ("when was it built in the 19th century", "The pier was built in 1811.", ""),
        ("Which farm loses most?", "No farm loses more than Ash farm: 40 crowns.", ""),
        ("biggest grant to a school?", "The school of Emmerby had 300.", "Largest grants"),
        ("what does the act most commonly require", "The act requires a licence.", ""),
        ("which sites made the final short-list", "Sites A and B were shortlisted.", ""),
        ("which sites were chosen", "Sites A and B were selected.", ""),
        ("which method is recommended", "Keepers should use the second method.", ""),
    ],
)
def test_what_says_it_leaves_nothing_open(question: str, sentence: str, over: str) -> None:
    assert not _left_open(question, sentence, over)


ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
PANELS = "\n\n".join(
    f"The {name} panel, meeting on {day} April 2011, spoke of the northern pier."
    for day, name in enumerate(ORDINALS, 2)
)


@pytest.mark.parametrize(
    ("question", "status", "date"),
    [
        ("when did the tenth panel meet", "answered", "On 9 May 2011"),
        ("when did the fourth panel meet", "answered", "5 April 2011"),
        ("when did the twelfth panel meet", "unsure", ""),
    ],
)
def test_the_date_of_one_meeting_is_none_of_anothers(
    question: str, status: str, date: str, tmp_path: Path, embedder: Embedder
) -> None:
    tenth = "On 9 May 2011 the Lanport Harbour Trust, which has two piers and forty ferries to look"
    tenth += " after, convened the tenth panel on its delays.\n\nThe panel follows a plan of 2009."
    (tmp_path / "panels.md").write_text(f"# Panels\n\n{PANELS}\n\n{tenth}\n", "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    answer = ask(Query(question), library)
    assert answer.status == status
    assert status != "answered" or date in answer.statements[0].text
