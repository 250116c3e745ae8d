"""The lines with which a document lists its parts: its tables of contents, wherever they stand.

One line is hard to tell from a table's row; a run of them isn't: the pages behind their titles rise
no further than the document has pages, and the titles stand again over the parts themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.english.vocabulary import AUXILIARIES
from rag.english.word_lists import phrases
from rag.types import Block, Document
from rag.types.document import BETWEEN_CELLS
from rag.types.known import Known

LONGEST = 200
"""Characters of such a line, its dots apart."""
LINES, PAGES = 4, 3
"""Lines of a run, and different pages in it, from which on it's told."""
BETWEEN, WRAPPED = 2, 120
"""Blocks between two lines that may have no page, as the first half of a long title; their
characters."""
CELLS = 3
"""Cells of a line at most: a part's title, its number and its page."""
OVER = 4
"""Blocks before a run in which "Contents" stands over it."""
AGAIN, DIFFERENT, VERBLESS = 0.5, 0.75, 0.9
"""Share of a run's titles that stand over a part again, if nothing says "Contents" over them; that
are different; and, where they have no pages, that have no verb."""
SHORT = 4
"""Letters of a title below which its standing somewhere again says nothing."""

_LEADERS = re.compile(r"\s*(?:(?:\. ?){3,}|…+)\s*")
_ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"
_PAGED = re.compile(
    r"(?P<title>.*?[^\W\d_].*?)(?:\s+\|?\s*|(?<=[^\W\d_]))(?:\d{1,2}(?:\.\d{1,2})+\s+)?"
    rf"(?P<page>(?:\d{{1,2}}[-\u2013])?\d{{1,4}}|(?<=\s){_ROMAN})\s*"
)
_NUMBERED = re.compile(
    r"(?:§+\s*)?(?P<number>\d{1,4}(?:\.\d{1,3})+)[a-z]?\.?\s+(?:\|\s*)?(?P<title>[^\W\d_].*)"
)
_BEFORE_A_TITLE = re.compile(
    r"(?:[^\W\d_]{3,10}\s+)?(?:[§\d.()\s]*\d[\d.()]*|\(?(?:[A-Z]|[IVX]+)[.):])[.:)]?\s+|[^\w(]+"
)
_OVER = frozenset(phrases("quote_role", "contents"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A block that may list a part: its number, the part's title and its page or number."""

    at: int
    title: str
    place: tuple[int, ...]
    paged: bool


def lists_parts(document: Document, position: int) -> bool:
    """Say whether a place is in a table of contents, told by the run of lines that it stands in."""
    block = document.block_at(position)
    return block is not None and block.start in contents_blocks(Known(document))


@lru_cache(maxsize=256)
def contents_blocks(known: Known) -> frozenset[int]:
    """Give where the blocks of a document begin that are lines of a table of contents."""
    document = known.document
    runs = (*_runs(_paged(document), document), *_runs(_numbered(document), document))
    likely = [run for run in runs if _may_be_contents(run, document)]
    titles = _titles(document) if likely else Counter[str]()
    return frozenset(
        block.start
        for run in likely
        if _is_headed(document, run) or _stand_again(run, document, titles)
        for block in document.blocks[run[0].at : run[-1].at + 1]
    )


def _paged(document: Document) -> Iterator[_Line]:
    """Give the blocks that end with what may be a page's number."""
    for at, text in _short(document):
        may_be = text[-1] in "0123456789ivx" and text.count(BETWEEN_CELLS) < CELLS
        match = _PAGED.fullmatch(text) if may_be else None
        if match and not any(map(_is_number, match["title"].split(BETWEEN_CELLS))):
            yield _Line(at, _plain(match["title"]), _place(match["page"]), paged=True)


def _numbered(document: Document) -> Iterator[_Line]:
    """Give the blocks that are a part's number and title: laws list theirs without pages."""
    for at, text in _short(document):
        match = _NUMBERED.fullmatch(text)
        if match and "|" not in match["title"]:
            yield _Line(at, _plain(match["title"]), _place(match["number"]), paged=False)


def _short(document: Document) -> Iterator[tuple[int, str]]:
    """Give the short blocks, each by its number, with its text without dots that lead to a page."""
    for at, block in enumerate(document.blocks):
        if block.end - block.start < 2 * LONGEST:
            text = document.text[block.start : block.end].strip()
            bare = (
                _LEADERS.sub(" ", text) if "..." in text or ". . " in text or "…" in text else text
            )
            if text and len(bare) < LONGEST:
                yield at, bare


def _is_number(cell: str) -> bool:
    return not any(map(str.isalpha, cell))


def _place(said: str) -> tuple[int, ...]:
    """Give a page or number to compare by; roman ones all come first, in no order."""
    return tuple(map(int, re.findall(r"\d+", said))) or (0,)


def _runs(lines: Iterable[_Line], document: Document) -> Iterator[list[_Line]]:
    """Give the runs of lines whose pages rise, with no more than a title's half between two."""
    run: list[_Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line, document):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(last: _Line, line: _Line, document: Document) -> bool:
    between = document.blocks[last.at + 1 : line.at]
    short = all(one.end - one.start <= WRAPPED for one in between)
    near = len(between) <= BETWEEN and short and not any(_ends(one, document) for one in between)
    rises = last.place <= line.place if line.paged else last.place < line.place
    return near and rises and (len(last.place) == len(line.place) or not line.paged)


def _ends(block: Block, document: Document) -> bool:
    """Say whether a block is a sentence, and no half of a title: "waiver."."""
    text = document.text[block.start : block.end].strip()
    return text[-1:] in ".;?!" and not text[:1].islower()


def _may_be_contents(run: Sequence[_Line], document: Document) -> bool:
    """Say whether a run has enough lines, of as many parts, on pages that there are."""
    if len(run) < LINES or len({one.place for one in run}) < PAGES:
        return False
    if len({one.title for one in run}) < DIFFERENT * len(run):
        return False
    if run[0].paged and run[-1].place[-1] > _last_page(document):
        return False
    return run[0].paged or sum(map(_is_verbless, run)) >= VERBLESS * len(run)


def _stand_again(run: Sequence[_Line], document: Document, titles: Counter[str]) -> bool:
    """Say whether the titles of a run stand over its parts again."""
    own = Counter(_plain(_text(document, one.at)) for one in run)
    again = sum(len(one.title) >= SHORT and titles[one.title] > own[one.title] for one in run)
    return again >= AGAIN * len(run)


def _is_verbless(line: _Line) -> bool:
    return not (AUXILIARIES - {"be"}) & set(line.title.split())  # "Hives to be numbered"


def _last_page(document: Document) -> int:
    """Give the highest number that a page of a document may have; any where none are known."""
    pages = document.source_map.pages
    labels = (int(one.label) for one in pages if one.label and one.label.isdigit())
    return max(*labels, pages[-1].number, 0) if pages else 10_000


def _is_headed(document: Document, run: Sequence[_Line]) -> bool:
    """Say whether "Contents" stands over a run."""
    first = document.blocks[run[0].at]
    before = (_text(document, at) for at in range(max(0, run[0].at - OVER), run[0].at))
    return any(
        text.strip().lower().rstrip(".:") in _OVER for text in (*first.heading_path, *before)
    )


def _titles(document: Document) -> Counter[str]:
    """Count the short blocks of a document by what they say, rows of tables apart."""
    return Counter(
        _plain(document.text[one.start : one.end])
        for one in document.blocks
        if one.kind != "table" and one.end - one.start <= LONGEST
    )


def _text(document: Document, at: int) -> str:
    block = document.blocks[at]
    return document.text[block.start : block.end]


def _plain(title: str) -> str:
    """Give a title as it's compared: without its number before it, and in small letters."""
    title = title.strip()
    before = _BEFORE_A_TITLE.match(title)
    return " ".join(re.findall(r"[^\W_]+", title[before.end() if before else 0 :].lower()))
