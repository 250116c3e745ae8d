"""What brackets in a quotation put in that its source doesn't say there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.checking.quote_gaps import Gap, Turn
from rag.english.word_lists import phrases, words
from rag.grammar.attribution import frames
from rag.grammar.claim_strength import marks
from rag.text.quantities import figures
from rag.text.tokens import alike, initials, tokens
from rag.types import Span

_SHORT = 5
"""Words at the head of a sentence that a bracket may stand for."""
_PRONOUNS = frozenset(words("turned_quotes", "pronouns"))


def any_of(name: str) -> re.Pattern[str]:
    """Give what finds any of some listed words and phrases."""
    return re.compile(rf"\b(?:{'|'.join(phrases('turned_quotes', name))})\b", re.IGNORECASE)


CONDITION = any_of("conditions")
"""Words that bound what a sentence says."""


def put_in(gap: Gap, quote: str, text: str) -> Iterator[Turn]:
    """Find in a bracket what its source doesn't say there."""
    if gap.put_in is None:
        return
    said = quote[gap.put_in.start : gap.put_in.end].strip()
    if quote[gap.mark.end : gap.mark.end + 1].isalnum():
        yield from _other_beginning(gap, said, quote, text)
    elif not quote[gap.mark.start - 1 : gap.mark.start].isalnum():
        there = text[gap.dropped.start : gap.dropped.end]
        yield from _other_strength(gap, said, there, quote)
        if gap.before is not None or len(there.split()) <= _SHORT:
            yield from _other_words(gap, said, there, text)


def _other_beginning(gap: Gap, said: str, quote: str, text: str) -> Iterator[Turn]:
    """Compare the letters before "[T]he" with the source's: "[un]able" may be its "able"."""
    end = gap.dropped.end
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    if text[start:end].casefold() == said.rpartition(" ")[2].casefold():
        return
    rest = re.match(r"\w*", quote[gap.mark.end :])
    word = rest.group() if rest else ""
    reason = f"it says “{said}{word}”, the source “{text[start:end]}{word}”"
    yield Turn(gap.mark, Span(start, end), reason)


def _other_strength(gap: Gap, said: str, there: str, quote: str) -> Iterator[Turn]:
    """Find a "not", an "always", a figure, a condition or a speaker in brackets alone."""
    opened = f"{said} {quote[gap.mark.end :]}" if gap.after else said
    size = len(tokens(said))
    held = {(mark.scale, mark.group) for mark in marks(there)}
    strong = [
        mark for mark in marks(opened)
        if mark.at < size and (mark.head >= size or mark.until == size)
        and mark.group not in ("will", "would") and mark.scale not in ("deed", "proof")
        and (mark.scale, mark.group) not in held
    ]  # fmt: skip
    values = {figure.value for figure in figures(there)}
    counted = [
        figure for figure in figures(said)
        if figure.value not in values and (values or re.fullmatch(r"[\d.,]+|\w+", said))
    ]  # fmt: skip
    condition = CONDITION.match(said) and not CONDITION.search(there)
    speaker = any(f.until <= size for f in frames(opened)) and not frames(there)
    if strong or counted or condition or speaker:
        at = gap.dropped if there.strip() else Span(gap.dropped.end, gap.dropped.end)
        yield Turn(gap.mark, at, f"“{said}” isn’t in the source")


def _other_words(gap: Gap, said: str, there: str, text: str) -> Iterator[Turn]:
    """Find words that stand for others of the source, or for a pronoun that means somebody else."""
    ours = [t for t in tokens(said) if t.weight == 1.0]
    theirs = [t for t in tokens(there) if t.weight == 1.0]
    if not ours:
        return
    if not theirs:
        pronoun = bool({t.word for t in tokens(there)} & _PRONOUNS)
        head = [t.stem for t in tokens(re.split(r" of |,", said)[0]) if t.weight == 1.0][-1:]
        known = {t.stem for t in tokens(text)}
        if pronoun and head and not any(alike(head[0], stem) for stem in known):
            yield Turn(gap.mark, gap.dropped, f"“{said}” isn’t in the source")
        return
    if any(alike(a.stem, b.stem) for a in ours for b in theirs):
        return
    short = {t.word for t in (*ours, *theirs)} & (
        initials(tokens(said)).keys() | initials(tokens(there)).keys()
    )
    described = any(t.capital for t in ours) != any(t.capital for t in theirs)
    if not short and not described:
        reason = f"it says “{said}”, the source “{' '.join(there.split())}”"
        yield Turn(gap.mark, gap.dropped, reason)
