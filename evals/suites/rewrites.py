"""How follow-ups of real conversations are put in full, beside how a person put them.

    python -m evals.suites.rewrites FOLDER

FOLDER holds `followups.jsonl`: an `id` (conversation, "<::>", number of the turn), all
`questions` of the conversation as typed, each behind "|user|:", the `lastturn`, and its
`rewrite` by a person. There are no answers and no documents. So the persons' own forms are the
documents: a question in full should find its own one first among all of them, by the
program's own search. What leans on the questions before it, because the person took a word
from them, is also measured alone. The halves are whole conversations, by the parity of their
ids: tune on the odd one, and only look at the figures of the even one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import click

from evals.suites.retrieval import load_corpus
from evals.suites.rows import read_jsonl
from rag.answering.steps import asked as asked_of
from rag.answering.steps import search
from rag.conversation.contextualize import Rule, StandAlone, stand_alone
from rag.conversation.history import Turn
from rag.library import Library
from rag.question.question import without_question_words
from rag.settings import load_settings
from rag.types import Query

FILE = "followups.jsonl"
HALVES = ("odd", "even")
MEASURES = (
    "changed", "closer", "farther", "equal", "words F1", "cosine", "found first",
    "leaning F1", "leaning cosine", "leaning first", "touched", "broken",
)  # fmt: skip
"""Of what is asked: how often it was changed, and is then closer to the person's form by its
cosine, or farther; equal to it but for case, punctuation and articles; the F1 of their stems;
the cosine; whether it finds it first; the last three of those that lean; how often a question
that the person left alone was changed; and how often a changed one is no sentence."""
APART = 0.005
"""Cosine from which on something is closer or farther."""

Way = Callable[[str, Sequence[Turn]], StandAlone]
"""Puts a question in full from the turns before it, the oldest first."""


@dataclass(frozen=True, slots=True)
class Row:
    """The questions of a conversation as typed, and the last one as a person put it in full."""

    id: str
    questions: tuple[str, ...]
    full: str

    @property
    def half(self) -> str:
        """Which half its conversation belongs to."""
        return HALVES[int(self.id.partition("<")[0], 16) % 2 == 0]

    @property
    def alone(self) -> bool:
        """Whether the person left it as it was."""
        return folded(self.questions[-1]) == folded(self.full)


def read_rows(folder: Path) -> list[Row]:
    """Read the follow-ups. Raises `SettingsError` when the file is missing or malformed."""
    found = []
    for row in read_jsonl(folder / FILE, "id", "questions", "rewrite"):
        asked = [text for part in str(row["questions"]).split("|user|:") if (text := _plain(part))]
        full = _plain(str(row["rewrite"]).removeprefix("|user|:"))
        found.append(Row(str(row["id"]), tuple(asked), full))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).strip('" ')


def folded(text: str) -> str:
    """Give a question's words without case, punctuation and articles."""
    words = re.findall(r"\w+", text.lower().replace("’", "'").replace("'", ""))
    return " ".join(word for word in words if word not in ("a", "an", "the"))


def as_typed(question: str, _turns: Sequence[Turn]) -> StandAlone:
    """Ask what was typed."""
    return StandAlone(question, question)


def with_last(question: str, turns: Sequence[Turn]) -> StandAlone:
    """Put the last question in front of what points, goes on with "and", or is short."""
    words = re.findall(r"[a-z']+", question.lower())
    points = _POINTING & set(words) or words[:1] == ["and"] or words[1:2] == ["about"]
    if not turns or not (points or len(words) <= _FEW):
        return StandAlone(question, question)
    return StandAlone(f"{turns[-1].question} {question}", question, changed=True)


_POINTING = frozenset(
    "it its they them their he him his she her this that these those there one ones".split()
)
_FEW = 4

WAYS: Mapping[str, Way] = {
    "as typed": as_typed,
    "last in front": with_last,
    "rules": stand_alone,
    **{f"without {rule}": partial(stand_alone, without=(rule,)) for rule in get_args(Rule)},
}


def asked(row: Row, way: Way) -> StandAlone:
    """Hold a conversation up to its last question, and give what is asked then."""
    turns: list[Turn] = []
    for question in row.questions[:-1]:
        made = way(question, turns)
        turns.append(Turn(made.question, followed=made.changed, topic=made.topic))
    return way(row.questions[-1], turns)


class Judge:
    """The persons' forms as a library of one-question documents, and what is measured by it."""

    def __init__(self, rows: Sequence[Row], folder: Path) -> None:
        """Index the forms in an index of their own in ``folder``."""
        forms = {folded(row.full): row.full for row in rows}
        with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
            for key, form in forms.items():
                file.write(json.dumps({"_id": key, "text": form}) + "\n")
        settings = load_settings(corpus=folder, store=folder / "store", dtype="float32")
        self._library = Library(settings)
        self._keys = load_corpus(folder, self._library, lambda _done, _total: None)

    def measured(self, row: Row, made: StandAlone) -> dict[str, float]:
        """Give each measure of what is asked in a row's place."""
        own, ours = self._stems(row.full), self._stems(made.in_full)
        before = {stem for question in row.questions[:-1] for stem in self._stems(question)}
        both, cosine = len(own & ours), self._cosine(row.full, made.in_full)
        gained = cosine - self._cosine(row.full, row.questions[-1])
        main = {
            "F1": 2 * both / (len(own) + len(ours)) if both else 0.0,
            "cosine": cosine,
            "first": float(self._finds(row, made.in_full)),
        }
        values = {
            "changed": float(made.changed),
            "closer": float(gained > APART),
            "farther": float(gained < -APART),
            "equal": float(folded(made.in_full) == folded(row.full)),
            "words F1": main["F1"],
            "cosine": cosine,
            "found first": main["first"],
            "broken": float(made.changed and broken(made.in_full)),
        }
        if (own - self._stems(row.questions[-1])) & before:
            values |= {f"leaning {name}": value for name, value in main.items()}
        return values | ({"touched": float(made.changed)} if row.alone else {})

    def _cosine(self, one: str, other: str) -> float:
        embed = self._library.embedder.encode_question
        return float(embed(one).vector @ embed(other).vector)

    def _finds(self, row: Row, question: str) -> bool:
        """Say whether a question finds the row's own form first."""
        hits = search(asked_of(Query(question), self._library), self._library, 1)
        return [self._keys[hit.passage.start] for hit in hits] == [folded(row.full)]

    def _stems(self, question: str) -> set[str]:
        return set(self._library.store.words.terms(without_question_words(question)))


def broken(question: str) -> bool:
    """Say whether a question clearly isn't a sentence, as far as neighbouring words tell."""
    return _BROKEN.search(question) is not None


_BROKEN = re.compile(
    r"\b(?:the|an?)(?:\W*$| (?:is|are|was|were|do|does|did|has|have|can|will|the|an?|it|they)\b)"
    r"|\b(?:is|are|was|were) (?:is|are|was|were|do|does|did)\b|\b(\w+) \1\b"
    r"|\b(?:about|of|in|to|from) (?:there|then)\b",
    re.IGNORECASE,
)


def figures(
    rows: Sequence[Row], ways: Mapping[str, Way] = WAYS
) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Give each half's and way's measures over the rows that come after another question.

    ``changed``, ``closer``, ``farther``, ``equal``, ``touched`` and ``broken`` are counts, the
    others means; 0 where no row has a measure.
    """
    with TemporaryDirectory() as folder:
        judge = Judge(rows, Path(folder))
        later = [row for row in rows if len(row.questions) > 1]
        for half in HALVES:
            for name, way in ways.items():
                values = [judge.measured(r, asked(r, way)) for r in later if r.half == half]
                yield half, name, {measure: _summed(measure, values) for measure in MEASURES}


def _summed(measure: str, values: Sequence[Mapping[str, float]]) -> float:
    of = [one[measure] for one in values if measure in one]
    counted = measure in ("changed", "closer", "farther", "equal", "touched", "broken")
    return sum(of) if counted else sum(of) / max(1, len(of))


def main() -> None:
    """Print a line for each half and way; skip, with a word, where there is no such file."""
    parser = argparse.ArgumentParser(prog="python -m evals.suites.rewrites", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if not (folder / FILE).is_file():
        click.echo(f"skipped: there is no {folder / FILE}")
        return
    click.echo(f"{'':28}" + "".join(f"{name:>15}" for name in MEASURES))
    for half, name, found in figures(read_rows(folder)):
        click.echo(f"{f'{half}: {name}':28}" + "".join(f"{found[m]:15.3g}" for m in MEASURES))


if __name__ == "__main__":
    main()
