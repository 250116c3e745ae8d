"""Any system's answers, read from a file, as items that the same metrics score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from evals.metrics.items import Item, Outcome, Quoted, Said
from evals.suites.cases import Case, cluster_of, failed, gold_of
from evals.suites.left_out import as_read, read_instead
from evals.suites.rows import read_jsonl, validated
from rag.errors import SettingsError
from rag.types import Document


class CitedQuote(BaseModel):
    """Words that an answer shows as a document's, and the file that it names for them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    quote: str = Field(min_length=1)
    document: str = ""


class GivenStatement(BaseModel):
    """One statement of an answer with its quotes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = Field(min_length=1)
    quotes: tuple[CitedQuote, ...] = ()


class GivenAnswer(BaseModel):
    """An answer to one case.

    ``statements``, or ``text`` with ``quotes`` for a system that doesn't tell its
    statements apart. Neither means that the system declined. ``score`` is its own
    confidence, if it gives one; ``status`` overrides what the texts suggest.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    text: str = ""
    quotes: tuple[CitedQuote, ...] = ()
    statements: tuple[GivenStatement, ...] = ()
    status: Outcome | None = None
    score: FiniteFloat | None = None


def read_answers(path: Path) -> dict[str, GivenAnswer]:
    """Read answers from JSON Lines, by case id. Raises `SettingsError` that names the row."""
    answers: dict[str, GivenAnswer] = {}
    for number, answer in validated(read_jsonl(path, "id"), GivenAnswer, path):
        if answer.id in answers:
            raise SettingsError(f"{path}, row {number}: the id {answer.id!r} stands there twice")
        answers[answer.id] = answer
    return answers


def items_of(
    cases: Sequence[Case],
    answers: Mapping[str, GivenAnswer],
    documents: Sequence[Document],
    corpus: Path,
) -> tuple[Item, ...]:
    """Give one item a case. A case without an answer is an error: nothing is left out.

    ``corpus`` is the folder that the documents were read from.
    """
    instead = read_instead(_quoted(answers), documents, corpus)
    return tuple(
        _item(case, answers.get(case.id), documents, instead)
        for case in as_read(cases, documents, corpus)
    )


def _quoted(answers: Mapping[str, GivenAnswer]) -> set[str]:
    """Give the files that answers quote."""
    return {
        quote.document
        for answer in answers.values()
        for quotes in (answer.quotes, *(said.quotes for said in answer.statements))
        for quote in quotes
    }


def _item(
    case: Case,
    answer: GivenAnswer | None,
    documents: Sequence[Document],
    instead: Mapping[str, str],
) -> Item:
    gold = gold_of(case, documents)
    if answer is None:
        return failed(case, "the file holds no answer to this case", gold)
    given = answer.statements
    if not given and answer.text.strip():
        given = (GivenStatement(text=answer.text, quotes=answer.quotes),)
    outcome: Outcome = answer.status or ("answered" if given else "refused")
    return Item(
        id=case.id,
        question=case.question,
        answerable=case.answerable,
        outcome=outcome,
        stratum=case.stratum,
        cluster=cluster_of(case),
        score=answer.score,
        gold=gold,
        answers=case.answers,
        statements=tuple(
            Said(
                s.text,
                tuple(Quoted(instead.get(q.document, q.document), q.quote) for q in s.quotes),
            )
            for s in given
        )
        if outcome == "answered"
        else (),
    )
