"""Which units of two versions are the same, which were changed, and which were moved.

First what is the same in order: units that stand once in both hold the rest in place (the
patience diff), so the work grows with the length and not with its square. What is left over is
looked for elsewhere (moved), then compared within its gap (changed), then with what is left
anywhere that has the same rare words (moved and changed).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rag.versions.likeness import Likeness
from rag.versions.units import Unit

SMALL = 40_000
"""Pairs of units up to which a stretch without anything unique is compared each with each."""
MOVED_WORDS = 4
"""Words from which on a unit that stands elsewhere was moved; "Total" is dropped and added."""
MOVED_LIKE = 0.75
"""Likeness from which on a unit elsewhere is the same, moved and changed."""


@dataclass(frozen=True, slots=True)
class Link:
    """Units of the old version that became units of the new one; ranges of their numbers.

    Usually one each; two where a sentence was parted or two were joined, more where a run was
    moved. ``same``: in the same words; ``moved``: not in the order of the others.
    """

    old: tuple[int, int]
    new: tuple[int, int]
    same: bool
    moved: bool = False


def align(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Link, ...]:
    """Link the units of two versions, in the order of the old one. Each is in one link at most."""
    kept = _in_order([unit.key for unit in old], [unit.key for unit in new])
    links = [Link((i, i + 1), (j, j + 1), same=True) for i, j in kept]
    free_old = set(range(len(old))) - {i for i, _ in kept}
    free_new = set(range(len(new))) - {j for _, j in kept}
    moved = _moved(old, new, free_old, free_new)
    links += _runs(moved)
    likeness = Likeness(old, new)
    for stretch in _gaps(kept, len(old), len(new)):
        here = [i for i in stretch[0] if i in free_old], [j for j in stretch[1] if j in free_new]
        for link in _changed(*here, likeness):
            links.append(link)
            free_old -= set(range(*link.old))
            free_new -= set(range(*link.new))
    for link in [*_runs(moved)]:
        for beside in _beside(link, free_old, free_new, likeness):
            links.append(beside)
            free_old -= set(range(*beside.old))
            free_new -= set(range(*beside.new))
    links += _far(sorted(free_old), sorted(free_new), likeness)
    return tuple(sorted(links, key=lambda link: link.old))


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pair what is the same in the same order, held in place by what stands once in both."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            found.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        held = _rising(_unique(old, new, (a, a_end), (b, b_end)))
        if not held:
            found += _each_with_each(old, new, (a, a_end), (b, b_end))
            continue
        for i, j in (*held, (a_end, b_end)):
            waiting.append((a, i, b, j))
            a, b = i, j  # the pair itself begins the next stretch
    return sorted(found)


def _unique(
    old: Sequence[str], new: Sequence[str], a: tuple[int, int], b: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pair what stands once in both of two stretches."""
    here, there = Counter(old[slice(*a)]), Counter(new[slice(*b)])
    places = {new[j]: j for j in range(*b) if there[new[j]] == 1}
    return [(i, places[old[i]]) for i in range(*a) if here[old[i]] == 1 and old[i] in places]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest run of pairs, sorted by the first number, whose second ones rise too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [at]
    found, at = [], last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _each_with_each(
    old: Sequence[str], new: Sequence[str], a: tuple[int, int], b: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    if (a[1] - a[0]) * (b[1] - b[0]) > SMALL:
        return
    matcher = SequenceMatcher(None, old[slice(*a)], new[slice(*b)], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        yield from ((a[0] + i + n, b[0] + j + n) for n in range(size))


def _gaps(kept: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Give the stretches between what is the same, those that have something on both sides."""
    i, j = -1, -1
    for next_i, next_j in (*kept, (old, new)):
        if next_i - i > 1 and next_j - j > 1:
            yield range(i + 1, next_i), range(j + 1, next_j)
        i, j = next_i, next_j


def _moved(
    old: Sequence[Unit], new: Sequence[Unit], free_old: set[int], free_new: set[int]
) -> list[tuple[int, int]]:
    """Pair what is the same in another place, short ones only beside such; take it out."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in sorted(free_new, reverse=True):
        places[new[j].key].append(j)
    pairs: dict[int, int] = {}
    for i in sorted(free_old):
        if len(old[i].said) >= MOVED_WORDS and places[old[i].key]:
            pairs[i] = places[old[i].key].pop()
    taken, waiting = set(pairs.values()), list(pairs.items())
    while waiting:
        i, j = waiting.pop()
        for near, beside in ((i - 1, j - 1), (i + 1, j + 1)):
            free = near in free_old and near not in pairs
            there = beside in free_new and beside not in taken
            if free and there and old[near].key == new[beside].key:
                pairs[near] = beside
                taken.add(beside)
                waiting.append((near, beside))
    free_old -= pairs.keys()
    free_new -= taken
    return sorted(pairs.items())


def _runs(pairs: Sequence[tuple[int, int]]) -> Iterator[Link]:
    """Put pairs that stand side by side in both versions into one link."""
    start = 0
    for at in range(1, len(pairs) + 1):
        if at < len(pairs) and pairs[at] == (pairs[at - 1][0] + 1, pairs[at - 1][1] + 1):
            continue
        (i, j), (i_end, j_end) = pairs[start], pairs[at - 1]
        yield Link((i, i_end + 1), (j, j_end + 1), same=True, moved=True)
        start = at


def _changed(old: Sequence[int], new: Sequence[int], likeness: Likeness) -> Iterator[Link]:
    """Link what is alike in two stretches, in order; long ones are parted first."""
    if not old or not new:
        return
    if len(old) * len(new) <= SMALL:
        yield from _best_in_order(old, new, likeness)
        return
    held = _rising(sorted(likeness.sharing_rare_words(old, new, MOVED_LIKE)))
    a = b = 0
    for i, j in (*held, (-1, -1)):
        a_end = old.index(i, a) if i >= 0 else len(old)
        b_end = new.index(j, b) if j >= 0 else len(new)
        if (a_end - a) * (b_end - b) <= SMALL:
            yield from _best_in_order(old[a:a_end], new[b:b_end], likeness)
        if i >= 0:
            yield Link((i, i + 1), (j, j + 1), same=likeness.is_same([i], [j]))
        a, b = a_end + 1, b_end + 1


def _best_in_order(old: Sequence[int], new: Sequence[int], likeness: Likeness) -> Iterator[Link]:
    """Link units so that as many words as may be stay with their like; one with two, too."""
    steps = likeness.steps(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            value = max(best[a + 1][b], best[a][b + 1])
            for some, others, gain in steps.get((a, b), ()):
                value = max(value, gain + best[a + some][b + others])
            best[a][b] = value
    a = b = 0
    while a < len(old) and b < len(new):
        for some, others, gain in steps.get((a, b), ()):
            if gain + best[a + some][b + others] == best[a][b]:
                here, there = old[a : a + some], new[b : b + others]
                same = likeness.is_same(here, there)
                yield Link((here[0], here[-1] + 1), (there[0], there[-1] + 1), same=same)
                a, b = a + some, b + others
                break
        else:
            a, b = (a + 1, b) if best[a + 1][b] == best[a][b] else (a, b + 1)


def _beside(
    link: Link, free_old: set[int], free_new: set[int], likeness: Likeness
) -> Iterator[Link]:
    """Link what was changed right before or behind something that was moved: it moved along."""
    before = _left(link.old[0] - 1, -1, free_old), _left(link.new[0] - 1, -1, free_new)
    behind = _left(link.old[1], 1, free_old), _left(link.new[1], 1, free_new)
    for old, new in (before, behind):
        if 0 < len(old) * len(new) <= SMALL:
            found = _best_in_order(sorted(old), sorted(new), likeness)
            yield from (replace(one, moved=True) for one in found)


def _left(start: int, step: int, free: set[int]) -> list[int]:
    """Give the units that are left over on one side of a place, without a gap."""
    found = []
    while start in free:
        found.append(start)
        start += step
    return found


def _far(old: Sequence[int], new: Sequence[int], likeness: Likeness) -> Iterator[Link]:
    """Link what was moved and changed: left over anywhere, with rare words in common."""
    free_old, free_new = set(old), set(new)
    found = likeness.sharing_rare_words(old, new, MOVED_LIKE)
    for i, j in sorted(found, key=lambda pair: (-likeness.of(*pair), pair)):
        long = min(len(likeness.old[i].said), len(likeness.new[j].said)) > MOVED_WORDS
        if long and i in free_old and j in free_new:
            free_old.remove(i)
            free_new.remove(j)
            yield Link((i, i + 1), (j, j + 1), same=False, moved=True)
