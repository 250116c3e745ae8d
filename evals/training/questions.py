"""Questions to fit the answerability on: with their passages, and near misses made of them.

Made by rule from sets whose licence allows it (SQuAD 2: CC BY-SA 4.0): an answer is
cut out of its paragraph, a question is turned to ask for something else, or asked of
a paragraph of another article.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.suites.cases import read_cases
from rag.text.sentences import boundaries


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the sentences of the paragraph that it is asked of; ``group`` its article."""

    id: str
    group: str
    question: str
    answerable: bool
    sentences: tuple[str, ...]
    gold: tuple[str, ...] = ()


def asked_of_paragraphs(folder: Path) -> tuple[Asked, ...]:
    """Read cases that each name a paragraph, and the article that it stands in.

    ``folder`` holds ``cases.jsonl`` and ``corpus/*.txt``.
    """
    texts = {
        path.stem: " ".join(path.read_text("utf-8").split())
        for path in sorted((folder / "corpus").glob("*.txt"))
    }
    found = []
    for case in read_cases(folder / "cases.jsonl"):
        paragraph = " ".join((case.paragraph or "").split())
        article = next((name for name, text in texts.items() if paragraph[:200] in text), "")
        found.append(
            Asked(
                case.id,
                article,
                case.question,
                case.answerable,
                tuple(split_sentences(paragraph)),
                tuple(gold.quote for gold in case.gold),
            )
        )
    return tuple(found)


def near_misses(cases: Iterable[Asked], *, seed: int = 5) -> tuple[Asked, ...]:
    """Make unanswerable questions of answerable ones: the answer cut out, the slot swapped."""
    chance = random.Random(seed)  # noqa: S311 - a draw, not a secret
    made = []
    for case in cases:
        if case.answerable:
            made += [one for one in (_cut(case), _swapped(case, chance)) if one is not None]
    return tuple(made)


def asked_elsewhere(cases: Sequence[Asked], *, every: int = 3, seed: int = 3) -> tuple[Asked, ...]:
    """Ask some questions of a paragraph of another article: off the topic."""
    chance = random.Random(seed)  # noqa: S311 - a draw, not a secret
    made = []
    for case in cases[::every]:
        other = chance.choice(cases)
        if other.group != case.group:
            made.append(
                replace(
                    case,
                    id=f"{case.id}-off",
                    answerable=False,
                    sentences=other.sentences,
                    gold=(),
                )
            )
    return tuple(made)


def split_sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text without line ends."""
    for start, end in boundaries(text):
        if sentence := text[start:end].strip():
            yield sentence


def _cut(case: Asked) -> Asked | None:
    """Take the sentences out that answer; None where too little would be left."""
    gold = [" ".join(quote.split()) for quote in case.gold]
    left = tuple(
        sentence
        for sentence in case.sentences
        if not any(quote in sentence or sentence in quote for quote in gold)
    )
    if len(left) < 2 or left == case.sentences:
        return None
    return replace(case, id=f"{case.id}-cut", answerable=False, sentences=left, gold=())


_SWAPS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"^(?:{old})(?= (?:did|was|were|is|are|does|do|has|have)\b)", re.IGNORECASE), new)
    for old, new in (
        (
            "when|in what year|what year|in which year|on what date",
            ("Where", "In what city", "Why", "Under which law"),
        ),
        (
            "where|in what country|in what city|in which city",
            ("When", "In what year", "Why", "For how long"),
        ),
        ("why", ("When", "Where", "In what year")),
        ("what|which", ("When", "Where", "For how long", "In what year")),
        ("how many .{3,30}?", ("In what year", "Where", "Why")),
        ("how", ("When", "Where", "In what year", "Under which law")),
    )
)


def _swapped(case: Asked, chance: random.Random) -> Asked | None:
    """Ask for something else than an answerable question does: mostly it isn't there."""
    for pattern, others in _SWAPS:
        if pattern.search(case.question):
            question = pattern.sub(chance.choice(others), case.question, count=1)
            return replace(case, id=f"{case.id}-swap", question=question, answerable=False, gold=())
    return None
