"""A document's sections, by its headings and by what it numbers, and what stands in each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rag.english.vocabulary import FUNCTION_WORDS
from rag.requests.contents_lines import is_contents, page_of
from rag.requests.heading_labels import LABEL, Label, is_row_label, label_of, stems_of
from rag.text.running_heads import says_the_title
from rag.text.tokens import SAME_START
from rag.types import Block, Document, Span
from rag.types.known import Known

RUNNING = 5
"""Pages that begin with the same heading, or headings that say only the document's title, from
which on it's a running head."""
SERIES = 3
"""Paragraphs numbered one after the other, from which on they are sections ("Article 5 …")."""
LONGEST_TITLE = 200
"""Characters of a numbered paragraph that may be read as its title."""
MOST = 0.6
"""Share of a document's text from which on a section is no part of it among others."""
CAPTIONS = frozenset({"tabl", "figur", "box", "chart", "imag"})
"""Stems of what a heading over a table or an image begins with."""
BULLETS = ("•", "●", "▪", "◦", "‣")
"""What an entry of a list begins with that was taken for a heading."""
CONTENTS = ("contents", "table of contents")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one title.

    ``heading`` are the characters of the title, of the number alone where the whole paragraph
    is the section's; ``start`` and ``end`` those of what stands under it, ``level`` is 1 at the
    top. ``path`` are the titles that it stands under.
    """

    title: str
    label: Label
    level: int
    heading: Span
    start: int
    end: int
    path: tuple[str, ...] = ()


def outline(document: Document) -> tuple[Section, ...]:
    """Give a document's sections in its order, without running heads and its table of contents."""
    return _outline(Known(document))


def sections_like(stems: frozenset[str], document: Document) -> tuple[Section, ...]:
    """Give the sections whose titles have a word that begins as one of some stems does."""
    known = _by_beginning(Known(document))
    beginnings = {stem[:SAME_START] for stem in stems}
    found = {one for beginning in beginnings for one in known.get(beginning, ())}
    return tuple(sorted(found, key=lambda one: one.heading.start))


def items(document: Document, section: Section) -> tuple[Block, ...]:
    """Give the paragraphs, list items and rows of a section, those of its own sections too."""
    return tuple(
        block
        for block in _between(document, section.start, section.end)
        if block.kind not in ("heading", "footnote")
        and any(map(str.isalnum, document.text[block.start : block.end]))
    )


def main_sections(document: Document) -> tuple[Section, ...]:
    """Give the sections that stand in no other, each title once, without those of the title page.

    One that holds most of the document is its title, or a part's, and no section among others.
    """
    contents = max((one.end for one in _listed_contents(document)), default=0)
    most = MOST * len(document.text)
    named = {
        one.title.lower(): one
        for one in reversed(outline(document))
        if one.heading.start >= contents
        and not _is_title(one, document)
        and one.label.noun not in CAPTIONS
        and one.end - one.start < most
    }
    found: list[Section] = []
    for one in sorted(named.values(), key=lambda one: one.heading.start):
        if not found or one.heading.start >= found[-1].end:
            found.append(one)
    return tuple(found)


def _is_title(section: Section, document: Document) -> bool:
    """Say whether a heading is the document's title, or half of it."""
    title, own = stems_of(document.source.title), section.label.stems
    return not section.label.number and own <= title and 2 * len(own) >= len(title)


def _listed_contents(document: Document) -> Iterator[Section]:
    found = _joined([*_headings(document)], document)
    for i, one in enumerate(found):
        early = one.start < len(document.text) / 4
        if early and one.title.lower().strip(" .:") in CONTENTS:
            yield replace(one, end=found[i + 1].heading.start if i + 1 < len(found) else one.end)


@lru_cache(maxsize=256)
def _outline(known: Known) -> tuple[Section, ...]:
    document = known.document
    headed = _with_row_labels(_joined([*_headings(document)], document), document)
    found = _with_numbered(headed, document)
    following: dict[int, int] = {}  # by level the start of the next heading
    numbered: dict[tuple[str, str], int] = {}
    for i, one in reversed([*enumerate(found)]):
        ends = [start for level, start in following.items() if level <= one.level]
        ends += filter(None, [numbered.get(_next(one.label))])
        found[i] = replace(one, end=min(ends, default=len(document.text)))
        if i + 1 < len(found) and not items(document, found[i]):
            found[i] = replace(one, end=found[i + 1].end)  # "Figure 2", its caption below
        following[one.level] = one.heading.start
        numbered[one.label.noun, one.label.number] = one.heading.start
    return tuple(_with_paths(one for one in found if not _lists_contents(one, document)))


def _next(label: Label) -> tuple[str, str]:
    """Give what follows a label by its noun and number: article 6 isn't in article 5."""
    number = label.number
    return label.noun, str(int(number) + 1) if label.noun and number.isdigit() else "-"


def _with_paths(sections: Iterable[Section]) -> Iterator[Section]:
    above: list[Section] = []
    for one in sections:
        while above and above[-1].level >= one.level:
            above.pop()
        yield replace(one, path=tuple(other.title for other in above))
        above.append(one)


@lru_cache(maxsize=256)
def _by_beginning(known: Known) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    title = stems_of(known.document.source.title)
    for one in _outline(known):
        holds_most = one.end - one.start > MOST * len(known.document.text)
        if one.label.stems == title or (holds_most and one.label.stems < title):
            continue  # the whole document
        for beginning in {stem[:SAME_START] for stem in (one.label.noun, *one.label.stems)}:
            found.setdefault(beginning, []).append(one)
    return found


def _headings(document: Document) -> Iterator[Section]:
    blocks = [block for block in document.blocks if block.kind == "heading"]
    titles = [" ".join(document.text[block.start : block.end].split()) for block in blocks]
    named = Counter(
        title.lower()
        for block, title in zip(blocks, titles, strict=True)
        if _begins_page(block, document)
    )
    whole = document.source.title
    said = Counter(title.lower() for title in titles if says_the_title(title, whole))
    for block, title in zip(blocks, titles, strict=True):
        runs = named[title.lower()] >= RUNNING or said[title.lower()] >= RUNNING
        if not runs and not title.startswith(BULLETS):
            level, span = max(1, block.level), Span(block.start, block.end)
            yield Section(title, label_of(title), level, span, block.end, block.end)


def _with_row_labels(headings: Sequence[Section], document: Document) -> list[Section]:
    """Add the labels of a table's rows whose cells are lists: "Courts", its points below."""
    starts, found = [one.heading.start for one in headings], list(headings)
    for block, behind in pairwise(document.blocks):
        at = bisect_left(starts, block.start)
        if at and is_row_label(document, block, behind):
            text = document.text[block.start : block.end]
            title, level = " ".join(text.split()), headings[at - 1].level + 1
            span, end = Span(block.start, block.end), block.end
            found.append(Section(title, label_of(title), level, span, end, end))
    return sorted(found, key=lambda one: one.heading.start)


def _begins_page(block: Block, document: Document) -> bool:
    page = document.page_at(block.start)
    return page is not None and not document.text[page.start : block.start].strip()


def _joined(headings: Sequence[Section], document: Document) -> list[Section]:
    """Join the lines of headings that go on: "CHAPTER 1", "INTRODUCTION"."""
    found: list[Section] = []
    for one in headings:
        if found and _goes_on(found[-1], one, document):
            before = found.pop()
            title = f"{before.title} {one.title}"
            span = Span(before.heading.start, one.heading.end)
            one = replace(one, title=title, label=label_of(title), level=before.level, heading=span)
        found.append(one)
    return found


def _goes_on(one: Section, other: Section, document: Document) -> bool:
    if one.level != other.level or document.text[one.heading.end : other.heading.start].strip():
        return False
    words = one.title.lower().split()
    alone = one.label.number and one.label.stems == stems_of(one.label.noun)
    open_end = words[-1] in FUNCTION_WORDS or words[-1][-1] in ":,"
    return bool((alone and not other.label.number) or open_end) and len(words) < LONGEST_TITLE


def _with_numbered(headings: Sequence[Section], document: Document) -> list[Section]:
    """Add paragraphs that are numbered one after the other: "Article 5 …", "§ 12 …"."""
    starts = [one.heading.start for one in headings]
    numbered = []
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        whole = document.text[block.start : block.end]
        text = whole[:LONGEST_TITLE]
        match = LABEL.match(text)
        if (
            not match
            or not (match["noun"] or "§" in match.group() or match.group().count(".") > 1)
            or is_contents(whole)
        ):
            continue
        label = label_of(text)
        if not any(map(str.isdigit, label.number)):
            continue  # "Mr J. …"
        at = bisect_left(starts, block.start)
        level = headings[at - 1].level + 1 if at else 1
        numbered.append(_numbered(block, text, label, level))
    headed = {(one.label.noun[:3], one.label.number) for one in headings if one.label.noun}
    count = Counter(_shape(one.label) for one in numbered)
    kept = [
        one
        for one in numbered
        if count[_shape(one.label)] >= SERIES
        and (one.label.noun[:3], one.label.number) not in headed
    ]
    listed = [one for one in numbered if (one.label.noun[:3], one.label.number) in headed]
    kept = [one for one in kept if not any(_beside(one, other, document) for other in listed)]
    return sorted([*headings, *kept], key=lambda one: one.heading.start)


def _beside(one: Section, other: Section, document: Document) -> bool:
    """Say whether two titles stand one below the other, as in a list of them."""
    first, last = sorted((one, other), key=lambda section: section.start)
    titles = one.start == one.end and other.start == other.end
    return titles and not document.text[first.end : last.heading.start].strip()


def _shape(label: Label) -> tuple[str, int]:
    return label.noun, label.number.count(".")


def _numbered(block: Block, text: str, label: Label, level: int) -> Section:
    match = LABEL.match(text)
    assert match is not None
    whole = len(text) < LONGEST_TITLE and len(text.split()) <= 12
    title = text.rstrip(" .:") if whole else match.group().rstrip(" .:")
    bare = label if whole else replace(label, stems=stems_of(match.group()))
    span = Span(block.start, block.start + (len(text) if whole else match.end()))
    return Section(title, bare, level, span, block.end if whole else block.start, block.end)


def _lists_contents(section: Section, document: Document) -> bool:
    """Say whether a section lists what the document contains: its lines end with pages, in order.

    So do the rows of many a table, but for the order.
    """
    if section.title.lower().strip(" .:") in CONTENTS:
        return True
    own = [document.text[block.start : block.end] for block in items(document, section)]
    pages = [page_of(text) for text in own if is_contents(text)]
    return len(pages) > max(1, 0.7 * len(own)) and pages == sorted(pages)


def _between(document: Document, start: int, end: int) -> Sequence[Block]:
    first = bisect_left(document.blocks, start, key=lambda block: block.start)
    last = bisect_left(document.blocks, end, key=lambda block: block.start)
    return document.blocks[first:last]
