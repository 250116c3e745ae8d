"""A server that rewords faithfully is let speak; what it plants among that is mostly caught.

The sentences are those of ``paraphrases.yaml``, each question's own evidence found by the real
search. The floors are what was measured; raise them when more is caught.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pytest

from rag.library import Library
from rag.llm.prompts import MAX_SENTENCES, plain
from rag.models.embedder import Embedder
from rag.text.sentences import split
from rag.types import Statement
from tests.llm.asking import MODEL, Asked, asked_of, put, untrue
from tests.llm.paraphrases import Rewritten, rewritten
from tests.llm.protocol import Request
from tests.llm.scripts import Sentence, saying

FAITHFUL_SHOWN = 0.90
"""Share of the faithful sentences that are shown."""
MINIMAL_WITHHELD, REWORDED_WITHHELD = 0.9, 0.68
"""Shares of the false ones that are withheld, by how they were made."""
FALSE_AS_FACT = 1
"""So many false ones are shown as supported or verbatim, at most."""
ASKED = 70
"""So many of the 85 sentences of evidence are found and given to the model, at least."""
MOST = 4 * MAX_SENTENCES
"""So many sentences are said in answer to a question, in several replies."""

ALL = rewritten()
QUESTIONS = tuple(dict.fromkeys(one.question for one in ALL))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of each sentence that a server wrote: the statement shown, None if withheld."""

    faithful: Mapping[str, Statement | None]
    false: Mapping[str, Statement | None]
    answers: Sequence[Asked]
    evidence: frozenset[str]


def part_of(texts: Mapping[str, Sequence[str]], start: int, request: Request) -> list[Sentence]:
    """Give as many of the sentences on a request's evidence as a reply may hold, from one on."""
    every: list[Sentence] = [
        ((key,), text)
        for key, line in request.evidence
        for quote, said in texts.items()
        if quote in line  # a sentence may have the one along that it leans on
        for text in said
    ]
    return every[start : start + MAX_SENTENCES]


@pytest.fixture(scope="module")
def good(library: Library, embedder: Embedder) -> Outcome:
    """Each question asked of a server that says all the faithful sentences of its evidence."""
    return asked_all(library, embedder, {plain(one.quote): one.faithful for one in ALL})


@pytest.fixture(scope="module")
def mixed(library: Library, embedder: Embedder) -> Outcome:
    """The same of a server that says faithful and false ones in turn, as many as there are."""
    return asked_all(library, embedder, {plain(one.quote): in_turn(one) for one in ALL})


def in_turn(one: Rewritten) -> tuple[str, ...]:
    """Put a false sentence after each faithful one, and the rest of them behind."""
    false = [wrong.text for wrong in one.false]
    pairs = zip(one.faithful, false[: len(one.faithful)], strict=False)
    rest = [*one.faithful[len(false) :], *false[len(one.faithful) :]]
    return (*(text for pair in pairs for text in pair), *rest)


def asked_all(library: Library, embedder: Embedder, texts: Mapping[str, Sequence[str]]) -> Outcome:
    """Ask each question as often as it takes to have all the sentences for its evidence said."""
    shown: dict[str, Statement | None] = {}
    answers: list[Asked] = []
    evidence: set[str] = set()
    with asked_of(library, embedder, saying(lambda _: []), llm_timeout=20.0) as (opened, server):
        for question in QUESTIONS:
            for start in range(0, MOST, MAX_SENTENCES):
                part = partial(part_of, texts, start)
                server.script = saying(part)
                asked = put(question, opened)
                if not asked.replied:
                    break  # what tells two things apart is quoted: no model is asked
                given = server.requests[-1].evidence
                evidence.update(quote for quote in texts for _, line in given if quote in line)
                said = [text for _, text in part(server.requests[-1])]
                if not said:
                    break
                assert asked.replied[-1].problem == ""
                assert not untrue(asked.answer, opened)
                answers.append(asked)
                for text in said:
                    shown[text] = shown.get(text) or statement_of(text, asked)
                if len(said) < MAX_SENTENCES:
                    break
    faithful = {text for one in ALL for text in one.faithful}
    false = {wrong.text for one in ALL for wrong in one.false}
    return Outcome(
        {text: one for text, one in shown.items() if text in faithful},
        {text: one for text, one in shown.items() if text in false},
        answers,
        frozenset(evidence),
    )


def statement_of(text: str, asked: Asked) -> Statement | None:
    """Find the statement that says a text; an item of two sentences is shown as two of them."""
    if text not in asked.screen.replace("\n", " "):
        return None
    return next(one for one in asked.answer.statements if one.text in text)


def test_most_of_what_is_faithful_is_shown(good: Outcome) -> None:
    assert len(good.evidence & {plain(one.quote) for one in ALL}) >= ASKED
    shown = [text for text, statement in good.faithful.items() if statement]
    assert len(shown) >= FAITHFUL_SHOWN * len(good.faithful)


def test_what_is_shown_was_written_by_the_model(good: Outcome) -> None:
    """Answers in the documents' own words would hold no sentence of the server's.

    What answers best is quoted behind its sentences where it leaves that out.
    """
    parts = _parts(good.faithful)
    for asked in good.answers:
        if asked.answer.model == MODEL:
            said = [one for one in asked.answer.statements if one.text in parts]
            rest = asked.answer.statements[len(said) :]
            assert said == list(asked.answer.statements[: len(said)])
            assert said
            assert [one.verdict for one in rest] in ([], ["verbatim"])
        else:
            assert "wrote nothing that holds" in " ".join(asked.answer.notes)
    spoken = sum(asked.answer.model == MODEL for asked in good.answers)
    assert spoken >= FAITHFUL_SHOWN * len(good.answers)


def _parts(texts: Mapping[str, object]) -> set[str]:
    return {text[span.start : span.end] for text in texts for span in split(text)}


@pytest.mark.slow
def test_company_of_false_ones_takes_nothing_from_the_faithful(
    good: Outcome, mixed: Outcome
) -> None:
    assert {t: bool(s) for t, s in mixed.faithful.items()} == {
        t: bool(s) for t, s in good.faithful.items()
    }


@pytest.mark.parametrize(
    ("edit", "floor"), [("minimal", MINIMAL_WITHHELD), ("reworded", REWORDED_WITHHELD)]
)
def test_of_what_is_false_so_much_is_withheld(edit: str, floor: float, mixed: Outcome) -> None:
    of_it = {wrong.text for one in ALL for wrong in one.false if wrong.edit == edit}
    said = {text: statement for text, statement in mixed.false.items() if text in of_it}
    assert len(said) >= 0.85 * len(of_it)
    withheld = [text for text, statement in said.items() if statement is None]
    assert len(withheld) >= floor * len(said)


def test_hardly_anything_false_is_shown_as_fact(mixed: Outcome) -> None:
    as_fact = [s for s in mixed.false.values() if s and s.verdict in ("supported", "verbatim")]
    assert len(as_fact) <= FALSE_AS_FACT, [statement.text for statement in as_fact]


def test_what_is_doubtful_stands_beside_its_quote(good: Outcome, mixed: Outcome) -> None:
    for asked in (*good.answers, *mixed.answers):
        quotes = {citation.key: citation.quote for citation in asked.answer.citations}
        for statement in asked.answer.statements:
            assert all(quotes[key] for key in statement.citations)
            assert statement.verdict != "not verified" or statement.reason
