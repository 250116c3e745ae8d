"""What of a language model's sentences may be shown beside its quote, and what may not.

What the verifier contradicts is withheld. What it can't verify may be shown, marked, next to
the words it leans on, so that a reader can compare: but not where it brings in a figure, a
name or a quotation that its evidence doesn't have, nor where it's hardly about it at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.quantities import Day, figures
from rag.text.quote_matching import exact, quoted
from rag.text.sentences import split
from rag.text.spelling import is_english
from rag.text.tokens import Token, tokens
from rag.types import Check
from rag.verification.contradiction.quantities import not_held
from rag.verification.contradiction.replaced_words import is_name, one_name
from rag.verification.withholding_rules import RULES, Rule, qualm

SHARED = 0.4
"""Of a sentence's telling words, this share must be in its evidence."""
SHARED_OF_NEW = 0.25
"""The same of those that aren't in the question, where they are `SEVERAL`."""
SEVERAL = 3


def reason_to_withhold(
    text: str,
    check: Check,
    evidence: Sequence[str],
    around: str,
    *,
    strict: bool,
    rules: Sequence[Rule] = RULES,
) -> str | None:
    """Say why a sentence must not be shown, None if it may.

    ``evidence`` are the quotes that it cites; ``around`` is what else it may take names and
    words from: the question, the document's title, the headings.
    """
    if check.verdict in ("verbatim", "supported"):
        return None
    if check.verdict == "contradicted" or strict or check.doubt:
        return check.doubt or check.reason
    whole = "\n".join(evidence)
    for span in quoted(text):
        words = text[span.start : span.end].strip(" .,;")
        if not exact(words, whole) and not exact(words[:1].lower() + words[1:], whole):
            return f"it quotes “{words}”, which its evidence doesn't say"
    sentences = [quote[s.start : s.end] for quote in evidence for s in split(quote)]
    known = f"{whole}\n{around}"
    return (
        _brought_in(text, whole, known)
        or _elsewhere(text, whole, around)
        or qualm(text, sentences, around, rules)
    )


def _brought_in(text: str, evidence: str, around: str) -> str | None:
    """Find a figure, a date or a name that the evidence doesn't have."""
    for one in not_held(text, evidence):
        said = text[one.start : one.end]
        if isinstance(one, Day):
            return f"its evidence doesn't have the date “{said}”"
        if said.lower() not in ("one", "first", "a"):
            return f"its evidence doesn't have the figure “{said}”"
    words, known = tokens(text), tokens(around)
    for token in words:
        if _is_name(token, words) and not _named(token, known):
            return f"its evidence doesn't name “{token.text}”"
    return None


def _is_name(token: Token, words: Sequence[Token]) -> bool:
    """Say whether a word is a name; of a sentence's first word, whose capital says little, too."""
    if token.word[0].isdigit() or figures(token.text):
        return False
    if token.first and token.content and not (len(words) > 1 and words[1].capital):
        return token.text.isupper() or not is_english(token.word)
    return is_name(token, words)


def _named(token: Token, known: Sequence[Token]) -> bool:
    if any(token.stem == one.stem or one_name(token, one) for one in known):
        return True
    capitals = "".join(one.text[0] for one in known if one.capital)
    return token.text.isupper() and token.text in capitals  # NACTA


def _elsewhere(text: str, evidence: str, around: str) -> str | None:
    """Find that a sentence asks, says the question again, or speaks of what its evidence doesn't.

    The question's words are no sign that it answers: a model that has nothing to say repeats
    them.
    """
    said = {token.stem for token in tokens(text) if token.content}
    held = {token.stem for token in tokens(evidence)}
    new = said - {token.stem for token in tokens(around)}
    if text.rstrip(" ”\"’'").endswith("?"):
        return "it's a question"
    if not new:
        return "it says no more than the question"
    strange = len(new) >= SEVERAL and len(new & held) < SHARED_OF_NEW * len(new)
    if strange or len(said & held) < SHARED * len(said):
        return "its evidence hardly speaks of it"
    return None
