"""Lines of a PDF in reading order to paragraphs, list items, table rows and footnotes."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.load.pdf.lines import RIGHT_TO_LEFT, Line
from ingest.load.text.plain import DANGLING, RUNS_ON, SENTENCE_END, STRONG_MARKER, WEAK_MARKER
from rag.types import BlockKind

SAME_SIZE = 0.6
"""Points."""
INDENT = 0.8
"""In ems."""
WIDE_GAP = 1.22
"""Times the usual distance of two baselines: wider is a gap between paragraphs."""
USUAL_PITCH = 1.2
MAX_PITCH = 2.7
"""In ems: double spacing and a bit."""
SLACK = 0.3
SLACK_IN_SENTENCE = 2.0
"""In ems. How much room a line must have left, where no sentence ended, to end a paragraph."""
NARROW, FEW_RUN_ON = 12.0, 0.2
"""In ems: a column as narrow is a list, unless so many of its lines go on with a sentence."""
NEIGHBOURS, MIN_NEIGHBOURS = 8, 4
"""Lines above and below that show how wide a column is, and how many must be of one size."""
FILLED, LIST_FILLED = 0.8, 0.4
"""Share of a column's width that a line of a paragraph fills, and share of such lines near a
line below which they are a list's: in prose two of three fill it."""
SUBNUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,4}[.):]?\s+(?=\S)")
SET_APART, NUMBER_GAP = re.compile(r"(?:¶{1,2} ?)?\d{1,3} +(?=\S)"), 0.9
"""A number of a paragraph, and the room behind it in ems: a space is a third of an em."""
LIST_GOES_ON = re.compile(r"[;:—–](?: (?:and|or))?$")
"""The end of a line before an item of a list that is one sentence, as laws have them."""


@dataclass(slots=True)
class Draft:
    """A block in the making. A table's row has ``cells``, each of lines; others ``lines``."""

    kind: BlockKind
    lines: list[Line]
    level: int = 0
    marker: int = 0
    cells: list[list[Line]] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """The line that it begins with."""
        return self.lines[0] if self.lines else next(cell[0] for cell in self.cells if cell)

    @property
    def text(self) -> str:
        """Its words, lines joined by a space."""
        return " ".join(line.text for line in self.lines)


def size_of_most(texts: Iterable[tuple[float, int]]) -> float:
    """Give the type size that most letters have, of sizes and numbers of letters; else 10."""
    sizes: Counter[float] = Counter()
    for size, letters in texts:
        sizes[size] += letters
    return sizes.most_common(1)[0][0] if sizes else 10.0


def pitches(columns: Iterable[Sequence[Line]]) -> dict[float, float]:
    """Give the usual distance between baselines for each type size."""
    found: dict[float, Counter[float]] = defaultdict(Counter)
    for lines in columns:
        for above, below in itertools.pairwise(lines):
            gap = below.base - above.base
            if above.size == below.size and 0.8 * below.size < gap < MAX_PITCH * below.size:
                found[below.size][round(gap * 2) / 2] += 1
    usual = {}
    for size, gaps in found.items():
        most = max(gaps.values())
        if most >= 2:
            usual[size] = min(gap for gap, count in gaps.items() if count >= most / 2)
    return usual


def paragraphs(lines: Sequence[Line], usual: dict[float, float]) -> list[Draft]:
    """Group the lines of one column into paragraphs and list items."""
    drafts: list[Draft] = []
    group: list[Line] = []
    lines = _with_own_edges(lines)
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if group and _begins(group, line, after, usual):
            drafts.append(_draft(group))
            group = []
        group.append(line)
    if group:
        drafts.append(_draft(group))
    return drafts


def _with_own_edges(lines: Sequence[Line]) -> list[Line]:
    """Give each line the edges of the lines of its type around it: a page's heading is wider."""
    found = []
    for index, line in enumerate(lines):
        near = [
            other
            for other in lines[max(index - NEIGHBOURS, 0) : index + NEIGHBOURS + 1]
            if abs(other.size - line.size) <= SAME_SIZE
        ]
        if len(near) >= MIN_NEIGHBOURS:
            left, right = min(other.x0 for other in near), max(other.x1 for other in near)
            if _is_bare_list(near, left, right):
                right = math.inf  # not even its longest line is full
            found.append(replace(line, left=left, right=right))
        else:
            found.append(line)
    return found


def _is_bare_list(lines: Sequence[Line], left: float, right: float) -> bool:
    """Say whether most lines are short, as in a list, and have no markers to part them."""
    reach = left + FILLED * (right - left)
    filled = sum(line.x1 >= reach for line in lines)
    running = sum(RUNS_ON.match(line.text) is not None for line in lines)
    narrow = right - left < NARROW * lines[0].size and running < FEW_RUN_ON * len(lines)
    return (narrow or filled < LIST_FILLED * len(lines)) and not any(map(_marker, lines))


def _draft(lines: Sequence[Line]) -> Draft:
    marker = _marker(lines[0])
    if marker:
        return Draft("item", list(lines), 1, marker)
    return Draft("paragraph", list(lines), marker=_own_number(lines[0]))


def _marker(line: Line) -> int:
    match = STRONG_MARKER.match(line.text) or WEAK_MARKER.match(line.text)
    return match.end() if match and match.end() < len(line.text) else 0


def _own_number(line: Line) -> int:
    """Give the length of a paragraph's number that is set apart from its text, else 0."""
    match = SET_APART.match(line.text)
    if match is None:
        return 0
    number, text = match[0].split()[-1], line.text[match.end() :].split(" ", 1)[0]
    for piece, after in itertools.pairwise(line.pieces[:3]):
        if piece.text == number and text.startswith(after.text):
            return match.end() if after.x0 - piece.x1 > NUMBER_GAP * line.size else 0
    return 0


def start_of(line: Line) -> float:
    """Give the room before a line, in points: on its right where it's read from there."""
    return line.right - line.x1 if _backward(line) else line.x0 - line.left


def _step(above: Line, line: Line) -> float:
    """Give how much farther in a line starts than one above it; their edges may differ."""
    return above.x1 - line.x1 if _backward(line) else line.x0 - above.x0


def room_behind(line: Line) -> float:
    """Give the room behind a line, in points."""
    return line.x0 - line.left if _backward(line) else line.right - line.x1


def _backward(line: Line) -> bool:
    return RIGHT_TO_LEFT.search(line.text) is not None


def _begins(
    group: Sequence[Line], line: Line, after: Line | None, usual: dict[float, float]
) -> bool:
    """Decide whether a line begins a new paragraph below those of ``group``."""
    above = group[-1]
    pitch = usual.get(line.size, USUAL_PITCH * line.size)
    runs_on = not ended(above) and RUNS_ON.match(line.text) is not None
    if line.base - above.base > WIDE_GAP * max(pitch, line.size) or line.base < above.base:
        return True
    if _other_size(above, line) or (line.bold != above.bold and not runs_on):
        return True
    if _bold_start(line) and ended(above) and not above.pieces[-1].look.bold:
        return True
    if _begins_item(group, line) or (
        _own_number(line) and (ended(above) or cut_early(above, line))
    ):
        return True
    if runs_on or dangles(above):
        return False
    if math.inf in (line.right, above.right) and line.x0 - group[0].x0 > INDENT * line.size:
        return False  # entries of a list without markers hang below their first line
    if _moved_in(group, line, after):
        return True
    return cut_early(above, line)


def _bold_start(line: Line) -> bool:
    """Say whether a line in common type begins with a bold word, as an entry does ("DATES:")."""
    first = line.pieces[0]
    return first.look.bold and not line.bold and first.text[0].isupper()


def _other_size(above: Line, line: Line) -> bool:
    """Say whether type changes its size between two lines, and not only within one of them."""
    end, start = above.pieces[-1].look.size, line.pieces[0].look.size
    return min(abs(line.size - above.size), abs(start - end)) > SAME_SIZE


def ended(line: Line) -> bool:
    """Say whether a sentence ends with the line."""
    return SENTENCE_END.search(line.text) is not None


def dangles(line: Line) -> bool:
    """Say whether a line can't be the end of anything."""
    words = line.text.split()
    return line.text.endswith((",", "-", "(", "/")) or bool(words and words[-1].lower() in DANGLING)


def _begins_item(group: Sequence[Line], line: Line) -> bool:
    if STRONG_MARKER.match(line.text) and _marker(line):
        return True
    kinds = [kind for kind in (WEAK_MARKER, SUBNUMBER) if kind.match(line.text)]
    if not kinds:
        return False
    above = group[-1]
    if ended(above) or LIST_GOES_ON.search(above.text):
        return True
    first = kinds[0].match(group[0].text)
    kin = bool(first) and abs(group[0].x0 - line.x0) < line.size
    inside = bool(first) and not kin and _step(above, line) > -0.3 * line.size
    return kin or (cut_early(above, line) and not inside)


def _moved_in(group: Sequence[Line], line: Line, after: Line | None) -> bool:
    """Say whether a line is set in, or out again, as the first of a paragraph is."""
    above, em = group[-1], line.size
    if _centred(above, line):
        return False
    step = _step(above, line)
    if step > INDENT * em:
        hangs = len(group) == 1 and (
            bool(_marker(group[0])) or (after is not None and abs(_step(line, after)) < 0.3 * em)
        )
        return not hangs
    if step < -INDENT * em:
        if len(group) == 1 and not ended(above) and not cut_early(above, line):
            return False  # the first line of a paragraph is set in, as in statutes
        return len(group) > 1 or bool(_marker(group[0]) and _step(group[0], line) < -em)
    return False


def _centred(one: Line, other: Line) -> bool:
    middle = abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2
    return middle < 0.5 * one.size and min(start_of(one), start_of(other)) > one.size


def cut_early(above: Line, line: Line) -> bool:
    """Say whether the first word of the next line would have fitted: the break was meant."""
    room = room_behind(above) - first_word(line) - 0.25 * above.size
    if _centred(above, line):
        return False
    new = not RUNS_ON.match(line.text)
    slack = SLACK if ended(above) or not new else SLACK_IN_SENTENCE
    return room > slack * above.size


def first_word(line: Line) -> float:
    """Give the width of a line's first word, or of its part before a hyphen or slash."""
    width = 0.0
    for index, (piece, glued) in enumerate(zip(line.pieces, line.glued, strict=True)):
        if index and not glued:
            break
        width += piece.x1 - piece.x0
    word = line.text.split(" ", 1)[0]
    part = re.split(r"(?<=[-/–—])", word)[0]
    return width * len(part) / max(len(word), 1)
