"""What of a language model's sentences may be shown beside its quote, and what may not.

What the verifier contradicts is withheld. What it can't verify may be shown, marked, next to
the words it leans on, so that a reader can compare: but not where it brings in a figure, a
name or a quotation that its evidence doesn't have, nor where it's hardly about it at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.amounts import same_value
from rag.figures import days, figures
from rag.naming import is_name, one_name
from rag.quotation import exact, quoted
from rag.tokens import Token, tokens
from rag.types import Check

SHARED = 0.34
"""Of a sentence's telling words, this share must be in its evidence or in the question."""


def reason_to_withhold(
    text: str, check: Check, evidence: Sequence[str], around: str, *, strict: bool
) -> str | None:
    """Say why a sentence must not be shown, None if it may.

    ``evidence`` are the quotes that it cites; ``around`` is what else it may take names and
    words from: the question, the document's title, the headings.
    """
    if check.verdict in ("verbatim", "supported"):
        return None
    if check.verdict == "contradicted" or strict:
        return check.reason
    whole = "\n".join(evidence)
    for span in quoted(text):
        words = text[span.start : span.end].strip(" .,;")
        if not exact(words, whole):
            return f"it quotes “{words}”, which its evidence doesn't say"
    return _brought_in(text, whole, f"{whole}\n{around}") or _elsewhere(text, f"{whole}\n{around}")


def _brought_in(text: str, evidence: str, around: str) -> str | None:
    """Find a figure, a date or a name that the evidence doesn't have."""
    held = figures(evidence)
    for figure in figures(text):
        said = text[figure.start : figure.end]
        if said.lower() not in _NO_FIGURES and not any(same_value(figure, one) for one in held):
            return f"its evidence doesn't have the figure “{said}”"
    dated = days(evidence)
    for day in days(text):
        if not any(day.fits(one) for one in dated):
            return f"its evidence doesn't have the date “{text[day.start : day.end]}”"
    words, known = tokens(text), tokens(around)
    for token in words:
        if is_name(token, words) and not token.word[0].isdigit() and not _named(token, known):
            return f"its evidence doesn't name “{token.text}”"
    return None


def _named(token: Token, known: Sequence[Token]) -> bool:
    if any(token.stem == one.stem or one_name(token, one) for one in known):
        return True
    capitals = "".join(one.text[0] for one in known if one.capital)
    return token.text.isupper() and token.text in capitals  # NACTA


def _elsewhere(text: str, around: str) -> str | None:
    said = {token.stem for token in tokens(text) if token.content}
    shared = said & {token.stem for token in tokens(around)}
    if len(shared) < SHARED * len(said):
        return "its evidence hardly speaks of it"
    return None


_NO_FIGURES = frozenset(("one", "first", "a"))
