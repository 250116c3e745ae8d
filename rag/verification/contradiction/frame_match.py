"""Whether statement and sentence say the same thing but for a difference that was found.

A rule sees that one has "may" and the other "shall"; whether both speak of the same doing of the
same thing is seen from the words around. What that looks like was learnt from pairs that people
labelled as contradicted or not (`evals.training.fit_contradicted`): "contradicted" is said only
from `SURE_ENOUGH` on.

What is measured, by name:

- ``cover``, ``rest``: weight of the statement's words that the sentence has, and the same
  without the difference; ``missing`` counts the telling ones that it hasn't;
- ``back``: share of the sentence's telling words that the statement has; ``back_near`` of those
  around the difference, ``back_clause`` of its clause; ``clause`` of the statement's clause;
- ``order``: share of the shared words that are in the same order; ``bigrams`` of the
  statement's neighbouring words that are neighbours there;
- ``beside``, ``near``: of the words right beside the difference, and of three on either side,
  those that stand there in the sentence, on the worse side; ``beside_all`` on both;
- ``adjoining``: of the two words that adjoin it, those that adjoin it there;
- ``altered``: 1 for a sentence that is the source's but for a few words; ``altered_rest``;
- ``length``: the sentence's length by the statement's; ``said``, ``found``: words of the
  difference in either.
"""

from __future__ import annotations

import bisect
import itertools
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rag.errors import ModelError
from rag.models.boosted_trees import Trees, trees_of
from rag.text.alignment import Pair
from rag.text.tokens import Token
from rag.verification.contradiction.findings import Found

FILE = Path(__file__).with_name("frame_match.json")
SURE_ENOUGH = 0.65
"""Probability from which on a difference is said. Chosen by halves that the trees weren't fitted
on, contracts among them: their figures flatter it a little."""
NEAR, AROUND = 3, 8
"""Telling words on either side of a difference, and how far off they may stand there."""
FAR = 4.0
_CLAUSE = re.compile(
    r"[;:,()]|\b(?:and|but|or|which|that|who|while|whereas|although|because|if|unless)\b"
)


_WHOLE = {"only_of_several": 0.85}
"""Rules that look at all that matters themselves; measured: 48 right of 55 on three sets."""


@cache
def load_frames(path: Path = FILE) -> Trees:
    """Read the trees. Raises `ModelError` when the file isn't one of ours."""
    try:
        return trees_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} isn't a model of contradiction ({error}); install Sanad again"
        ) from error


def sureness(pair: Pair, found: Found, rule: str) -> float:
    """Give how likely a difference, found by a rule, is a contradiction; 0 to 1."""
    if rule in _WHOLE:
        return _WHOLE[rule]
    return load_frames().probability({**frame_of(pair, found), rule: 1.0})


def frame_of(pair: Pair, difference: Found) -> dict[str, float]:
    """Measure how far two sentences say the same apart from a difference: see the module."""
    said, found = pair.said, pair.found
    ours, theirs = _in(said, difference.said), _in(found, difference.found)
    here, there = _places(pair, ours, theirs)
    telling = [i for i, token in enumerate(said) if token.content]
    rest = [i for i in telling if i not in ours]
    held = [pair.to[i] for i in telling if i in pair.to]
    kept = set(pair.to.values())
    others = [j for j, token in enumerate(found) if token.content and j not in theirs]
    total = sum(said[i].weight for i in rest)
    have = sum(said[i].weight for i in rest if i in pair.to) / total if total else 0.0
    beside = _sides(pair, ours, here, there, 1, NEAR + 1)
    near = _sides(pair, ours, here, there, NEAR, AROUND)
    clause = [i for i in _clause(pair.statement, said, here) if i in rest]
    other_clause = [j for j in _clause(pair.sentence, found, there) if j in others]
    around = [j for j in others if abs(j - there) <= AROUND]
    pairs = set(itertools.pairwise(token.word for token in found))
    return {
        "cover": pair.cover,
        "rest": have,
        "missing": min(6.0, sum(i not in pair.to for i in rest)),
        "back": _share([j in kept for j in others]),
        "back_near": _share([j in kept for j in around]),
        "back_clause": _share([j in kept for j in other_clause], 0.5),
        "clause": _share([i in pair.to for i in clause], 0.5),
        "order": in_order(held) / len(held) if held else 0.0,
        "bigrams": _share([p in pairs for p in itertools.pairwise(t.word for t in said)]),
        "beside": min(beside, default=0.0),
        "beside_all": sum(beside) / len(beside) if beside else 0.0,
        "near": min(near, default=0.0),
        "adjoining": _adjoining(pair, ours, theirs),
        "altered": float(pair.altered),
        "altered_rest": pair.altered * have,
        "length": min(FAR, len(found) / max(1, len(said))),
        "said": min(FAR, len(ours)),
        "found": min(FAR, len(theirs)),
    }


def _share(found: Sequence[bool], default: float = 0.0) -> float:
    return sum(found) / len(found) if found else default


def _in(words: Sequence[Token], span: tuple[int, int] | None) -> list[int]:
    if span is None:
        return []
    return [i for i, token in enumerate(words) if token.start < span[1] and span[0] < token.end]


def _places(pair: Pair, ours: Sequence[int], theirs: Sequence[int]) -> tuple[int, int]:
    """Give where a difference stands in both; what only one has is placed by the words around."""
    if ours and theirs:
        return ours[0], theirs[0]
    if ours:
        near = [pair.to[i] for i in range(ours[0] - 4, ours[0] + 5) if i in pair.to]
        return ours[0], near[len(near) // 2] if near else len(pair.found)
    there = theirs[0] if theirs else 0
    back = sorted((abs(j - there), i) for i, j in pair.to.items())
    return back[0][1] if back else 0, there


def _sides(
    pair: Pair, ours: Sequence[int], here: int, there: int, words: int, reach: int
) -> list[float]:
    """Give the share of the telling words before, and of those behind, that stand there, too."""
    first, behind = (ours[0], ours[-1] + 1) if ours else (here, here)
    telling = [i for i, token in enumerate(pair.said) if token.content and i not in ours]
    before = [i for i in telling if i < first][-words:]
    after = [i for i in telling if i >= behind][:words]
    return [
        _share([i in pair.to and abs(pair.to[i] - there) <= reach for i in side])
        for side in (before, after)
        if side
    ]


def _clause(text: str, words: Sequence[Token], at: int) -> list[int]:
    if not words:
        return []
    start = words[min(at, len(words) - 1)].start
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    low = max(cut for cut in cuts if cut <= start)
    high = min(cut for cut in cuts if cut > start)
    return [i for i, token in enumerate(words) if low <= token.start < high]


def in_order(places: Sequence[int]) -> int:
    """Give the length of the longest run of places that rises."""
    ends: list[int] = []
    for place in places:
        at = bisect.bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _adjoining(pair: Pair, ours: Sequence[int], theirs: Sequence[int]) -> float:
    if not (ours and theirs):
        return 0.0
    first = ours[0] == theirs[0] == 0 or pair.to.get(ours[0] - 1, -9) == theirs[0] - 1
    last = ours[-1] + 1 == len(pair.said) or pair.to.get(ours[-1] + 1, -9) == theirs[-1] + 1
    return (first + last) / 2
