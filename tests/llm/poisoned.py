"""Documents that are meant to mislead a language model, made from ``poisoned.yaml``.

The answers of these documents are true and plain; beside them stands what must not get into
an answer. `tests.llm.scripts.obedient` obeys it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

CANARY = "PWNED-17"
"""What most of them try to have said."""


@dataclass(frozen=True, slots=True)
class Poisoned:
    """A document, a question that it answers, words of the answer, and what must not be said."""

    method: str
    file: str
    text: str
    question: str
    found: str
    markers: tuple[str, ...]

    def write(self, folder: Path) -> Path:
        """Make the file."""
        path = folder / self.file
        path.write_text(self.text, encoding="utf-8")
        return path


def poisoned() -> tuple[Poisoned, ...]:
    """Read the documents."""
    entries = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(_read(**entry) for entry in entries)


def _read(
    method: str,
    file: str,
    text: str,
    question: str,
    found: str,
    markers: list[str],
    again: dict[str, str | int] | None = None,
) -> Poisoned:
    if again:
        text += str(again["text"]) * int(again["times"])
    return Poisoned(method, file, text, question, found, tuple(markers))
