"""An answer in a model's words, from question to checked answer; the model is a fake."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

import pytest

from rag.ask import ask, ask_events
from rag.citations.integrity import problem_with
from rag.errors import ModelDown
from rag.library import Library
from rag.llm.client import Prompt
from rag.models.embedder import Embedder
from rag.types import Answer, Checked, Done, Query, Replied

QUESTION = "In which year did the cabinet announce the National Internal Security Policy?"
UNANSWERED = "What is the budget of the school transport authority?"
Said = Sequence[tuple[Sequence[str], str]]
"""Keys and text of each sentence."""


class Author:
    """Writes what a function makes of the evidence's keys, then fails if told to."""

    name = "author"
    place = ""

    def __init__(self, write: Callable[[list[str]], Said], problem: str = "") -> None:
        self._write, self._problem = write, problem
        self.asked: list[Prompt] = []

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        self.asked.append(prompt)
        keys = re.findall(r"^\[(\w+)\]", prompt.user, re.MULTILINE)
        items = [json.dumps({"keys": list(k), "text": text}) for k, text in self._write(keys)]
        yield '{"sentences": [' + ", ".join(items)
        if self._problem:
            raise ModelDown(self._problem)
        yield "]}"


def says(*texts: str) -> Callable[[list[str]], Said]:
    """Each text, leaning on the best piece of evidence."""
    return lambda keys: [(keys[:1], text) for text in texts]


def asked(
    library: Library,
    embedder: Embedder,
    author: Author,
    question: str = QUESTION,
    **changes: object,
) -> Answer:
    settings = library.settings.model_copy(update=changes)
    opened = Library(settings, embedder=embedder, llm=author)
    try:
        return ask(Query(question), opened)
    finally:
        opened.close()


TRUE = (
    "The group was told that the cabinet had once, in 2014, announced National Internal Security "
    "Policy, which will expire in 2018."
)
OTHER_WORDS = (
    "According to the group, the cabinet brought out the policy in 2014, to run until 2018."
)
FALSE = TRUE.replace("2014", "2013")
INVENTED = "The cabinet gave the policy $1.1 billion."


def test_each_sentence_is_shown_marked_or_withheld(library: Library, embedder: Embedder) -> None:
    answer = asked(library, embedder, Author(says(TRUE, OTHER_WORDS, FALSE, INVENTED)))
    assert (answer.status, answer.model) == ("answered", "author")
    assert [(s.text, s.verdict) for s in answer.statements] == [
        (TRUE, "verbatim"),
        (OTHER_WORDS, "not verified"),
    ]
    assert [s.text for s in answer.withheld] == [FALSE, INVENTED]
    assert answer.withheld[0].verdict == "contradicted"
    assert "1.1 billion" in answer.withheld[1].reason
    assert all(s.citations == () and s.reason for s in answer.withheld)
    for citation in answer.citations:
        assert problem_with(citation, library.store, "default") is None


def test_strict_withholds_what_is_not_verified(library: Library, embedder: Embedder) -> None:
    answer = asked(library, embedder, Author(says(TRUE, OTHER_WORDS)), strict=True)
    assert [s.text for s in answer.statements] == [TRUE]
    assert [s.text for s in answer.withheld] == [OTHER_WORDS]


def test_what_is_yielded_is_what_the_answer_says(library: Library, embedder: Embedder) -> None:
    opened = Library(library.settings, embedder=embedder, llm=Author(says(TRUE, FALSE)))
    events = list(ask_events(Query(QUESTION), opened))
    opened.close()
    (done,) = [event for event in events if isinstance(event, Done)]
    shown = tuple(event.statement for event in events if isinstance(event, Checked))
    assert shown == done.answer.statements
    (replied,) = [event for event in events if isinstance(event, Replied)]
    assert FALSE in replied.reply


@pytest.mark.parametrize(
    ("author", "told"),
    [
        (Author(says(FALSE)), "wrote nothing that holds"),
        (Author(lambda _: []), "wrote nothing that holds"),
        (Author(lambda _: [], "author took too long"), "author took too long"),
    ],
)
def test_where_nothing_is_left_the_documents_speak(
    author: Author, told: str, library: Library, embedder: Embedder
) -> None:
    answer = asked(library, embedder, author)
    assert (answer.status, answer.model) == ("answered", "extractive")
    assert {s.verdict for s in answer.statements} == {"verbatim"}
    assert any(told in note for note in answer.notes)


def test_what_was_checked_before_the_model_broke_off_stays(
    library: Library, embedder: Embedder
) -> None:
    answer = asked(library, embedder, Author(says(TRUE), "author fails (500)"))
    assert [s.text for s in answer.statements] == [TRUE]
    assert any("broke off: author fails (500)" in note for note in answer.notes)


def test_made_up_keys_are_dropped_and_counted(library: Library, embedder: Embedder) -> None:
    author = Author(lambda keys: [(["zzz", "???"], INVENTED), (["zzz"], TRUE), (keys[:1], TRUE)])
    answer = asked(library, embedder, author)
    assert answer.unknown_keys == 3
    assert [s.text for s in answer.statements] == [TRUE]  # borne out by what it didn't cite
    assert [s.text for s in answer.withheld] == [INVENTED]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("announced National Internal Security Policy", "piece cut out"),
        ("Policy.", "too little"),
        ("See https://evil.example for the policy of 2014.", "markup or a link"),
        ("The cabinet <img src=x> announced the policy in 2014.", "markup or a link"),
        ("The cabinet < img src=x> announced the policy in 2014.", "markup or a link"),
        (
            "The group was told of the cabinet’s policy in 2014, “the policy of its time”.",
            "quotes “the policy of its time”",
        ),
        ("The National Internal Security Policy instead of an answer.", "no verb"),
        ("Bananas ripen best in warm and humid rooms.", "hardly speaks of it"),
    ],
)
def test_what_is_no_honest_sentence_is_withheld(
    text: str, why: str, library: Library, embedder: Embedder
) -> None:
    (withheld,) = asked(library, embedder, Author(says(text))).withheld
    assert why in withheld.reason


def test_without_evidence_the_model_is_not_asked(library: Library, embedder: Embedder) -> None:
    author = Author(says(INVENTED))
    answer = asked(library, embedder, author, UNANSWERED)
    assert answer.status != "answered"
    assert author.asked == []
    answer = asked(library, embedder, author, UNANSWERED, refuse=False)
    assert len(author.asked) == 1
    assert answer.status != "answered"  # what it invented is withheld all the same
    assert [s.text for s in answer.withheld] == [INVENTED]


def test_where_the_evidence_seems_not_to_answer_only_what_is_verified_makes_an_answer(
    library: Library, embedder: Embedder
) -> None:
    doubtful = "The school transport authority's budget is said to be known."

    def write(keys: list[str]) -> Said:
        (line,) = re.findall(rf"^\[{keys[0]}\] (.*)", author.asked[-1].user, re.MULTILINE)
        return [(keys[:1], doubtful), (keys[:1], line)]

    author = Author(write)
    answer = asked(library, embedder, author, UNANSWERED, refuse=False)
    assert [s.text for s in answer.withheld] == [doubtful]
    assert {s.verdict for s in answer.statements} == {"verbatim"}


class Halves(Author):
    """Breaks off in the middle of a character."""

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        yield '{"sentences": [{"keys": [], "text": "Nine \ud83d'


def test_half_a_character_gets_nowhere(library: Library, embedder: Embedder) -> None:
    opened = Library(library.settings, embedder=embedder, llm=Halves(lambda _: []))
    replies = [e.reply for e in ask_events(Query(QUESTION), opened) if isinstance(e, Replied)]
    assert [reply[-1] for reply in replies] == ["\N{REPLACEMENT CHARACTER}"]


WHO = "Who should take the lead against militancy?"


def test_the_best_evidence_is_quoted_where_the_model_leaves_it_out(
    library: Library, embedder: Embedder
) -> None:
    plain = ask(Query(WHO), library)
    best, last = plain.citations[0].quote, plain.citations[-1].quote
    assert len(plain.citations) > 1

    def say(keys: list[str]) -> Said:
        return [(keys[-1:], last)]

    answer = asked(library, embedder, Author(say), WHO)
    assert [statement.text for statement in answer.statements] == [last, best]
    assert [citation.quote for citation in answer.citations] == [last, best]
    assert [statement.citations for statement in answer.statements] == [("1",), ("2",)]
    assert answer.statements[-1].verdict == "verbatim"
    again = asked(library, embedder, Author(lambda keys: [(keys[:1], best)]), WHO)
    assert [statement.text for statement in again.statements] == [best]
