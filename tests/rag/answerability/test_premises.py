"""What an answer must have besides being near."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.features import Measured
from rag.answerability.premises import states_cause
from rag.answerability.ranked_sentence import RankedSentence
from rag.ask import ask
from rag.models.embedder import Embedder
from rag.question.question_type import parse
from rag.settings import load_settings
from rag.types import Query, RetrievedSentence, Source, Span
from tests.conftest import fill

COUNTS = "The registry counts 40 ferries and the office 25 ferries, a gap that nobody denies."
WHY = "The gap between the 40 and the 25 ferries is due to ferries that are laid up."


@pytest.mark.parametrize(("text", "status"), [(COUNTS, "unsure"), (WHY, "answered")])
def test_why_things_differ_asks_for_a_reason(
    text: str, status: str, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "ferries.md").write_text(f"# Ferries\n\n{text}\n", "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    answer = ask(Query("Why is there a gap between the 40 and the 25 ferries?"), library)
    assert answer.status == status
    assert status == "answered" or "no reason" in answer.reason


GUILD = """# The guild

The assessor said she would have recommended a refund of 40 marks to each grower.

The guild names its members, who report what they grow.
"""


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("How much refund will each grower get?", "unsure"),
        ("How much refund would the assessor have recommended to each grower?", "answered"),
        ("Do the members of the guild report any conflict of interest?", "refused"),
    ],
)
def test_what_was_only_wished_or_is_not_there_is_no_answer(
    question: str, status: str, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "guild.md").write_text(GUILD, "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    assert ask(Query(question), library).status == status


SHIFT = "The scope of the survey shifted in light of the flood at the northern gate."
TURNED = "The scope of the survey shifted at the northern gate."


@pytest.mark.parametrize(
    ("question", "text", "missing", "stated"),
    [
        ("Why did the scope of the survey change?", SHIFT, (), True),
        ("Why did the scope of the survey change?", TURNED, (), False),
        ("Why did the scope of the ledger change?", SHIFT, ("ledger",), False),
        ("Why did the scope of Orr's survey change?", SHIFT, (), False),
        ("When did the scope of the survey change?", SHIFT, (), False),
    ],
)
def test_a_sentence_with_all_that_is_asked_of_and_a_cause_answers(
    question: str, text: str, missing: tuple[str, ...], stated: bool
) -> None:
    measured = Measured(parse(question), {}, (), (), text, (), missing, 0.0, None)
    document = build_document("s.md", load_markdown(text.encode(), Reading()), Source("s"))
    found = RetrievedSentence(Span(0, len(text)), text, 0.5)
    best = RankedSentence(document, "p", found, 0.5, told=0.85)
    assert states_cause(measured, best) is stated
    assert not states_cause(measured, replace(best, told=0.5))
