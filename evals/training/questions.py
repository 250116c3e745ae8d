"""Questions that were asked of one paragraph each, some of them without an answer in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.suites.cases import read_cases
from evals.suites.rows import read_jsonl, validated
from rag.text.sentences import boundaries


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the sentences of the paragraph that it is asked of; ``group`` its article."""

    id: str
    group: str
    question: str
    answerable: bool
    sentences: tuple[str, ...]


class _Row(BaseModel):
    """A line of the file: ``title`` is that of the page that the paragraph stands in."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str
    answerable: bool
    paragraph: str
    title: str


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
            )
        )
    return tuple(found)


def asked_of_the_web(path: Path) -> tuple[Asked, ...]:
    """Read rows that people typed into a search engine, each with a paragraph of a ``title``."""
    found = []
    for number, row in validated(read_jsonl(path, "question"), _Row, path):
        sentences = tuple(split_sentences(" ".join(row.paragraph.split())))
        found.append(Asked(str(number), row.title, row.question, row.answerable, sentences))
    return tuple(found)


def split_sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text without line ends."""
    for start, end in boundaries(text):
        if sentence := text[start:end].strip():
            yield sentence
