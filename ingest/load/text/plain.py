"""Plain text: find the paragraphs that the line breaks hide.

Three layouts occur. *Flowing*: a line is a paragraph. *Wrapped*: lines are cut
at a margin and an empty line ends a paragraph. *Spaced*: the text layer of a
PDF, where an empty line follows every cut line, and a page's first line follows
without one, set off by one space. Which one it is, is told by where sentences
run on: see `line_step`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.load.headings import with_headings
from ingest.load.raw import RawBlock, RawLine, RawPage

LINE = re.compile(r"([^\n\r\f\v\x85\u2028\u2029]*)(\r\n|[\n\r\f\v\x85\u2028\u2029]|$)")
STRONG_MARKER = re.compile(r"[•●▪■◦‣\u2043∙·\uf0b7\uf0a7]\s*")
WEAK_MARKER = re.compile(
    r"(?:[o*+–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\([A-Z]{1,2}\)|\([IVX]{1,5}\))\s+(?=\S)"
)
SENTENCE_END = re.compile(r"[.!?:;…\u3002\uff01\uff1f؟\u06d4][\"'”’»)\]]*$")
RUNS_ON = re.compile(r"[(\[\"'“‘«]?[a-z]")
DANGLING = frozenset(
    "a an and are as at be by for from if in into is its of on or our over per that the their this "
    "to under upon was were which who will with".split()
)
MIN_RUN_ON_SHARE = 0.2
"""Share of line pairs that must cut a sentence before lines count as cut at a margin: in
flowing text it is nearly 0, in wrapped English prose above a half."""
SLACK = 0.12
"""Lines of proportional type differ by about this share of the margin when counted in letters."""
SLACK_AFTER_SENTENCE = 0.06
"""Where a sentence has ended and a new one starts, less room is proof enough of a new paragraph."""
NEIGHBOURS = 5
MAX_LEVEL = 6


def layout(text: str) -> tuple[tuple[RawBlock, ...], tuple[RawPage, ...]]:
    """Give the blocks and pages of a plain text."""
    lines = split_lines(text)
    step = line_step(lines)
    if step == 1 and "\f" not in text:
        lines = mark_pages(lines, text)
    blocks = [_block(group) for group in _group(lines, step)]
    return with_headings(_levels(blocks)), _pages(lines, inferred="\f" not in text)


def split_lines(text: str) -> list[RawLine]:
    """Cut a text into its lines, leaving the empty ones out but counting them."""
    lines: list[RawLine] = []
    blank, breaks = 0, 0
    for match in LINE.finditer(text):
        content = match[1]
        body = content.strip()
        if body:
            indent = len(content) - len(content.lstrip())
            start = match.start(1) + indent
            lines.append(RawLine(start, start + len(body), body, blank, indent, breaks))
            blank, breaks = 0, 0
        elif match[2]:
            blank += 1
        if match[2] == "\f":
            breaks, blank = breaks + 1, 0
    return lines


def line_step(lines: list[RawLine]) -> int | None:
    """Count the empty lines between two lines of one paragraph: 0, 1, or None for flowing text."""
    for step in (1, 0):
        pairs = [(a, b) for a, b in pairwise(lines) if b.blank_before == step]
        running_on = sum(_runs_on(a, b) for a, b in pairs)
        enough = step == 0 or len(pairs) > len(lines) / 2
        if enough and running_on >= 2 and running_on >= MIN_RUN_ON_SHARE * len(pairs):
            return step
    return 0 if sum(_runs_on(a, b) for a, b in pairwise(lines) if b.blank_before == 0) else None


def mark_pages(lines: list[RawLine], text: str) -> list[RawLine]:
    """Find the pages of a spaced text: their first line has one space in front and no gap above.

    Only believed where nearly all other lines have neither, since otherwise the
    space means something else.
    """
    breaks = {
        line.start for line in lines[1:] if line.blank_before == 0 and text[line.start - 1] == " "
    }
    others = [line for line in lines[1:] if line.start not in breaks]
    odd = sum(line.indent == 1 or line.blank_before == 0 for line in others)
    if odd > 0.05 * len(others):
        return lines
    return [
        RawLine(line.start, line.end, line.text, 1, 0, page_breaks=1)
        if line.start in breaks
        else line
        for line in lines
    ]


def bullet(marker: re.Match[str]) -> int:
    """Count the characters of a marker that is a bullet, 0 for a number: that is text."""
    return 0 if marker[0].rstrip().endswith((".", ")")) else marker.end()


def _runs_on(above: RawLine, line: RawLine) -> bool:
    return not SENTENCE_END.search(above.text) and RUNS_ON.match(line.text) is not None


def _group(lines: list[RawLine], step: int | None) -> list[list[RawLine]]:
    groups: list[list[RawLine]] = []
    for index, line in enumerate(lines):
        margin = _margin(lines, index)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if groups and _continues(groups[-1], line, below, step, margin):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _margin(lines: list[RawLine], index: int) -> int:
    near = lines[max(0, index - NEIGHBOURS) : index + NEIGHBOURS]
    return max(len(line.text) for line in near)


def _continues(
    group: list[RawLine], line: RawLine, below: RawLine | None, step: int | None, margin: int
) -> bool:
    """Decide whether a line goes on with the paragraph above it."""
    above = group[-1]
    if step is None or line.blank_before > step:
        return False
    ended = SENTENCE_END.search(above.text) is not None
    cut_early = _cut_early(above, line, margin, SLACK_AFTER_SENTENCE if ended else SLACK)
    if STRONG_MARKER.match(line.text):
        return False
    if WEAK_MARKER.match(line.text) and (ended or cut_early or _kin(group[0], line)):
        return False
    if not ended and (RUNS_ON.match(line.text) or _dangles(above.text)):
        return True
    return not cut_early and not (ended and _stands_alone(line, below, margin))


def _cut_early(line: RawLine, below: RawLine, margin: int, slack: float = SLACK) -> bool:
    """Say whether the next line's first word would have fitted: the break was meant."""
    first_word = below.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(first_word) <= margin * (1 - slack)


def _stands_alone(line: RawLine, below: RawLine | None, margin: int) -> bool:
    """Say whether a line is short, unfinished, and followed by something new: a heading."""
    if below is None or SENTENCE_END.search(line.text):
        return False
    if RUNS_ON.match(line.text) or RUNS_ON.match(below.text):
        return False
    return _cut_early(line, below, margin)


def _kin(first: RawLine, line: RawLine) -> bool:
    """Say whether two lines start with list markers of one sort."""
    a, b = WEAK_MARKER.match(first.text), WEAK_MARKER.match(line.text)
    return bool(a and b and (a[0] == b[0] or a[0][-2:] == b[0][-2:] != "o "))


def _dangles(text: str) -> bool:
    return text.endswith((",", "-", "(", "/")) or text.split()[-1].lower() in DANGLING


def _block(lines: list[RawLine]) -> RawBlock:
    text = lines[0].text
    match = STRONG_MARKER.match(text) or WEAK_MARKER.match(text)
    if match and match.end() < len(text):
        return RawBlock("item", tuple(lines), 1, match.end())
    return RawBlock("paragraph", tuple(lines))


def _levels(blocks: list[RawBlock]) -> list[RawBlock]:
    """Number the depth of list items by the order in which indents and markers open."""
    levelled: list[RawBlock] = []
    open_kinds: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind != "item":
            levelled.append(block)
            continue
        head = block.lines[0].text[: block.marker].strip()
        kind = (block.lines[0].indent, re.sub(r"\w+", "1", head) if len(head) > 1 else head)
        if kind in open_kinds:
            del open_kinds[open_kinds.index(kind) + 1 :]
        elif STRONG_MARKER.match(head) and not block.lines[0].indent:
            open_kinds = [kind]
        else:
            open_kinds.append(kind)
        level = min(len(open_kinds), MAX_LEVEL)
        levelled.append(RawBlock("item", block.lines, level, block.marker))
    return levelled


def _pages(lines: list[RawLine], *, inferred: bool) -> tuple[RawPage, ...]:
    starts = [line.start for line in lines for _ in range(line.page_breaks)]
    if not starts:
        return ()
    return tuple(RawPage(i, s, inferred=inferred) for i, s in enumerate([0, *starts], start=1))
