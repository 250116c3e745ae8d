"""The headings of a PDF: from its outline, else by their type."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ingest.load.headings import (
    CAPTION,
    END,
    MAX_CHARACTERS,
    MAX_WORDS,
    NUMBERED,
    looks_like_heading,
)
from ingest.load.pdf.blocks import Draft

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_OUTLINE = 5000
MAX_DEPTH = 6
MAX_LINES = 4
LARGER = 1.08
"""Times the body's size."""
MUCH_LARGER = 1.25
APART = 1.4
"""In ems. Where lines are closer, one in italics is an entry of a list (a species' name)."""
MAX_LETTERS = 250


class Entry(NamedTuple):
    """A line of a PDF's outline: the page that it leads to, its depth from 1, its words."""

    page: int
    level: int
    title: str


class _Style(NamedTuple):
    size: float
    bold: bool
    italic: bool
    capitals: bool


def read_outline(document: PdfDocument) -> list[Entry]:
    """Give the outline of a pypdfium2 document, as far as it can be read."""
    import pypdfium2

    entries: list[Entry] = []
    try:
        for mark in document.get_toc(max_depth=MAX_DEPTH + 2):
            target = mark.get_dest()
            page = target.get_index() if target else None
            if page is not None and page >= 0:
                title = mark.get_title()
                entries.append(Entry(page + 1, min(mark.level + 1, MAX_DEPTH), title))
            if len(entries) >= MAX_OUTLINE:
                break
    except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
        pass  # without an outline, headings are told by their type
    return entries


def mark_headings(drafts: Sequence[Draft], outline: Sequence[Entry], body: float) -> list[Draft]:
    """Make headings of the paragraphs that are some, and number their levels.

    ``body`` is the size of most of the document's type. The outline's titles come first;
    then what is larger, bolder or otherwise unlike the text, short, and no sentence.
    """
    drafts = _split_titles(drafts, outline)
    titles = _titles(outline)
    text_is_bold = _mostly_bold(drafts, body)
    by_style: dict[_Style, Counter[int]] = defaultdict(Counter)
    for index, draft in enumerate(drafts):
        level = titles.get((draft.lines[0].page, _key(draft.text))) if draft.lines else None
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        if level is not None and draft.kind in ("paragraph", "item"):
            by_style[_style(draft)][level] += 1
            draft.kind, draft.level, draft.marker = "heading", level, 0
        elif draft.kind in ("paragraph", "item") and _is_heading(
            draft,
            after,
            body,
            text_is_bold,
            apart=_is_apart(drafts[max(index - 1, 0) : index], draft),
        ):
            draft.kind, draft.level, draft.marker = "heading", 0, 0
    _number(drafts, {style: levels.most_common(1)[0][0] for style, levels in by_style.items()})
    _mark_captions(drafts)
    return list(drafts)


def _titles(outline: Iterable[Entry]) -> dict[tuple[int, str], int]:
    titles: dict[tuple[int, str], int] = {}
    for entry in outline:
        if key := _key(entry.title):
            titles.setdefault((entry.page, key), entry.level)
    return titles


def _key(text: str) -> str:
    """Give a title's letters and digits, without those of its number."""
    letters = re.sub(r"[\W_]+", "", text.casefold())
    return re.sub(r"^\d+", "", letters) or letters


def _split_titles(drafts: Sequence[Draft], outline: Iterable[Entry]) -> list[Draft]:
    """Cut a title of the outline off the paragraph that it was joined with."""
    titles = _titles(outline)
    split: list[Draft] = []
    for draft in drafts:
        cut = 0
        if draft.kind == "paragraph" and titles:
            for count in range(1, min(MAX_LINES, len(draft.lines))):
                key = _key(" ".join(line.text for line in draft.lines[:count]))
                if (draft.lines[0].page, key) in titles:
                    cut = count
        if cut:
            split.append(Draft("paragraph", draft.lines[:cut]))
        split.append(Draft(draft.kind, draft.lines[cut:], draft.level, draft.marker, draft.cells))
    return split


def _mostly_bold(drafts: Iterable[Draft], body: float) -> bool:
    weights: Counter[bool] = Counter()
    for draft in drafts:
        for line in draft.lines:
            if abs(line.size - body) < 1:
                weights[line.bold] += len(line.text)
    return weights[True] > weights[False]


def _is_apart(before: Sequence[Draft], draft: Draft) -> bool:
    """Say whether a block stands farther below the one before it than its lines would."""
    if not before or not before[-1].lines:
        return True
    above, line = before[-1].lines[-1], draft.lines[0]
    return above.region != line.region or line.base - above.base > APART * line.size


def _is_heading(
    draft: Draft, after: Draft | None, body: float, text_is_bold: bool, *, apart: bool
) -> bool:
    text, lines = draft.text, draft.lines
    if len(lines) > MAX_LINES or len(text) > MAX_LETTERS or not any(map(str.isalpha, text)):
        return False
    size = min(line.size for line in lines)
    if after is None or (CAPTION.match(text) and (size < LARGER * body or END.search(text))):
        return False  # captions are often bold; only one in larger type heads what follows
    if size >= MUCH_LARGER * body:
        return not text.endswith((",", ";")) and len(text.split()) <= 30
    unlike = all(line.bold for line in lines) and not text_is_bold
    unlike = unlike or size >= LARGER * body
    if NUMBERED.match(text) and unlike and not END.search(text) and len(text) <= MAX_CHARACTERS:
        return True
    if unlike and text.isupper() and apart and len(text.split()) <= MAX_WORDS:
        return True  # "SEC. 2. PURPOSES.": laws put full stops behind their headings
    unlike = unlike or text.isupper() or (apart and all(line.italic for line in lines))
    if draft.kind == "item" and not all(line.bold for line in lines) and size < LARGER * body:
        return False
    if CAPTION.match(text):
        return True
    return unlike and looks_like_heading(text) and size >= 0.9 * body


def _style(draft: Draft) -> _Style:
    line = draft.lines[0]
    return _Style(round(line.size * 2) / 2, line.bold, line.italic, draft.text.isupper())


def _number(drafts: Iterable[Draft], known: dict[_Style, int]) -> None:
    """Number the levels by type: the outline's where it has such type, else by size."""
    unnumbered = [draft for draft in drafts if draft.kind == "heading" and not draft.level]
    styles = {_style(draft) for draft in unnumbered} | set(known)
    ordered = sorted(styles, key=lambda s: (-s.size, not s.bold, not s.capitals, s.italic))
    levels: dict[_Style, int] = {}
    level = 0
    for style in ordered:
        level = known.get(style, level + 1)
        levels[style] = min(level, MAX_DEPTH)
    for draft in unnumbered:
        draft.level = levels[_style(draft)]


def _mark_captions(drafts: Sequence[Draft]) -> None:
    """Make a table's caption a heading, one level below the one that it stands under."""
    level = 0
    for draft, after in itertools.pairwise(drafts):
        if draft.kind == "heading":
            level = draft.level
        short = draft.kind == "paragraph" and len(draft.text) <= 2 * MAX_CHARACTERS
        if short and after.kind == "table" and CAPTION.match(draft.text):
            draft.kind, draft.level = "heading", min(level + 1, MAX_DEPTH)
