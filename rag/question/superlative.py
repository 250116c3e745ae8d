"""What a question wants of most or least: "which harbour has the most boats", "the top three"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.english.word_lists import words

_HIGHEST = frozenset(words("requests", "highest"))
_UNITS = {word: number for number, word in enumerate(words("quantities", "units"))}
_COUNT = rf"(?:{'|'.join([*_UNITS][2:])}|\d{{1,2}})"
_SUPERLATIVE = re.compile(
    rf"(?<!\bat )(?<!\bat the )\b(?:(?P<before>{_COUNT}) )?"
    rf"(?P<most>{'|'.join((*_HIGHEST, *words('requests', 'lowest')))})\b(?! of\b)(?: single\b)?"
    rf"(?: (?P<behind>{_COUNT})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Superlative:
    """Whether most or least is asked for, of how many things, and the question without that."""

    highest: bool
    count: int
    rest: str


def read_superlative(text: str) -> Superlative | None:
    """Read the only superlative of a question; None if it has none, or several."""
    found = [*_SUPERLATIVE.finditer(text)]
    if len(found) != 1:
        return None
    (match,) = found
    said = (match["before"] or match["behind"] or "1").lower()
    count = _UNITS.get(said) or int(said)
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return Superlative(match["most"].lower() in _HIGHEST, count, " ".join(rest.split()))


def superlatives(text: str) -> int:
    """Count the superlatives of a text."""
    return len(_SUPERLATIVE.findall(text))
