"""Words that choose out of several, or stand for a place, a time or the rest: "the second one"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.english import AUXILIARIES, ORDINALS
from rag.phrases import BE, Frame, Phrase, Token
from rag.pointers import RANKS, SOURCES, Anaphor, content, named, verb_like

_STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1}


_SAID = re.compile(r"\b(?:say|says|said|think|thinks|thought|why|how|do|does|did) so$")


def chosen(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Read "the second one", "the latter", "the other paper", "the southern one", "which one"."""
    first = at if words[at].low in ORDINALS else at + 1
    after_the = first > at or at == 0 or (words[at - 1].low == "the" and not words[at].free)
    if first >= len(words) or not after_the:
        return
    low, after = words[first].low, _low(words, first + 1)
    one = after in ("one", "ones")
    bare = one or (verb_like(words, first + 1) if first else len(words) == 1)
    bare = bare or (_asks_whether(frame, words, at) and first + 2 == len(words))
    noun = after if after.removesuffix("s") in SOURCES else ""
    end = words[first + 1 if one or noun else first].end
    start, before = words[at].start, [p for p in frame.phrases if p.end <= words[at].start]
    if low in RANKS:
        if (bare or noun) and words[at].low != "which" and not _named_list(before):
            yield Anaphor("ordinal", start, end, noun=noun, place=RANKS.index(low) + 1)
    elif low in ("former", "latter"):
        if bare and len(before) < 2:
            yield Anaphor("former" if low == "former" else "latter", start, end)
    elif low == "other" and (one or noun):
        yield Anaphor("other", start, end, noun=noun or "one")
    else:
        yield from _one(words, at, first, named=bool(before))


def _one(words: Sequence[Token], at: int, first: int, *, named: bool) -> Iterator[Anaphor]:
    """Read "the next one", "the one after that", "the southern one" and "which one"."""
    start, low = words[at].start, words[first].low
    after, third = _low(words, first + 1), _low(words, first + 2)
    one = after in ("one", "ones")
    if one and (low == "last" or low in _STEPS):
        step = _STEPS.get(low, 0)
        yield Anaphor("ordinal", start, words[first + 1].end, place=-1 if step else 0, step=step)
    elif low == "one" and after in ("after", "before") and third in ("that", "it"):
        yield Anaphor("ordinal", start, words[first + 2].end, step=1 if after == "after" else -1)
    elif one and words[at].low == "the" and content(words, first) and verb_like(words, first + 2):
        yield Anaphor("one", words[first + 1].start, words[first + 1].end)
    elif low in ("one", "ones") and verb_like(words, first + 1) and not named:
        yield Anaphor("adverb", words[first].start, words[first].end)


def _asks_whether(frame: Frame, words: Sequence[Token], at: int) -> bool:
    """Say whether "is" stands in front, as in "is the latter cheaper"."""
    return frame.asking is None and _low(words, at - 1) in BE


def _low(words: Sequence[Token], at: int) -> str:
    return words[at].low if 0 <= at < len(words) else ""


def _named_list(before: Sequence[Phrase]) -> bool:
    """Say whether the question itself names what an ordinal chooses from."""
    return any(p.plural or {w.lower() for w in p.words} & ORDINALS for p in before)


def placed(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Read "there" and "then", but not the "there" of "is there"."""
    token, before, after = words[at], _low(words, at - 1), _low(words, at + 1)
    if token.low == "then":
        if (before in ("since", "by", "until", "till", "before") and not named(frame)) or (
            not after and at and not token.free and before in ("happened", "happens", "next")
        ):
            yield Anaphor("adverb", token.start, token.end)
        return
    if before not in AUXILIARIES and after not in AUXILIARIES | {"exist", "exists"} and at:
        yield Anaphor("adverb", token.start, token.end)


def remaining(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Read "else", "instead", "others", "both" and "so", where nothing more is named."""
    token, after = words[at], _low(words, at + 1)
    choice = token.low in ("both", "either", "neither") and _alone(words, at) and len(words) < 8
    adverb = (
        token.low in ("else", "afterwards", "thereafter", "otherwise")
        or (token.low == "instead" and after != "of")
        or (token.low in ("others", "another") and not content(words, at + 1))
    )
    fact = token.low == "so" and at + 1 == len(words) and _SAID.search(frame.text.lower())
    if choice or ((adverb or fact) and not named(frame)):
        yield Anaphor("fact" if fact else "adverb", token.start, token.end)


def _alone(words: Sequence[Token], at: int) -> bool:
    """Say whether "both" or "either" stands for itself, without an "and" or a noun behind."""
    if at + 1 < len(words) and words[at + 1].low == "of":
        return False
    if any(words[n].low in ("and", "or") for n in range(at + 1, len(words))):
        return False
    return not content(words, at + 1) or verb_like(words, at + 1)
