"""The rewritten sentences of ``paraphrases.yaml``, and what a verifier says of them.

    python -m tests.llm.paraphrases

prints how many of each kind the bundled verifier contradicts, supports and leaves open.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from rag.types import DifferenceKind, Passage, Verdict, hash_text
from rag.verification.rule_verifier import Bundled

VERDICTS: tuple[Verdict, ...] = ("contradicted", "not verified", "supported", "verbatim")


@dataclass(frozen=True, slots=True)
class Falsehood:
    """A sentence that the evidence doesn't support, and what is wrong with it.

    ``edit`` is "minimal" where it keeps the source's words but for that, else "reworded".
    """

    kind: DifferenceKind
    edit: str
    text: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A sentence of evidence, the question that it was given for, and what is made of it."""

    question: str
    quote: str
    faithful: tuple[str, ...]
    false: tuple[Falsehood, ...]

    @property
    def passage(self) -> Passage:
        """The evidence by itself, as a passage of a document that holds nothing else."""
        return Passage("alone", hash_text(self.quote), 0, len(self.quote), self.quote)


def rewritten() -> tuple[Rewritten, ...]:
    """Read them."""
    entries = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(
        Rewritten(
            entry["question"],
            entry["quote"],
            tuple(entry["faithful"]),
            tuple(Falsehood(**one) for one in entry["false"]),
        )
        for entry in entries
    )


def faithful() -> dict[str, str]:
    """Give the first faithful sentence for each of the evidence, for `scripts.good`."""
    return {one.quote: one.faithful[0] for one in rewritten()}


def false() -> dict[str, str]:
    """Give the first false sentence for each of the evidence that has one, for `scripts.false`."""
    return {one.quote: one.false[0].text for one in rewritten() if one.false}


def judged() -> Iterator[tuple[tuple[str, ...], Verdict]]:
    """Check every sentence; give the rows of the table that it counts in, and the verdict."""
    verifier = Bundled()
    for one in rewritten():
        for text in one.faithful:
            yield ("faithful",), verifier.check(text, [one.passage]).verdict
        for wrong in one.false:
            rows = ("false", f"false, {wrong.edit}", f"false: {wrong.kind}")
            yield rows, verifier.check(wrong.text, [one.passage]).verdict


def main() -> None:
    """Write the table, in Markdown."""
    counts = Counter((row, verdict) for rows, verdict in judged() for row in rows)
    lines = [f"| | all | {' | '.join(VERDICTS)} |", "|---|" + "---:|" * (len(VERDICTS) + 1)]
    for row in sorted({row for row, _ in counts}):
        of = [counts[row, verdict] for verdict in VERDICTS]
        lines.append(f"| {row} | {sum(of)} | {' | '.join(map(str, of))} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
