"""Headings that go by one noun and number on, of which the file marks only some, or none.

"Recommendation 6: A regular exercise" that looks like a paragraph would leave what follows under
the heading of Recommendation 5.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.load.headings import looks_like_heading
from ingest.load.raw import RawBlock

MAX_CHARACTERS = 160
"""Of a heading."""
LONGEST_LINE = 400
"""Characters of a line of the contents, its leaders too."""
FEWEST = 3
"""Headings of one series from which on they tell at what level its others are."""
MOST = 0.75
"""Share of them that are at one level."""
_LABEL = re.compile(
    r"(?P<noun>[^\W\d_a-z][^\W\d_]{2,20} )?(?P<number>\d{1,3}|[IVX]{1,6})"
    r"(?P<stop>[.:)]|\s[–—-])?(?P<name>\s.*)?"
)
_CAPTION = re.compile(
    r"(?:table|tableau|figure|chart|box|exhibit|map|photo|graph)\b", re.IGNORECASE
)
_CONTENTS_LINE = re.compile(r"(?P<name>.*?\w\W?)(?:\s?[.…]){0,400}[\s|]*\d{1,4}\W*")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class _Member:
    """A block that may be a heading of a series: at which place, with which number."""

    at: int
    number: int
    series: str
    text: str


def with_series(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Mark the paragraphs that go on a series of headings, and set headings of it at one level.

    Such a paragraph has its noun and number, in order, and either stands between two headings of
    the series, all between them taken, or the document's own contents have it, word for word.
    """
    marked = list(blocks)
    texts = [" ".join(line.text for line in block.lines).strip() for block in blocks]
    lines = (_CONTENTS_LINE.fullmatch(text[:LONGEST_LINE]) for text in texts)
    contents = {_folded(line["name"]) for line in lines if line}
    series: dict[str, list[_Member]] = {}
    for at, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if member := _member(at, block, text):
            series.setdefault(member.series, []).append(member)
    for members in series.values():
        _level_out(members, marked)
        for run in _runs(members):
            _fill(run, marked, contents)
    return tuple(marked)


def _member(at: int, block: RawBlock, text: str) -> _Member | None:
    if block.kind not in ("heading", "paragraph", "item") or len(text) > MAX_CHARACTERS:
        return None
    match = _LABEL.fullmatch(text)
    if match is None or _CAPTION.match(text) or not (match["noun"] or match["stop"]):
        return None
    number = match["number"]
    roman = not number.isdigit()
    if roman and not match["stop"] and match["name"]:
        return None  # "I had"
    noun = (match["noun"] or "").strip().casefold()
    return _Member(at, _value(number), f"{noun}{' roman' if roman else ''}", text)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    after = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, after, strict=True))


def _level_out(members: Sequence[_Member], marked: list[RawBlock]) -> None:
    """Set the headings of a noun and number at the level that most of them are at."""
    heads = [one for one in members if marked[one.at].kind == "heading"]
    if len(heads) < FEWEST + 1 or heads[0].series in ("", " roman"):
        return
    if [one.number for one in heads] != sorted({one.number for one in heads}):
        return
    level, count = Counter(marked[one.at].level for one in heads).most_common(1)[0]
    if count < MOST * len(heads):
        return
    for one in heads:
        marked[one.at] = replace(marked[one.at], level=level)


def _runs(members: Sequence[_Member]) -> Iterator[list[_Member]]:
    """Give the stretches of a series in which each number is one more than the one before."""
    run: list[_Member] = []
    for member in members:
        if run and member.number == run[-1].number and member.at == run[-1].at + 1:
            continue
        if run and member.number != run[-1].number + 1:
            yield run
            run = []
        run.append(member)
    if run:
        yield run


def _fill(run: Sequence[_Member], marked: list[RawBlock], contents: set[str]) -> None:
    heads = [n for n, one in enumerate(run) if marked[one.at].kind == "heading"]
    side_by_side = (n for n, (one, other) in enumerate(pairwise(run)) if other.at == one.at + 1)
    if any(n not in heads and n + 1 not in heads for n in side_by_side):
        return  # a list, or the contents
    told = {n for n, one in enumerate(run) if _folded(one.text) in contents}.union(heads)
    levels = {marked[run[n].at].level for n in heads}
    wanted = range(heads[0], heads[-1]) if heads else range(0)
    if run[0].series not in ("", " roman") and len(told) >= max(FEWEST, len(run) / 2):
        wanted = range(len(run))
    if not wanted or len(levels) > 1:
        return
    level = levels.pop() if levels else _own_level(run[0].at, run[-1].at, marked)
    for n in wanted if level else ():
        block, text = marked[run[n].at], run[n].text
        if block.kind != "heading" and (n in told or _looks_so(text)):
            marked[run[n].at] = replace(block, kind="heading", level=level, marker=0)


def _looks_so(text: str) -> bool:
    return text.isupper() or looks_like_heading(text.rstrip(" ."))


def _own_level(first: int, last: int, marked: Sequence[RawBlock]) -> int:
    """Give the level over all headings that stand in a series, below the one that it stands in.

    0 where its numbers stand in several sections, and so have none of their own.
    """
    over = next((one.level for one in marked[first::-1] if one.kind == "heading"), 0)
    inside = [one.level for one in marked[first:last] if one.kind == "heading"]
    if not inside:
        return over + 1
    return min(inside) - 1 if min(inside) > max(over, 1) else 0


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())
